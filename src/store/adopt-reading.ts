import { sql, type Transaction } from 'kysely';
import type { AppRole } from '../directory/directory-source.js';
import { markDirty } from './dirty-objects.js';
import { rowsOf } from './rows.js';
import type { Database } from './schema.js';

/**
 * Makes a complete reading the truth: the app's roles, its assignments, and whom they entitle. Whoever that concerns is
 * marked.
 * @param source names the directory in the mirror's tables.
 * @returns how many users and groups were marked because roles or entitlements changed.
 */
export async function adoptWholeReading(
  tx: Transaction<Database>,
  appId: string,
  source: string,
  roles: readonly AppRole[],
): Promise<number> {
  const changed = new Set([
    ...(await adoptRoles(tx, appId, source, roles)),
    ...(await adoptEntitlements(tx, appId)),
  ]);
  const groups = await adoptAssignments(tx, appId);
  await markDirty(tx, appId, [...changed]);
  await markKnownGroups(tx, appId, source, groups);
  return changed.size;
}

/** Stores the app's roles. @returns users and groups whom a role reaches, when any role changed. */
export async function adoptRoles(
  tx: Transaction<Database>,
  appId: string,
  source: string,
  roles: readonly AppRole[],
): Promise<readonly string[]> {
  const rows = roles.map((role) => ({
    app_role_id: role.id,
    value: role.value,
    display_name: role.displayName,
    is_enabled: role.isEnabled,
    allows_users: role.allowsUsers,
  }));
  const columns = 'app_role_id text, value text, display_name text, is_enabled boolean, allows_users boolean';
  const { rows: affected } = await sql<{ user_id: string }>`
    with now_defined as (select * from ${rowsOf(rows, columns)}),
    upserted as (
      insert into app_role (app_id, app_role_id, value, display_name, is_enabled, allows_users)
      select ${appId}, app_role_id, value, display_name, is_enabled, allows_users from now_defined
      on conflict (app_id, app_role_id) do update
      set value = excluded.value, display_name = excluded.display_name,
          is_enabled = excluded.is_enabled, allows_users = excluded.allows_users
      where (app_role.value, app_role.display_name, app_role.is_enabled, app_role.allows_users)
            is distinct from (excluded.value, excluded.display_name, excluded.is_enabled, excluded.allows_users)
      returning app_role_id
    ), removed as (
      delete from app_role r
      where r.app_id = ${appId} and not exists (select from now_defined n where n.app_role_id = r.app_role_id)
      returning app_role_id
    )
    select e.user_id from entitlement e
    where e.app_id = ${appId} and exists (select from upserted union all select from removed)
    union
    select a.principal_id from assignment a
    join directory_group g on g.source = ${source} and g.object_id = a.principal_id
    where a.app_id = ${appId} and exists (select from upserted union all select from removed)`.execute(tx);
  return affected.map((row) => row.user_id);
}

/** Stores whom the reading entitles. @returns the users for whom that changed. */
async function adoptEntitlements(tx: Transaction<Database>, appId: string): Promise<readonly string[]> {
  const { rows } = await sql<{ user_id: string }>`
    with entitled as (
      select principal_id as user_id, app_role_id, '' as through_group_id
      from assignment_reading where app_id = ${appId} and principal_type = 'User'
      union
      select m.user_id, a.app_role_id, a.principal_id
      from assignment_reading a
      join member_reading m on m.app_id = a.app_id and m.group_id = a.principal_id
      where a.app_id = ${appId} and a.principal_type = 'Group'
    ), added as (
      insert into entitlement (app_id, user_id, app_role_id, through_group_id)
      select ${appId}, user_id, app_role_id, through_group_id from entitled
      on conflict do nothing
      returning user_id
    ), removed as (
      delete from entitlement e
      where e.app_id = ${appId} and not exists (
        select from entitled n
        where n.user_id = e.user_id and n.app_role_id = e.app_role_id and n.through_group_id = e.through_group_id)
      returning user_id
    )
    select user_id from added union select user_id from removed`.execute(tx);
  return rows.map((row) => row.user_id);
}

/** Stores the assignments. @returns the groups whose assignment changed. */
async function adoptAssignments(tx: Transaction<Database>, appId: string): Promise<readonly string[]> {
  const { rows } = await sql<{ principal_id: string }>`
    with removed as (
      delete from assignment a
      where a.app_id = ${appId} and not exists (
        select from assignment_reading n where n.app_id = a.app_id and n.assignment_id = a.assignment_id)
      returning a.principal_id, a.principal_type
    ), added as (
      insert into assignment (app_id, assignment_id, principal_id, principal_type, app_role_id)
      select app_id, assignment_id, principal_id, principal_type, app_role_id
      from assignment_reading where app_id = ${appId}
      on conflict (app_id, assignment_id) do nothing
      returning principal_id, principal_type
    )
    select principal_id from removed where principal_type = 'Group'
    union select principal_id from added where principal_type = 'Group'`.execute(tx);
  return rows.map((row) => row.principal_id);
}

/** Groups that were never read are marked when they are. */
async function markKnownGroups(
  tx: Transaction<Database>,
  appId: string,
  source: string,
  groupIds: readonly string[],
): Promise<void> {
  if (groupIds.length === 0) return;
  const known = await tx
    .selectFrom('directory_group')
    .select('object_id')
    .where('source', '=', source)
    .where('object_id', 'in', [...groupIds])
    .execute();
  await markDirty(
    tx,
    appId,
    known.map((row) => row.object_id),
  );
}
