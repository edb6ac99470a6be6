import { sql, type Transaction } from 'kysely';
import type { AppRole, Assignment } from '../directory/directory-source.js';
import type { ObjectName } from '../schema/model.js';
import { adoptRoles } from './adopt-reading.js';
import { markDirty } from './dirty-objects.js';
import { rowsOf } from './rows.js';
import type { Database } from './schema.js';

/** What was read anew of one user's or group's assignments. */
export interface AssignmentsOfObject {
  readonly object: { readonly id: string; readonly objectName: ObjectName };
  readonly appRoles: readonly AppRole[];
  /** Its own, and those of groups through which they reach it. */
  readonly assignments: readonly Assignment[];
}

/**
 * Makes what was read of one object the truth: its own assignments, and what entitles it. Assignments of groups are left to the
 * reading of all: they concern others, too.
 * @param source names the directory in the mirror's tables.
 */
export async function correctAssignments(
  tx: Transaction<Database>,
  { appId, source }: { readonly appId: string; readonly source: string },
  { object, appRoles, assignments }: AssignmentsOfObject,
): Promise<void> {
  await markDirty(tx, appId, await adoptRoles(tx, appId, source, appRoles));
  const own = assignments.filter(({ principalId }) => principalId === object.id);
  await sql`
    with told as (
      select * from ${rowsOf(
        own.map(({ id, appRoleId, principalType }) => ({ id, app_role_id: appRoleId, type: principalType })),
        'id text, app_role_id text, type text',
      )}
    ), gone as (
      delete from assignment a
      where a.app_id = ${appId} and a.principal_id = ${object.id}
        and not exists (select from told t where t.id = a.assignment_id)
    )
    insert into assignment (app_id, assignment_id, principal_id, principal_type, app_role_id)
    select ${appId}, id, ${object.id}, type, app_role_id from told
    on conflict do nothing`.execute(tx);
  if (object.objectName === 'User') await correctEntitlements(tx, appId, object.id, assignments);
}

async function correctEntitlements(
  tx: Transaction<Database>,
  appId: string,
  userId: string,
  assignments: readonly Assignment[],
): Promise<void> {
  const rows = assignments.map(({ appRoleId, principalId }) => ({
    app_role_id: appRoleId,
    through_group_id: principalId === userId ? '' : principalId,
  }));
  await sql`
    with told as (select distinct * from ${rowsOf(rows, 'app_role_id text, through_group_id text')}),
    gone as (
      delete from entitlement e
      where e.app_id = ${appId} and e.user_id = ${userId} and not exists (
        select from told t where t.app_role_id = e.app_role_id and t.through_group_id = e.through_group_id)
    )
    insert into entitlement (app_id, user_id, app_role_id, through_group_id)
    select ${appId}, ${userId}, app_role_id, through_group_id from told
    on conflict do nothing`.execute(tx);
}
