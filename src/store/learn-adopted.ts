import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { AssignmentReading } from './assignment-reading.js';
import { DIGEST_BYTES, KnownKeys } from './known-keys.js';
import type { Database } from './schema.js';

/** Rows whose digests are fetched at once. */
const PAGE = 10_000;

/** Fetches digests of everything that was adopted last, page by page. Nothing is written. */
export async function learnAdopted(db: Kysely<Database>, reading: AssignmentReading): Promise<void> {
  await learnAssignments(db, reading);
  const entitled = await learnMembers(db, reading);
  const assigned = await db
    .selectFrom('assignment')
    .select(['principal_id', 'app_role_id'])
    .distinct()
    .where('app_id', '=', reading.appId)
    .where('principal_type', '=', 'Group')
    .execute();
  const expected = assigned.filter((row) => reading.members.has(row.principal_id));
  reading.isEven =
    expected.length === entitled.size &&
    expected.every(
      ({ principal_id: id, app_role_id: roleId }) =>
        entitled.get(`${id} ${roleId}`) === reading.members.get(id)?.size,
    );
}

async function learnAssignments(
  db: Kysely<Database>,
  { appId, assignments }: AssignmentReading,
): Promise<void> {
  let after: string | null = '';
  while (after !== null) {
    const page: AssignmentsPage | undefined = await assignmentsAfter(db, appId, after);
    if (page?.digests) assignments.know(page.digests);
    after = page?.last ?? null;
  }
}

interface AssignmentsPage {
  readonly last: string | null;
  readonly digests: Buffer | null;
}

async function assignmentsAfter(
  db: Kysely<Database>,
  appId: string,
  after: string,
): Promise<AssignmentsPage | undefined> {
  const { rows } = await sql<AssignmentsPage>`
    with page as (
      select * from assignment where app_id = ${appId} and assignment_id > ${after}
      order by assignment_id limit ${PAGE})
    select max(assignment_id) as last, string_agg(${assignmentDigest('page')}, '') as digests from page`.execute(
    db,
  );
  return rows[0];
}

/** @returns how many are entitled through each group with each role. */
async function learnMembers(
  db: Kysely<Database>,
  { appId, members }: AssignmentReading,
): Promise<ReadonlyMap<string, number>> {
  const entitled = new Map<string, number>();
  let after: EntitledPosition | null = { groupId: '', userId: '' };
  while (after !== null) {
    const page: readonly EntitledPart[] = await entitledAfter(db, appId, after);
    after = null;
    for (const { group_id: groupId, app_role_id: roleId, last, digests } of page) {
      const known = members.get(groupId) ?? new KnownKeys();
      members.set(groupId, known);
      known.know(digests);
      const pair = `${groupId} ${roleId}`;
      entitled.set(pair, (entitled.get(pair) ?? 0) + digests.length / DIGEST_BYTES);
      after = { groupId, userId: last };
    }
  }
  return entitled;
}

interface EntitledPosition {
  readonly groupId: string;
  readonly userId: string;
}

/** Those of a page who are entitled through one group with one role. */
interface EntitledPart {
  readonly group_id: string;
  readonly app_role_id: string;
  /** The last user of the page with this group. */
  readonly last: string;
  readonly digests: Buffer;
}

/** By group and user; whoever holds several roles through a group comes with all of them. */
async function entitledAfter(
  db: Kysely<Database>,
  appId: string,
  { groupId, userId }: EntitledPosition,
): Promise<readonly EntitledPart[]> {
  const { rows } = await sql<EntitledPart>`
    with page as (
      select through_group_id, user_id, app_role_id from entitlement
      where app_id = ${appId} and through_group_id <> '' and (through_group_id, user_id) > (${groupId}, ${userId})
      order by through_group_id, user_id fetch first ${sql.lit(PAGE)} rows with ties
    ), parts as (
      select through_group_id as group_id, app_role_id, max(user_id) as last,
             string_agg(${memberDigest('user_id')}, '') as digests
      from page group by through_group_id, app_role_id
    )
    select group_id, app_role_id, max(last) over (partition by group_id) as last, digests
    from parts order by group_id`.execute(db);
  return rows;
}

/** @param row an alias of `assignment`. @returns the digest of its row, as a reading takes it. */
export function assignmentDigest(row: string): RawBuilder<Buffer> {
  const columns = ['assignment_id', 'principal_id', 'principal_type', 'app_role_id'];
  return digest(sql`concat_ws(E'\\n', ${sql.join(columns.map((name) => sql.ref(`${row}.${name}`)))})`);
}

/** @param userId a column. */
export function memberDigest(userId: string): RawBuilder<Buffer> {
  return digest(sql.ref(userId));
}

/** @see digestOf */
function digest(text: RawBuilder<unknown>): RawBuilder<Buffer> {
  return sql`substr(sha256(convert_to(${text}, 'UTF8')), 1, ${sql.lit(DIGEST_BYTES)})`;
}
