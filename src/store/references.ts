import { sql, type Kysely } from 'kysely';
import type { ObjectName } from '../schema/model.js';
import type { CycleScope } from './cycles.js';
import {
  enterReferences,
  enterUnconfirmed,
  removeReferences,
  type LedgerEntry,
  type LedgerState,
  type WrittenReference,
} from './exported-references.js';
import type {
  ExportedReference,
  HeldReference,
  LoggedChanges,
  ReferenceDifference,
  ReferencePlace,
  ReferringObject,
} from './reference-model.js';
import { nameOf, toExported, type ReferenceRow } from './reference-rows.js';
import { rowsOf } from './rows.js';
import type { Database } from './schema.js';

export type * from './reference-model.js';
export type { LedgerState, WrittenReference } from './exported-references.js';

/**
 * Which object names which other in the target: the ledger of what was written, compared with the directory and with the
 * links. What a target answers about members is no part of it, because some answer nothing. What is sent is entered before,
 * and confirmed once the target took it: an entry that is not confirmed is written again while the directory has it, and
 * taken away when it has it no more.
 */
export class References {
  readonly #db: Kysely<Database>;

  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  /**
   * Of `ids`, the objects that are linked, present and active, and not left out by the scoping filters: those whose
   * references may be written. Of the others, what was written stays as it is.
   */
  async referringObjects(
    { appId, sourceKey }: CycleScope,
    scope: 'assigned' | 'all',
    ids: readonly string[],
  ): Promise<readonly ReferringObject[]> {
    const { rows } = await sql<{
      object_name: ObjectName;
      source_id: string;
      target_id: string;
      attributes: Record<string, readonly string[]>;
    }>`
      select l.object_name, l.source_id, l.target_id, coalesce(u.attributes, g.attributes) as attributes
      from link l
      left join directory_user u
        on l.object_name = 'User' and u.source = ${sourceKey} and u.object_id = l.source_id
        and u.state = 'present' and u.account_enabled
      left join directory_group g
        on l.object_name = 'Group' and g.source = ${sourceKey} and g.object_id = l.source_id
        and g.state = 'present' and g.is_security_enabled
      where l.app_id = ${appId} and l.state = 'managed' and l.source_id = any(${[...ids]}::text[])
        and coalesce(u.object_id, g.object_id) is not null
        and not exists (select from filtered_out f where f.app_id = l.app_id and f.object_id = l.source_id)
        and (${scope === 'all'}
          or exists (select from entitlement e where e.app_id = l.app_id and e.user_id = l.source_id)
          or exists (select from assignment a where a.app_id = l.app_id and a.principal_id = l.source_id))`.execute(
      this.#db,
    );
    return rows.map((row) => ({
      objectName: row.object_name,
      objectId: row.source_id,
      targetId: row.target_id,
      attributes: row.attributes,
    }));
  }

  /** How much there is to do at each of `places`; those where nothing is to be done or resolved are absent. */
  async differences(
    { appId, sourceKey }: CycleScope,
    places: readonly ReferencePlace[],
  ): Promise<ReadonlyMap<ReferencePlace, ReferenceDifference>> {
    if (places.length === 0) return new Map();
    const asked = rowsOf(
      places.map((place, index) => ({
        index,
        object_id: place.objectId,
        name: place.name,
        path: place.path,
      })),
      'index integer, object_id text, name text, path text',
    );
    const { rows } = await sql<{ index: number; additions: number; removals: number; unresolved: number }>`
      with place as (select * from ${asked}),
      wanted as (
        select p.index, r.referenced_id, l.target_id,
               (select e.target_id from exported_reference e
                where e.app_id = ${appId} and e.object_id = p.object_id and e.path = p.path
                  and e.referenced_id = r.referenced_id and e.is_confirmed) as exported
        from place p
        join directory_reference r on r.source = ${sourceKey} and r.object_id = p.object_id and r.name = p.name
        left join link l on l.app_id = ${appId} and l.source_id = r.referenced_id and l.object_name = 'User'
          and l.state = 'managed'
      ), surplus as (
        select p.index from place p
        join exported_reference e on e.app_id = ${appId} and e.object_id = p.object_id and e.path = p.path
        where not exists (
          select from directory_reference r
          where r.source = ${sourceKey} and r.object_id = p.object_id and r.name = p.name
            and r.referenced_id = e.referenced_id)
      )
      select index,
             (count(*) filter (where kind = 'addition'))::int as additions,
             (count(*) filter (where kind = 'removal'))::int as removals,
             (count(*) filter (where kind = 'unresolved'))::int as unresolved
      from (
        select index, case when target_id is not null then 'addition' else 'unresolved' end as kind from wanted
        where case when target_id is null then exported is null else target_id is distinct from exported end
        union all
        select index, 'removal' from surplus
      ) found
      group by index`.execute(this.#db);
    return new Map(
      rows.flatMap(({ index, additions, removals, unresolved }) => {
        const place = places[index];
        return place === undefined ? [] : [[place, { additions, removals, unresolved }] as const];
      }),
    );
  }

  /** The next references that the target lacks, or may lack, by id after `after`, at most `limit`. */
  async missing(
    { appId, sourceKey }: Pick<CycleScope, 'appId' | 'sourceKey'>,
    { objectId, name, path }: ReferencePlace,
    { after, limit }: { readonly after: string; readonly limit: number },
  ): Promise<readonly ExportedReference[]> {
    const { rows } = await sql<ReferenceRow>`
      select r.referenced_id, l.target_id, ${nameOf(sourceKey, 'r')} as name
      from directory_reference r
      join link l on l.app_id = ${appId} and l.source_id = r.referenced_id and l.object_name = 'User'
        and l.state = 'managed'
      left join exported_reference e on e.app_id = ${appId} and e.object_id = r.object_id and e.path = ${path}
        and e.referenced_id = r.referenced_id and e.is_confirmed
      where r.source = ${sourceKey} and r.object_id = ${objectId} and r.name = ${name}
        and e.target_id is distinct from l.target_id and r.referenced_id > ${after}
      order by r.referenced_id limit ${limit}`.execute(this.#db);
    return rows.map(toExported);
  }

  /** The next references that were written, or sent, and that the source has no more, by id after `after`, at most `limit`. */
  async surplus(
    { appId, sourceKey }: Pick<CycleScope, 'appId' | 'sourceKey'>,
    { objectId, name, path }: ReferencePlace,
    { after, limit }: { readonly after: string; readonly limit: number },
  ): Promise<readonly ExportedReference[]> {
    const { rows } = await sql<ReferenceRow>`
      select e.referenced_id, e.target_id, ${nameOf(sourceKey, 'e')} as name from exported_reference e
      where e.app_id = ${appId} and e.object_id = ${objectId} and e.path = ${path}
        and e.referenced_id > ${after} and not exists (
          select from directory_reference r
          where r.source = ${sourceKey} and r.object_id = e.object_id and r.name = ${name}
            and r.referenced_id = e.referenced_id)
      order by e.referenced_id limit ${limit}`.execute(this.#db);
    return rows.map(toExported);
  }

  /** What was written, or sent, at one place. */
  async exported(
    { appId, sourceKey }: Pick<CycleScope, 'appId' | 'sourceKey'>,
    { objectId, path }: LedgerPlace,
  ): Promise<readonly HeldReference[]> {
    const { rows } = await sql<ReferenceRow & { is_confirmed: boolean }>`
      select e.referenced_id, e.target_id, e.is_confirmed, ${nameOf(sourceKey, 'e')} as name
      from exported_reference e
      where e.app_id = ${appId} and e.object_id = ${objectId} and e.path = ${path}
      order by e.referenced_id`.execute(this.#db);
    return rows.map((row) => ({ ...toExported(row), isConfirmed: row.is_confirmed }));
  }

  /**
   * Stores that a request is about to be sent which adds or removes `changed` at one place: from now on nobody knows whether
   * the target has them. @returns those of them that the ledger had, as it had them: for `withdraw`.
   */
  async intend(
    appId: string,
    place: LedgerPlace,
    changed: readonly WrittenReference[],
  ): Promise<readonly LedgerState[]> {
    return enterUnconfirmed(this.#db, appId, changed.map(entryAt(place)));
  }

  /** Takes an intent back, because the target surely did nothing of it. @param before as `intend` returned it. */
  async withdraw(
    appId: string,
    place: LedgerPlace,
    intent: { readonly changed: readonly WrittenReference[]; readonly before: readonly LedgerState[] },
  ): Promise<void> {
    const ids = new Set(intent.changed.map(({ referencedId }) => referencedId));
    await this.#db.transaction().execute(async (tx) => {
      await removeReferences(tx, appId, intent.changed.map(entryAt(place)));
      await enterReferences(
        tx,
        appId,
        intent.before.filter(({ referencedId }) => ids.has(referencedId)),
      );
    });
  }

  /**
   * Stores what was written at one place.
   * @param log what its operation's log entry is to tell of that, also when the operation is interrupted afterwards.
   */
  async record(
    appId: string,
    place: LedgerPlace,
    written: { readonly added: readonly WrittenReference[]; readonly removed: readonly WrittenReference[] },
    log: LoggedChanges | null = null,
  ): Promise<void> {
    const added = written.added.map(entryAt(place));
    await this.#db.transaction().execute(async (tx) => {
      if (log !== null)
        await sql`
          update operation set changes = changes || ${JSON.stringify(log.changes)}::jsonb
          where id = ${log.operationId} and status = 'started'`.execute(tx);
      await removeReferences(tx, appId, written.removed.map(entryAt(place)));
      await enterReferences(
        tx,
        appId,
        added.map((entry) => ({ ...entry, isConfirmed: true })),
      );
    });
  }
}

type LedgerPlace = Pick<ReferencePlace, 'objectId' | 'path'>;

function entryAt({ objectId, path }: LedgerPlace): (reference: WrittenReference) => LedgerEntry {
  return ({ referencedId, targetId }) => ({ objectId, path, referencedId, targetId });
}
