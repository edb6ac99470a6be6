import { sql, type Transaction } from 'kysely';
import type { AppRole } from '../directory/directory-source.js';
import type { AssignmentReading } from './assignment-reading.js';
import { among, differenceOf, entitledBy, type ReadingDifference } from './compare-reading.js';
import { markDirty } from './dirty-objects.js';
import { rowsOf } from './rows.js';
import type { Database } from './schema.js';

/**
 * Makes a complete reading the truth: the app's roles, its assignments, and whom they entitle. Whoever that concerns is
 * marked. What was corrected of single objects since the reading began stays as it was corrected.
 * @param source names the directory in the mirror's tables.
 * @returns how many users and groups were marked because roles or entitlements changed.
 */
export async function adoptWholeReading(
  tx: Transaction<Database>,
  reading: AssignmentReading,
  source: string,
  roles: readonly AppRole[],
): Promise<number> {
  const { appId } = reading;
  const reached = await adoptRoles(tx, appId, source, roles);
  const difference = await differenceOf(tx, reading);
  const groups = await adoptAssignments(tx, reading, difference);
  const entitled = reading.isChanged() ? await adoptEntitlements(tx, reading, difference) : [];
  const changed = new Set([...reached, ...entitled]);
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
async function adoptEntitlements(
  tx: Transaction<Database>,
  reading: AssignmentReading,
  difference: ReadingDifference,
): Promise<readonly string[]> {
  const { appId } = reading;
  const { rows } = await sql<{ user_id: string }>`
    with entitled as materialized (select * from ${entitledBy(reading, difference)} now),
    added as (
      insert into entitlement (app_id, user_id, app_role_id, through_group_id)
      select ${appId}, user_id, app_role_id, through_group_id from entitled
      on conflict (app_id, user_id, app_role_id, through_group_id) do nothing
      returning user_id
    ), removed as (
      delete from entitlement e
      where e.app_id = ${appId} and ${among('e.user_id', difference.users)} and not exists (
        select from entitled n
        where n.user_id = e.user_id and n.app_role_id = e.app_role_id and n.through_group_id = e.through_group_id)
      returning user_id
    )
    select user_id from added union select user_id from removed`.execute(tx);
  return rows.map((row) => row.user_id);
}

/** Stores the assignments. @returns the groups whose assignment changed. */
async function adoptAssignments(
  tx: Transaction<Database>,
  { appId }: AssignmentReading,
  { lostAssignments }: ReadingDifference,
): Promise<readonly string[]> {
  if (lostAssignments.length > 0)
    await sql`
      delete from assignment a using unnest(${lostAssignments.map((row) => row.assignment_id)}::text[]) as lost(id)
      where a.app_id = ${appId} and a.assignment_id = lost.id`.execute(tx);
  const added = await sql<ChangedPrincipal>`
    insert into assignment (app_id, assignment_id, principal_id, principal_type, app_role_id)
    select app_id, assignment_id, principal_id, principal_type, app_role_id
    from assignment_reading where app_id = ${appId}
    on conflict (app_id, assignment_id) do nothing
    returning principal_id, principal_type`.execute(tx);
  return [...lostAssignments, ...added.rows].flatMap((row) =>
    row.principal_type === 'Group' ? [row.principal_id] : [],
  );
}

interface ChangedPrincipal {
  readonly principal_id: string;
  readonly principal_type: string;
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
