import { sql, type Kysely } from 'kysely';
import { IN_DOUBT, storeReferences } from './directory-references.js';
import { markReferencesDirty } from './dirty-objects.js';
import type { Database } from './schema.js';

/** A round of the feed, and whose references it marks. */
export interface RoundOfGroups {
  readonly source: string;
  readonly appId: string;
  readonly round: number;
}

/** The members of mirrored groups, apart from what a feed tells: who is to be doubted, kept, and let go of. */
export class MirroredMembers {
  readonly #db: Kysely<Database>;

  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  /**
   * Present groups, all or of `groupIds`, of whose members a full round did not tell all: some of those known before, perhaps
   * because they left, or some through whom the app's assignments, read as a whole, entitle people.
   */
  async untold(
    { source, appId, round }: RoundOfGroups,
    groupIds: readonly string[] | null,
    after: string,
    limit: number,
  ): Promise<readonly string[]> {
    const { rows } = await sql<{ object_id: string }>`
      select g.object_id from directory_group g
      where g.source = ${source} and g.state = 'present' and g.object_id > ${after}
        and (${groupIds === null} or g.object_id = any(${groupIds ?? []}::text[]))
        and (exists (
            select from directory_reference r
            where r.source = g.source and r.object_id = g.object_id and r.name = 'members' and r.seen_in_round < ${round})
          or g.object_id in (
            select e.through_group_id from entitlement e
            where e.app_id = ${appId} and not exists (
              select from directory_reference r
              where r.source = ${source} and r.object_id = e.through_group_id and r.name = 'members'
                and r.referenced_id = e.user_id)))
      order by g.object_id limit ${limit}`.execute(this.#db);
    return rows.map((row) => row.object_id);
  }

  /**
   * Puts members of assigned groups in doubt whom the app's assignments, read as a whole, do not entitle through the group:
   * a feed that ended too early may have told how they joined, and not how they left.
   */
  async doubtUnentitled(source: string, appId: string): Promise<void> {
    await sql`
      update directory_reference r set seen_in_round = 0
      where r.source = ${source} and r.name = 'members'
        and r.object_id in (select principal_id from assignment where app_id = ${appId} and principal_type = 'Group')
        and not exists (
          select from entitlement e
          where e.app_id = ${appId} and e.through_group_id = r.object_id and e.user_id = r.referenced_id)
        and not exists (
          select from directory_user u
          where u.source = r.source and u.object_id = r.referenced_id and u.state = 'softDeleted')`.execute(
      this.#db,
    );
  }

  /** Present groups with members in doubt. */
  async inDoubt(source: string, after: string, limit: number): Promise<readonly string[]> {
    const { rows } = await sql<{ object_id: string }>`
      select distinct r.object_id from directory_reference r
      join directory_group g on g.source = r.source and g.object_id = r.object_id and g.state = 'present'
      where r.source = ${source} and r.seen_in_round = 0 and r.name = 'members' and r.object_id > ${after}
      order by r.object_id limit ${limit}`.execute(this.#db);
    return rows.map((row) => row.object_id);
  }

  /** Members of a group, learnt outside the feed, as told in this round. */
  async tell(round: RoundOfGroups, groupId: string, userIds: readonly string[]): Promise<void> {
    const many = userIds.map((id) => ({
      object_id: groupId,
      name: 'members' as const,
      referenced_id: id,
      joined: true,
    }));
    await this.#db.transaction().execute((tx) => storeReferences(tx, round, { many }));
  }

  /**
   * Members of a group who were told since round `since` (`read`), and who were not (`lost`). Without people in the recycle
   * bin: a change feed tells of them, lists and counts do not.
   */
  async compare(
    source: string,
    groupId: string,
    since: number,
  ): Promise<{ readonly read: number; readonly lost: number }> {
    const { rows } = await sql<{ read: number; lost: number }>`
      select (count(*) filter (where r.seen_in_round >= ${since}))::int as read,
             (count(*) filter (where r.seen_in_round < ${since}))::int as lost
      from directory_reference r
      left join directory_user u on u.source = r.source and u.object_id = r.referenced_id
      where r.source = ${source} and r.object_id = ${groupId} and r.name = 'members'
        and u.state is distinct from 'softDeleted'`.execute(this.#db);
    return rows[0] ?? { read: 0, lost: 0 };
  }

  /** Takes members in the recycle bin for told: they come back with a restore, and no feed tells of that. */
  async keepDeleted({ source, round }: RoundOfGroups, groupId: string): Promise<void> {
    await sql`
      update directory_reference r set seen_in_round = ${round}::integer
      where r.source = ${source} and r.object_id = ${groupId} and r.name = 'members'
        and r.seen_in_round < ${round} and exists (
          select from directory_user u
          where u.source = r.source and u.object_id = r.referenced_id and u.state = 'softDeleted')`.execute(
      this.#db,
    );
  }

  /** Keeps members of a group who were not told since round `since`: in doubt, to be looked at in the next cycle. */
  async doubt(source: string, groupId: string, since: number): Promise<void> {
    await this.#db
      .updateTable('directory_reference')
      .set({ seen_in_round: IN_DOUBT })
      .where('source', '=', source)
      .where('object_id', '=', groupId)
      .where('name', '=', 'members')
      .where('seen_in_round', '<', since)
      .execute();
  }

  /** Drops members of a group who were not told since round `since`, and marks the group if there were any. */
  async drop(
    { source, appId }: Pick<RoundOfGroups, 'source' | 'appId'>,
    groupId: string,
    since: number,
  ): Promise<void> {
    await this.#db.transaction().execute(async (tx) => {
      const dropped = await tx
        .deleteFrom('directory_reference')
        .where('source', '=', source)
        .where('object_id', '=', groupId)
        .where('name', '=', 'members')
        .where('seen_in_round', '<', since)
        .returning('object_id')
        .execute();
      if (dropped.length > 0) await markReferencesDirty(tx, appId, [groupId]);
    });
  }
}
