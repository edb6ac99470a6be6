import { sql, type Kysely, type Transaction } from 'kysely';
import type { DirectoryGroup, MembershipChange } from '../directory/directory-source.js';
import type { SourceState } from '../plan/model.js';
import { dropUnseenReferences, storeReferences } from './directory-references.js';
import { markDirty } from './dirty-objects.js';
import type { FeedPosition } from './feeds.js';
import { MirrorInRounds } from './mirror-in-rounds.js';
import { MirroredMembers } from './mirrored-members.js';
import { rowsOf } from './rows.js';
import type { Database } from './schema.js';

/** One group's newest state, as a page, a re-read or a confirmation told it. */
export type GroupFact =
  | {
      readonly state: 'present';
      readonly group: DirectoryGroup;
      /** What was told of its members, in that order. */
      readonly members: readonly MembershipChange[];
    }
  | { readonly state: 'softDeleted' | 'deleted'; readonly id: string };

/** The groups of the directory as last read, with their direct user members, and how far the reading got. */
export class GroupMirror extends MirrorInRounds<GroupFact> {
  readonly members: MirroredMembers;

  constructor(db: Kysely<Database>) {
    super(db, 'groups');
    this.members = new MirroredMembers(db);
  }

  /**
   * Ends a round. After a full one, whoever it did not mention as a member of a group is none.
   * @param groupIds the groups that the round read; null for all.
   */
  async completeRound(
    source: string,
    appId: string,
    { round, isFull }: FeedPosition,
    groupIds: readonly string[] | null,
  ): Promise<void> {
    if (isFull)
      await this.db
        .transaction()
        .execute((tx) => dropUnseenReferences(tx, { source, appId, round }, 'members', groupIds));
    await this.feed.completeRound(source);
  }

  /** What this round already told of `ids`. */
  async toldInRound(
    source: string,
    round: number,
    ids: readonly string[],
  ): Promise<ReadonlyMap<string, SourceState>> {
    if (ids.length === 0) return new Map();
    const rows = await this.db
      .selectFrom('directory_group')
      .select(['object_id', 'state'])
      .where('source', '=', source)
      .where('seen_in_round', '=', round)
      .where('object_id', 'in', [...ids])
      .execute();
    return new Map(rows.map((row) => [row.object_id, row.state]));
  }

  /** Of `ids`, the groups that were gone when they were last told of. */
  async goneBefore(source: string, ids: readonly string[]): Promise<ReadonlySet<string>> {
    if (ids.length === 0) return new Set();
    const rows = await this.db
      .selectFrom('directory_group')
      .select('object_id')
      .where('source', '=', source)
      .where('state', '<>', 'present')
      .where('object_id', 'in', [...ids])
      .execute();
    return new Set(rows.map((row) => row.object_id));
  }

  /** Present groups, all or of `groupIds`, that a full round did not mention: perhaps gone, to be confirmed. */
  async unseen(
    source: string,
    round: number,
    groupIds: readonly string[] | null,
    after: string,
    limit: number,
  ): Promise<readonly string[]> {
    let select = this.db
      .selectFrom('directory_group')
      .select('object_id')
      .where('source', '=', source)
      .where('state', '=', 'present')
      .where('seen_in_round', '<', round)
      .where('object_id', '>', after)
      .orderBy('object_id')
      .limit(limit);
    if (groupIds !== null) select = select.where('object_id', 'in', [...groupIds]);
    return (await select.execute()).map((row) => row.object_id);
  }

  /** How many present groups the mirror holds, and how many of them this round mentioned. */
  async countPresent(source: string, round: number): Promise<{ present: number; seen: number }> {
    const { rows } = await sql<{ present: number; seen: number }>`
      select count(*)::int as present, (count(*) filter (where seen_in_round = ${round}))::int as seen
      from directory_group where source = ${source} and state = 'present'`.execute(this.db);
    return rows[0] ?? { present: 0, seen: 0 };
  }

  protected override async apply(
    tx: Transaction<Database>,
    source: string,
    appId: string,
    facts: readonly GroupFact[],
    round: number,
  ): Promise<number> {
    const newest = new Map(facts.map((fact) => [fact.state === 'present' ? fact.group.id : fact.id, fact]));
    const rows = [...newest.values()].map((fact) =>
      fact.state === 'present'
        ? {
            object_id: fact.group.id,
            state: fact.state,
            is_security_enabled: fact.group.isSecurityEnabled,
            attributes: fact.group.attributes,
          }
        : { object_id: fact.id, state: fact.state, is_security_enabled: null, attributes: null },
    );
    const changed = await this.#upsert(tx, source, rows, round);
    await markDirty(tx, appId, changed);
    const gone = [...newest.values()].flatMap((fact) => (fact.state === 'present' ? [] : [fact.id]));
    await storeReferences(tx, { source, appId, round }, { many: membershipsTold(facts), gone });
    return changed.length;
  }

  /** A removed group that was never known is of no interest; of a known one the attributes stay. */
  async #upsert(
    tx: Transaction<Database>,
    source: string,
    groups: readonly object[],
    round: number,
  ): Promise<readonly string[]> {
    if (groups.length === 0) return [];
    const columns = 'object_id text, state text, is_security_enabled boolean, attributes jsonb';
    const { rows } = await sql<{ object_id: string }>`
      with facts as (
        select f.object_id, f.state, coalesce(f.is_security_enabled, g.is_security_enabled) as is_security_enabled,
               coalesce(f.attributes, g.attributes) as attributes,
               (g.state, g.is_security_enabled, g.attributes) is distinct from
               (f.state, coalesce(f.is_security_enabled, g.is_security_enabled), coalesce(f.attributes, g.attributes))
                 as is_changed
        from (select * from ${rowsOf(groups, columns)}) f
        left join directory_group g on g.source = ${source} and g.object_id = f.object_id
        where f.state = 'present' or g.object_id is not null
      ), folded as (
        insert into directory_group (source, object_id, state, is_security_enabled, attributes, seen_in_round)
        select ${source}, object_id, state, is_security_enabled, attributes, ${round}::integer from facts
        on conflict (source, object_id) do update
        set state = excluded.state, is_security_enabled = excluded.is_security_enabled,
            attributes = excluded.attributes, seen_in_round = excluded.seen_in_round, updated_at = now()
      )
      select object_id from facts where is_changed`.execute(tx);
    return rows.map((row) => row.object_id);
  }
}

/** Of each group and user what was told last. */
function membershipsTold(facts: readonly GroupFact[]) {
  const newest = new Map<string, { object_id: string; referenced_id: string; joined: boolean }>();
  for (const fact of facts) {
    if (fact.state !== 'present') continue;
    for (const { userId, joined } of fact.members)
      newest.set(`${fact.group.id} ${userId}`, {
        object_id: fact.group.id,
        referenced_id: userId,
        joined,
      });
  }
  return [...newest.values()].map((told) => ({ ...told, name: 'members' as const }));
}
