import { sql, type Kysely, type Transaction } from 'kysely';
import type { DirectoryUser } from '../directory/directory-source.js';
import type { SourceState } from '../plan/model.js';
import { storeReferences, type ReferencesTold } from './directory-references.js';
import { markDirty } from './dirty-objects.js';
import { forgetPositions } from './feeds.js';
import { MirrorInRounds } from './mirror-in-rounds.js';
import { rowsOf } from './rows.js';
import type { Database } from './schema.js';

/** One user's newest state, as a page, a re-read or a confirmation told it. */
export type UserFact =
  | { readonly state: 'present'; readonly user: DirectoryUser }
  | { readonly state: 'softDeleted' | 'deleted'; readonly id: string };

/** The users of the directory as last read, one row each, and how far the reading got. */
export class DirectoryMirror extends MirrorInRounds<UserFact> {
  constructor(db: Kysely<Database>) {
    super(db, 'users');
  }

  /** What this round already told of `ids`. */
  async toldInRound(
    source: string,
    round: number,
    ids: readonly string[],
  ): Promise<ReadonlyMap<string, SourceState>> {
    if (ids.length === 0) return new Map();
    const rows = await this.db
      .selectFrom('directory_user')
      .select(['object_id', 'state'])
      .where('source', '=', source)
      .where('seen_in_round', '=', round)
      .where('object_id', 'in', [...ids])
      .execute();
    return new Map(rows.map((row) => [row.object_id, row.state]));
  }

  /** @see Feed.completeRound */
  completeRound(source: string): Promise<void> {
    return this.feed.completeRound(source);
  }

  /** Present users that a full round did not mention, by id after `after`: perhaps gone, to be confirmed one by one. */
  async unseen(source: string, round: number, after: string, limit: number): Promise<readonly string[]> {
    const rows = await this.db
      .selectFrom('directory_user')
      .select('object_id')
      .where('source', '=', source)
      .where('state', '=', 'present')
      .where('seen_in_round', '<', round)
      .where('object_id', '>', after)
      .orderBy('object_id')
      .limit(limit)
      .execute();
    return rows.map((row) => row.object_id);
  }

  /** How many present users the mirror holds, and how many of them this round mentioned. */
  async countPresent(source: string, round: number): Promise<{ present: number; seen: number }> {
    const { rows } = await sql<{ present: number; seen: number }>`
      select count(*)::int as present, (count(*) filter (where seen_in_round = ${round}))::int as seen
      from directory_user where source = ${source} and state = 'present'`.execute(this.db);
    return rows[0] ?? { present: 0, seen: 0 };
  }

  /** Soft-deleted users who are entitled: a restore that the feed does not report shows here. */
  async softDeletedButEntitled(source: string, appId: string, limit: number): Promise<readonly string[]> {
    const rows = await this.db
      .selectFrom('directory_user')
      .select('object_id')
      .where('source', '=', source)
      .where('state', '=', 'softDeleted')
      .where((row) =>
        row.exists(
          row
            .selectFrom('entitlement')
            .whereRef('entitlement.user_id', '=', 'directory_user.object_id')
            .where('entitlement.app_id', '=', appId)
            .select('entitlement.user_id'),
        ),
      )
      .limit(limit)
      .execute();
    return rows.map((row) => row.object_id);
  }

  /**
   * Users who are entitled and of whom nothing was ever told. They are among the marked: whoever is entitled anew is, and stays
   * so until there is something to plan by.
   */
  async unknownButEntitled(source: string, appId: string, limit: number): Promise<readonly string[]> {
    const { rows } = await sql<{ object_id: string }>`
      select d.object_id from dirty_object d
      where d.app_id = ${appId}
        and not exists (select from directory_user u where u.source = ${source} and u.object_id = d.object_id)
        and exists (select from entitlement e where e.app_id = d.app_id and e.user_id = d.object_id)
      order by d.object_id limit ${limit}`.execute(this.db);
    return rows.map((row) => row.object_id);
  }

  /**
   * Present users with a manager of whom a full round told nothing of the manager, by id after `after`: perhaps they have
   * none any more, to be asked for one by one.
   */
  async managersUntold(
    source: string,
    round: number,
    after: string,
    limit: number,
  ): Promise<readonly string[]> {
    const rows = await this.db
      .selectFrom('directory_reference as r')
      .innerJoin('directory_user as u', (join) =>
        join.onRef('u.source', '=', 'r.source').onRef('u.object_id', '=', 'r.object_id'),
      )
      .select('r.object_id')
      .where('r.source', '=', source)
      .where('r.name', '=', 'manager')
      .where('r.seen_in_round', '<', round)
      .where('u.state', '=', 'present')
      .where('r.object_id', '>', after)
      .orderBy('r.object_id')
      .limit(limit)
      .execute();
    return rows.map((row) => row.object_id);
  }

  /** Forgets how far users and groups were read: the next rounds read everything. What is known of them stays. */
  async forgetPosition(source: string): Promise<void> {
    await forgetPositions(this.db, source);
  }

  protected override async apply(
    tx: Transaction<Database>,
    source: string,
    appId: string,
    facts: readonly UserFact[],
    round: number,
  ): Promise<number> {
    const newest = new Map(facts.map((fact) => [fact.state === 'present' ? fact.user.id : fact.id, fact]));
    const present = [...newest.values()].flatMap((fact) =>
      fact.state === 'present'
        ? [
            {
              object_id: fact.user.id,
              account_enabled: fact.user.accountEnabled,
              attributes: fact.user.attributes,
            },
          ]
        : [],
    );
    const removed = [...newest.values()].flatMap((fact) =>
      fact.state === 'present' ? [] : [{ object_id: fact.id, state: fact.state }],
    );
    const changed = [
      ...(await this.#applyPresent(tx, source, present, round)),
      ...(await this.#applyRemoved(tx, source, removed, round)),
    ];
    await markDirty(tx, appId, changed);
    await storeReferences(tx, { source, appId, round }, referencesTold([...newest.values()]));
    return changed.length;
  }

  async #applyPresent(
    tx: Transaction<Database>,
    source: string,
    users: readonly object[],
    round: number,
  ): Promise<readonly string[]> {
    if (users.length === 0) return [];
    const { rows } = await sql<{ object_id: string }>`
      with facts as (
        select * from ${rowsOf(users, 'object_id text, account_enabled boolean, attributes jsonb')}
      ), changed as (
        select f.object_id from facts f
        left join directory_user u on u.source = ${source} and u.object_id = f.object_id
        where u.object_id is null or u.state <> 'present'
           or u.account_enabled <> f.account_enabled or u.attributes <> f.attributes
      ), folded as (
        insert into directory_user (source, object_id, state, account_enabled, attributes, seen_in_round)
        select ${source}, object_id, 'present', account_enabled, attributes, ${round}::integer from facts
        on conflict (source, object_id) do update
        set state = 'present', account_enabled = excluded.account_enabled, attributes = excluded.attributes,
            seen_in_round = excluded.seen_in_round, updated_at = now()
      )
      select object_id from changed`.execute(tx);
    return rows.map((row) => row.object_id);
  }

  async #applyRemoved(
    tx: Transaction<Database>,
    source: string,
    users: readonly object[],
    round: number,
  ): Promise<readonly string[]> {
    if (users.length === 0) return [];
    const { rows } = await sql<{ object_id: string }>`
      update directory_user u
      set state = f.state, seen_in_round = ${round}::integer, updated_at = now()
      from (select * from ${rowsOf(users, 'object_id text, state text')}) f
      where u.source = ${source} and u.object_id = f.object_id and u.state <> f.state
      returning u.object_id`.execute(tx);
    return rows.map((row) => row.object_id);
  }
}

/** What facts say of managers. Who is gone for good is nobody's manager and no member any more. */
function referencesTold(facts: readonly UserFact[]): ReferencesTold {
  return {
    single: facts.flatMap((fact) =>
      fact.state === 'present' && fact.user.managerId !== undefined
        ? [{ object_id: fact.user.id, name: 'manager' as const, referenced_id: fact.user.managerId }]
        : [],
    ),
    gone: facts.flatMap((fact) => (fact.state === 'deleted' ? [fact.id] : [])),
  };
}
