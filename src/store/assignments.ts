import { sql, type Kysely, type Transaction } from 'kysely';
import type { AppRole, Assignment } from '../directory/directory-source.js';
import { DEFAULT_ACCESS } from '../plan/index.js';
import type { EntitlingRole } from '../plan/model.js';
import { adoptWholeReading } from './adopt-reading.js';
import { AssignmentReading, type ReadingCompared } from './assignment-reading.js';
import { compareEntitled } from './compare-reading.js';
import { correctAssignments, type AssignmentsOfObject } from './correct-assignments.js';
import { learnAdopted } from './learn-adopted.js';
import { holdLease, type UnderLease } from './leases.js';
import { rowsOf } from './rows.js';
import type { Database } from './schema.js';

/**
 * Who is assigned to an app, and who is thereby entitled: a user directly, or as direct member of an assigned group.
 * Read as a whole and compared with the last complete reading meanwhile, so that only what changed is written, and a reading
 * that broke off changes nothing.
 */
export class Assignments {
  readonly #db: Kysely<Database>;

  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  /**
   * Begins a reading, and drops what an interrupted one left.
   * @throws {ProvisioningFailure} `StoreUnavailable` when another attempt has taken the lease: what is read now is its own.
   */
  async beginReading(appId: string, held: UnderLease = {}): Promise<AssignmentReading> {
    await this.#db.transaction().execute(async (tx) => {
      await holdLease(tx, held);
      await dropNews(tx, appId);
    });
    const reading = new AssignmentReading(appId);
    await learnAdopted(this.#db, reading);
    return reading;
  }

  async addToReading(reading: AssignmentReading, assignments: readonly Assignment[]): Promise<void> {
    const rows = reading.assignmentsUnknown(assignments).map((assignment) => ({
      assignment_id: assignment.id,
      principal_id: assignment.principalId,
      principal_type: assignment.principalType,
      app_role_id: assignment.appRoleId,
    }));
    if (rows.length === 0) return;
    const { numAffectedRows } = await sql`
      insert into assignment_reading (app_id, assignment_id, principal_id, principal_type, app_role_id)
      select ${reading.appId}, assignment_id, principal_id, principal_type, app_role_id
      from ${rowsOf(rows, 'assignment_id text, principal_id text, principal_type text, app_role_id text')}
      on conflict do nothing`.execute(this.#db);
    reading.countNewAssignments(Number(numAffectedRows ?? 0n));
  }

  async addMembersToReading(
    reading: AssignmentReading,
    groupId: string,
    userIds: readonly string[],
  ): Promise<void> {
    const rows = reading.membersUnknown(groupId, userIds).map((user_id) => ({ user_id }));
    if (rows.length === 0) return;
    const { numAffectedRows } = await sql`
      insert into member_reading (app_id, group_id, user_id)
      select ${reading.appId}, ${groupId}, user_id from ${rowsOf(rows, 'user_id text')}
      on conflict do nothing`.execute(this.#db);
    reading.countNewMembers(groupId, Number(numAffectedRows ?? 0n));
  }

  /** Groups that the reading found assigned. */
  groupsInReading(reading: AssignmentReading): Promise<readonly string[]> {
    return Promise.resolve([...reading.groups].sort());
  }

  /** The assignments of the reading, compared with those adopted last. */
  compareAssignments(reading: AssignmentReading): Promise<ReadingCompared> {
    return Promise.resolve(reading.compareAssignments());
  }

  /** The same of the members of `groupIds`; only groups that lost any are in the answer. */
  compareMembers(
    reading: AssignmentReading,
    groupIds: readonly string[],
  ): Promise<ReadonlyMap<string, ReadingCompared>> {
    const compared = groupIds.map((id) => [id, reading.compareMembers(id)] as const);
    return Promise.resolve(new Map(compared.filter(([, { lost }]) => lost > 0)));
  }

  /** How many people are entitled by what was adopted last, and how many of them the reading entitles no more. */
  compareEntitled(reading: AssignmentReading): Promise<{ readonly known: number; readonly lost: number }> {
    return compareEntitled(this.#db, reading);
  }

  /** Takes the assignments that were adopted last into the reading: it has not proved that any of them is gone. */
  async keepAssignments(reading: AssignmentReading): Promise<void> {
    reading.assignments.seeAll();
    for (const groupId of await this.assignedGroups(reading.appId)) reading.groups.add(groupId);
  }

  /** The same with the members of a group. */
  keepMembers(reading: AssignmentReading, groupId: string): Promise<void> {
    reading.members.get(groupId)?.seeAll();
    return Promise.resolve();
  }

  /**
   * Makes a complete reading the truth: the app's roles, its assignments, and whom they entitle.
   * @param source names the directory in the mirror's tables.
   * @returns how many users' entitlement changed; they are marked dirty, and so are groups whose assignment changed.
   * @throws {ProvisioningFailure} `StoreUnavailable` when another attempt has taken the lease: its reading is not complete yet.
   */
  async adoptReading(
    reading: AssignmentReading,
    source: string,
    roles: readonly AppRole[],
    held: UnderLease = {},
  ): Promise<{ assignments: number; members: number; changed: number }> {
    return this.#db.transaction().execute(async (tx) => {
      await holdLease(tx, held);
      await lockAssignments(tx, reading.appId);
      const changed = await adoptWholeReading(tx, reading, source, roles);
      await dropNews(tx, reading.appId);
      return { ...reading.counts(), changed };
    });
  }

  /** Makes what was read of one user's or group's assignments the truth. @see correctAssignments */
  async correct(
    scope: { readonly appId: string; readonly source: string },
    told: AssignmentsOfObject,
  ): Promise<void> {
    await this.#db.transaction().execute(async (tx) => {
      await lockAssignments(tx, scope.appId);
      await correctAssignments(tx, scope, told);
    });
  }

  /** The roles that reach each of `userIds`; a user without any is absent. Direct ones first. */
  async rolesOf(
    appId: string,
    userIds: readonly string[],
  ): Promise<ReadonlyMap<string, readonly EntitlingRole[]>> {
    if (userIds.length === 0) return new Map();
    const rows = await this.#db
      .selectFrom('entitlement as e')
      .leftJoin('app_role as r', (join) =>
        join.onRef('r.app_id', '=', 'e.app_id').onRef('r.app_role_id', '=', 'e.app_role_id'),
      )
      .select([
        'e.user_id',
        'e.app_role_id',
        'e.through_group_id',
        'r.value',
        'r.display_name',
        'r.is_enabled',
      ])
      .where('e.app_id', '=', appId)
      .where('e.user_id', 'in', [...userIds])
      .orderBy('e.through_group_id')
      .orderBy('e.app_role_id')
      .execute();
    return rolesByHolder(rows);
  }

  /** The roles with which each of `groupIds` is assigned itself; a group without any is absent. */
  async rolesOfGroups(
    appId: string,
    groupIds: readonly string[],
  ): Promise<ReadonlyMap<string, readonly EntitlingRole[]>> {
    if (groupIds.length === 0) return new Map();
    const rows = await this.#db
      .selectFrom('assignment as a')
      .leftJoin('app_role as r', (join) =>
        join.onRef('r.app_id', '=', 'a.app_id').onRef('r.app_role_id', '=', 'a.app_role_id'),
      )
      .select(['a.principal_id', 'a.app_role_id', 'r.value', 'r.display_name', 'r.is_enabled'])
      .where('a.app_id', '=', appId)
      .where('a.principal_type', '=', 'Group')
      .where('a.principal_id', 'in', [...groupIds])
      .orderBy('a.app_role_id')
      .execute();
    return rolesByHolder(rows.map((row) => ({ ...row, user_id: row.principal_id, through_group_id: '' })));
  }

  /** The groups that are assigned, by id. */
  async assignedGroups(appId: string): Promise<readonly string[]> {
    const rows = await this.#db
      .selectFrom('assignment')
      .select('principal_id')
      .distinct()
      .where('app_id', '=', appId)
      .where('principal_type', '=', 'Group')
      .orderBy('principal_id')
      .execute();
    return rows.map((row) => row.principal_id);
  }

  /** Whether the app defines an enabled role that users can hold. */
  async hasUserRole(appId: string): Promise<boolean> {
    const row = await this.#db
      .selectFrom('app_role')
      .select('app_role_id')
      .where('app_id', '=', appId)
      .where('is_enabled', '=', true)
      .where('allows_users', '=', true)
      .limit(1)
      .executeTakeFirst();
    return row !== undefined;
  }

  /**
   * Enabled users of the source who hold a role that counts, or with scope `all` every enabled user; without those whom
   * the scoping filters left out when they were last planned.
   * @param rules whether Default Access alone counts, and where assignments do not, `scope`.
   */
  async countInScope(
    appId: string,
    source: string,
    rules: { readonly scope: 'assigned' | 'all'; readonly countsDefaultAccess: boolean },
  ): Promise<number> {
    const { rows } = await sql<{ entitled: number }>`
      select count(*)::int as entitled from directory_user u
      where u.source = ${source} and u.state = 'present' and u.account_enabled
        and not exists (select from filtered_out f where f.app_id = ${appId} and f.object_id = u.object_id)
        and (${rules.scope === 'all'} or exists (
          select from entitlement e
          left join app_role r on r.app_id = e.app_id and r.app_role_id = e.app_role_id
          where e.app_id = ${appId} and e.user_id = u.object_id and case
            when e.app_role_id = ${DEFAULT_ACCESS} then ${rules.countsDefaultAccess}
            else coalesce(r.is_enabled, true) end))`.execute(this.#db);
    return rows[0]?.entitled ?? 0;
  }
}

/** Drops what a reading found that was not adopted before. */
async function dropNews(tx: Transaction<Database>, appId: string): Promise<void> {
  await tx.deleteFrom('assignment_reading').where('app_id', '=', appId).execute();
  await tx.deleteFrom('member_reading').where('app_id', '=', appId).execute();
}

/** Lets one at a time change an app's assignments: they are stored in several tables, and nobody waits for each other. */
async function lockAssignments(tx: Transaction<Database>, appId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`assignments of ${appId}`}, 0))`.execute(tx);
}

interface RoleRow {
  readonly user_id: string;
  readonly app_role_id: string;
  readonly through_group_id: string;
  readonly value: string | null;
  readonly display_name: string | null;
  readonly is_enabled: boolean | null;
}

function rolesByHolder(rows: readonly RoleRow[]): ReadonlyMap<string, readonly EntitlingRole[]> {
  const byHolder = new Map<string, EntitlingRole[]>();
  for (const row of rows) {
    const roles = byHolder.get(row.user_id) ?? [];
    roles.push({
      appRoleId: row.app_role_id,
      value: row.value,
      displayName: row.display_name,
      isEnabled: row.is_enabled ?? true,
      throughGroupId: row.through_group_id === '' ? null : row.through_group_id,
    });
    byHolder.set(row.user_id, roles);
  }
  return byHolder;
}
