import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { AssignmentReading } from './assignment-reading.js';
import { assignmentDigest, memberDigest } from './learn-adopted.js';
import type { Database } from './schema.js';

/**
 * Whom a reading entitles, with which role and through which group, as a subquery: by what was adopted last without what is
 * lost, and what is new. It says the same before the reading's assignments are adopted and afterwards.
 */
export function entitledBy(reading: AssignmentReading): RawBuilder<unknown> {
  const { appId } = reading;
  return sql`(
    with assigned as (
      select a.principal_id, a.principal_type, a.app_role_id from assignment a
      where a.app_id = ${appId} and ${isLeft(reading)}
      union
      select principal_id, principal_type, app_role_id from assignment_reading where app_id = ${appId}
    ), member as (
      select e.through_group_id as group_id, e.user_id from entitlement e
      where e.app_id = ${appId} and e.through_group_id <> '' and ${isStillMember(reading)}
      union
      select group_id, user_id from member_reading where app_id = ${appId}
    )
    select principal_id as user_id, app_role_id, '' as through_group_id from assigned where principal_type = 'User'
    union
    select m.user_id, a.app_role_id, m.group_id
    from assigned a join member m on m.group_id = a.principal_id
    where a.principal_type = 'Group')`;
}

/** The assignments that were adopted last and that the reading lost, as digests. */
export function lostAssignments({ assignments }: AssignmentReading): RawBuilder<unknown> {
  return sql`unnest(${assignments.unseen()}::bytea[]) as lost(digest)`;
}

function isLeft(reading: AssignmentReading): RawBuilder<boolean> {
  if (reading.compareAssignments().lost === 0) return sql`true`;
  return sql`not exists (select from ${lostAssignments(reading)} where lost.digest = ${assignmentDigest('a')})`;
}

function isStillMember(reading: AssignmentReading): RawBuilder<boolean> {
  const lost = reading.lostMembers();
  if (lost.length === 0) return sql`true`;
  return sql`not exists (
    select from unnest(${lost.map(({ groupId }) => groupId)}::text[], ${lost.map(({ digest }) => digest)}::bytea[])
      as lost(group_id, digest)
    where lost.group_id = e.through_group_id and lost.digest = ${memberDigest('e.user_id')})`;
}

/** The people whom a reading entitles. @returns how many were entitled, and how many of them would be no more. */
export async function compareEntitled(
  db: Kysely<Database>,
  reading: AssignmentReading,
): Promise<{ readonly known: number; readonly lost: number }> {
  const { rows } = await sql<{ known: number; lost: number }>`
    with entitled as (select distinct user_id from ${entitledBy(reading)} now)
    select count(*)::int as known, (count(*) filter (where n.user_id is null))::int as lost
    from (select distinct user_id from entitlement where app_id = ${reading.appId}) e
    left join entitled n on n.user_id = e.user_id`.execute(db);
  return rows[0] ?? { known: 0, lost: 0 };
}
