import { sql, type Kysely } from 'kysely';
import { rowsOf } from './rows.js';
import type { Database } from './schema.js';

/** What was read, compared with what was adopted last. */
export interface ReadingCompared {
  readonly read: number;
  /** Adopted last, and not read. */
  readonly lost: number;
}

/** The assignments of a reading. */
export async function compareAssignments(db: Kysely<Database>, appId: string): Promise<ReadingCompared> {
  const { rows } = await sql<ReadingCompared>`
    select (select count(*)::int from assignment_reading where app_id = ${appId}) as read,
           (select count(*)::int from assignment a
            where a.app_id = ${appId} and not exists (
              select from assignment_reading n
              where n.app_id = a.app_id and n.assignment_id = a.assignment_id)) as lost`.execute(db);
  return rows[0] ?? { read: 0, lost: 0 };
}

/** The members that a reading tells of `groupIds`, group by group; only of groups that lost any. */
export async function compareMembers(
  db: Kysely<Database>,
  appId: string,
  groupIds: readonly string[],
): Promise<ReadonlyMap<string, ReadingCompared>> {
  if (groupIds.length === 0) return new Map();
  const asked = groupIds.map((group_id) => ({ group_id }));
  const { rows } = await sql<ReadingCompared & { group_id: string }>`
    with held as (
      select distinct e.through_group_id as group_id, e.user_id
      from ${rowsOf(asked, 'group_id text')}
      join entitlement e on e.app_id = ${appId} and e.through_group_id = rows.group_id
    )
    select h.group_id, count(*)::int as lost,
           (select count(*)::int from member_reading m where m.app_id = ${appId} and m.group_id = h.group_id) as read
    from held h
    where not exists (
      select from member_reading m
      where m.app_id = ${appId} and m.group_id = h.group_id and m.user_id = h.user_id)
    group by h.group_id`.execute(db);
  return new Map(rows.map(({ group_id: id, read, lost }) => [id, { read, lost }]));
}

/** The people whom a reading entitles. @returns how many were entitled, and how many of them would be no more. */
export async function compareEntitled(
  db: Kysely<Database>,
  appId: string,
): Promise<{ readonly known: number; readonly lost: number }> {
  const { rows } = await sql<{ known: number; lost: number }>`
    with entitled as (
      select principal_id as user_id from assignment_reading
      where app_id = ${appId} and principal_type = 'User'
      union
      select m.user_id from assignment_reading a
      join member_reading m on m.app_id = a.app_id and m.group_id = a.principal_id
      where a.app_id = ${appId} and a.principal_type = 'Group'
    )
    select count(*)::int as known, (count(*) filter (where n.user_id is null))::int as lost
    from (select distinct user_id from entitlement where app_id = ${appId}) e
    left join entitled n on n.user_id = e.user_id`.execute(db);
  return rows[0] ?? { known: 0, lost: 0 };
}
