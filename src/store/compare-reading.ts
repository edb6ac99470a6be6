import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { AssignmentReading } from './assignment-reading.js';
import { assignmentDigest, memberDigest } from './learn-adopted.js';
import type { Database } from './schema.js';

/** From so many changes on everybody is compared at once: one by one takes longer. */
const MANY = 10_000;

/** What a reading says otherwise than what was adopted last. */
export interface ReadingDifference {
  readonly lostAssignments: readonly LostAssignment[];
  /** Whom it may entitle otherwise, by user id; null for everybody. */
  readonly users: readonly string[] | null;
}

interface LostAssignment {
  readonly assignment_id: string;
  readonly principal_id: string;
  readonly principal_type: string;
}

/** A group that is assigned otherwise may concern everybody. */
export async function differenceOf(
  db: Kysely<Database>,
  reading: AssignmentReading,
): Promise<ReadingDifference> {
  if (!reading.isChanged()) return { lostAssignments: [], users: [] };
  const lostAssignments = await findLost(db, reading);
  const users = await concerned(db, reading, lostAssignments);
  return { lostAssignments, users };
}

async function findLost(
  db: Kysely<Database>,
  { appId, assignments }: AssignmentReading,
): Promise<readonly LostAssignment[]> {
  const digests = assignments.unseen();
  if (digests.length === 0) return [];
  const { rows } = await sql<LostAssignment>`
    select a.assignment_id, a.principal_id, a.principal_type
    from unnest(${digests}::bytea[]) as lost(digest)
    join assignment a on a.app_id = ${appId} and ${assignmentDigest('a')} = lost.digest`.execute(db);
  return rows;
}

async function concerned(
  db: Kysely<Database>,
  reading: AssignmentReading,
  lost: readonly LostAssignment[],
): Promise<readonly string[] | null> {
  const { appId } = reading;
  if (!reading.isEven || reading.countChanges() > MANY) return null;
  const { rows: news } = await sql<{ principal_id: string; principal_type: string }>`
    select principal_id, principal_type from assignment_reading where app_id = ${appId}
    union all
    select user_id, 'User' from member_reading where app_id = ${appId}
    union all
    select e.user_id, 'User' from ${lostMembers(reading)}
    join entitlement e on e.app_id = ${appId} and e.through_group_id = lost.group_id
      and ${memberDigest('e.user_id')} = lost.digest`.execute(db);
  const principals = [...lost, ...news];
  if (principals.some((row) => row.principal_type === 'Group')) return null;
  return [...new Set(principals.map((row) => row.principal_id))];
}

function lostMembers(reading: AssignmentReading): RawBuilder<unknown> {
  const lost = reading.lostMembers();
  return sql`unnest(${lost.map(({ groupId }) => groupId)}::text[], ${lost.map(({ digest }) => digest)}::bytea[])
    as lost(group_id, digest)`;
}

/**
 * Whom a reading entitles, with which role and through which group, as a subquery: by what was adopted last without what is
 * lost, and what is new; of those whom the difference concerns. It says the same before the reading's assignments are adopted
 * and afterwards.
 */
export function entitledBy(
  reading: AssignmentReading,
  { lostAssignments, users }: ReadingDifference,
): RawBuilder<unknown> {
  const { appId } = reading;
  const lostIds = lostAssignments.map((row) => row.assignment_id);
  const assigned = sql`
    select a.principal_id, a.app_role_id from assignment a
    where a.app_id = ${appId} and not exists (
      select from unnest(${lostIds}::text[]) as lost(assignment_id) where lost.assignment_id = a.assignment_id)`;
  const isMember =
    reading.lostMembers().length === 0
      ? sql`true`
      : sql`not exists (
          select from ${lostMembers(reading)}
          where lost.group_id = e.through_group_id and lost.digest = ${memberDigest('e.user_id')})`;
  return sql`(
    with group_role as (
      ${assigned} and a.principal_type = 'Group'
      union
      select principal_id, app_role_id from assignment_reading where app_id = ${appId} and principal_type = 'Group'
    ), member as (
      select e.through_group_id as group_id, e.user_id from entitlement e
      where e.app_id = ${appId} and e.through_group_id <> '' and ${among('e.user_id', users)} and ${isMember}
      union
      select group_id, user_id from member_reading where app_id = ${appId}
    )
    select direct.principal_id as user_id, direct.app_role_id, '' as through_group_id
    from (${assigned} and a.principal_type = 'User' and ${among('a.principal_id', users)}) direct
    union
    select principal_id, app_role_id, '' from assignment_reading where app_id = ${appId} and principal_type = 'User'
    union
    select m.user_id, g.app_role_id, m.group_id from group_role g join member m on m.group_id = g.principal_id)`;
}

/** @param users null for everybody. */
export function among(column: string, users: readonly string[] | null): RawBuilder<boolean> {
  return users === null ? sql`true` : sql`${sql.ref(column)} = any(${users}::text[])`;
}

/** The people whom a reading entitles. @returns how many were entitled, and how many of them would be no more. */
export async function compareEntitled(
  db: Kysely<Database>,
  reading: AssignmentReading,
): Promise<{ readonly known: number; readonly lost: number }> {
  const { appId } = reading;
  const difference = await differenceOf(db, reading);
  const { rows } = await sql<{ known: number; lost: number }>`
    with entitled as materialized (select distinct user_id from ${entitledBy(reading, difference)} now)
    select (select count(*)::int from (select distinct user_id from entitlement where app_id = ${appId}) known) as known,
           (select count(distinct e.user_id)::int from entitlement e
            where e.app_id = ${appId} and ${among('e.user_id', difference.users)}
              and not exists (select from entitled n where n.user_id = e.user_id)) as lost`.execute(db);
  return rows[0] ?? { known: 0, lost: 0 };
}
