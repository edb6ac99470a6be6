import { sql, type Kysely, type Transaction } from 'kysely';
import { ESCROW_LIFETIME_MS, nextEscrowAttempt } from '../policy/escrow-ladder.js';
import type { CycleHealth } from '../../activities/contract.js';
import { isOnDemand, type CycleAt, type CycleId } from './cycles.js';
import { markDirty, markReferencesDirty } from './dirty-objects.js';
import { rowsOf } from './rows.js';
import type { Database } from './schema.js';

/** What failed about an object: its own attributes, or what other objects it names. */
export type EscrowSubject = 'object' | 'references';

/** An object that failed just now. */
export interface Failure {
  readonly objectId: string;
  readonly about: EscrowSubject;
  readonly errorCode: string;
}

/** Where an object stands among those that failed: longest first. */
export interface EscrowPosition {
  /** ISO 8601 UTC. */
  readonly firstFailedAt: string;
  readonly about: EscrowSubject;
  readonly objectId: string;
}

/** An object that failed, as people see it. */
export interface EscrowEntry extends EscrowPosition {
  /** What the source called it when it was last logged; null where nobody knows. */
  readonly sourceName: string | null;
  readonly errorCode: string;
  readonly attempts: number;
  /** ISO 8601 UTC: the first cycle from then on tries it. */
  readonly nextAttemptAt: string;
}

/** Objects that failed and will be tried again. A source change tries them at once, whatever the ladder says. */
export class Escrows {
  readonly #db: Kysely<Database>;

  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  /**
   * Marks the objects, and references, whose next attempt is due. What failed in this cycle waits for a later one, and what
   * this cycle has planned already, before it was interrupted, is not planned twice.
   */
  async markDue({ appId, number, now }: CycleAt): Promise<void> {
    await this.#db.transaction().execute(async (tx) => {
      for (const [about, mark] of [
        ['object', markDirty],
        ['references', markReferencesDirty],
      ] as const) {
        const due = await tx
          .selectFrom('escrow')
          .select('object_id')
          .where('app_id', '=', appId)
          .where('about', '=', about)
          .where('next_attempt_at', '<=', now)
          .where('last_failed_in', '<', number)
          .where(
            sql<boolean>`not exists (
              select from operation o
              where o.app_id = escrow.app_id and o.cycle_number = ${number} and o.object_id = escrow.object_id
                and o.about = escrow.about)`,
          )
          .execute();
        await mark(
          tx,
          appId,
          due.map((row) => row.object_id),
        );
      }
    });
  }

  /**
   * Gives up on what failed for 28 days, with an entry in the log for each; never on what takes access away: whoever is to lose
   * it would keep it. @returns how many were given up.
   */
  async expire({ appId, number, now }: CycleAt): Promise<number> {
    const firstFailedBefore = new Date(now.getTime() - ESCROW_LIFETIME_MS);
    const { numAffectedRows } = await sql`
      with expired as (
        delete from escrow e where e.app_id = ${appId} and e.first_failed_at <= ${firstFailedBefore}
          and coalesce((
            select o.action not in ('disable', 'delete') from operation o
            where o.app_id = e.app_id and o.object_id = e.object_id and o.about = e.about order by o.id desc limit 1
          ), true)
        returning e.object_id, e.about, e.error_code, e.attempts
      )
      insert into operation (app_id, cycle_number, object_name, about, object_id, source_name, target_id, action, status,
                             error_code, reason, finished_at)
      select ${appId}, ${number}::integer, coalesce(last.object_name, 'User'), e.about, e.object_id, last.source_name,
             last.target_id, 'fail', 'failure', e.error_code,
             'Given up after 28 days and ' || e.attempts || ' attempts. A change in the source tries it again, and so does a restart.',
             ${now}::timestamptz
      from expired e
      left join lateral (
        select o.object_name, o.source_name, o.target_id from operation o
        where o.app_id = ${appId} and o.object_id = e.object_id order by o.id desc limit 1
      ) last on true`.execute(this.#db);
    return Number(numAffectedRows ?? 0n);
  }

  /** Forgets all failures: nothing of it is tried again before its source changes. */
  async forgetAll(appId: string): Promise<void> {
    await this.#db.deleteFrom('escrow').where('app_id', '=', appId).execute();
  }

  /** What a quarantine is decided by, after a cycle: what is in escrow, and what the cycle wrote well or not. */
  async health({ appId, number }: CycleId): Promise<CycleHealth> {
    const { rows } = await sql<CycleHealth>`
      with written as (
        select object_id, bool_or(status = 'failure') as has_failed, count(*) as attempts,
               count(*) filter (where status = 'failure') as failures
        from operation
        where app_id = ${appId} and cycle_number = ${number} and ordinal is not null and about = 'object'
          and status in ('success', 'warning', 'failure')
        group by object_id
      )
      select (select count(*)::int from escrow where app_id = ${appId} and about = 'object') as "failedObjects",
             (select count(*)::int from escrow where app_id = ${appId} and about = 'references') as "failedReferences",
             (count(*) filter (where not has_failed))::int as "succeededObjects",
             coalesce(sum(attempts), 0)::int as "attemptedWrites",
             coalesce(sum(failures), 0)::int as "failedWrites"
      from written`.execute(this.#db);
    const [health] = rows;
    if (health === undefined) throw new Error('An aggregate without a row');
    return health;
  }

  /** What failed and waits, longest first. @param query `after`: where the page before ended. */
  async list(query: {
    readonly appId: string;
    readonly limit: number;
    readonly after?: EscrowPosition | undefined;
  }): Promise<readonly EscrowEntry[]> {
    const { appId, limit, after } = query;
    // A position is told in milliseconds, so rows must be compared in milliseconds.
    const { rows } = await sql<EscrowRow>`
      with page as (
        select e.object_id, e.about, e.error_code, e.attempts, e.next_attempt_at, since.first_failed_at
        from escrow e, lateral (select date_trunc('milliseconds', e.first_failed_at) as first_failed_at) since
        where e.app_id = ${appId} and ${after === undefined ? sql`true` : isAfter(after)}
        order by since.first_failed_at, e.about, e.object_id limit ${limit}
      )
      select page.*, last.source_name
      from page
      left join lateral (
        select o.source_name from operation o
        where o.app_id = ${appId} and o.object_id = page.object_id order by o.id desc limit 1
      ) last on true
      order by page.first_failed_at, page.about, page.object_id`.execute(this.#db);
    return rows.map(toEntry);
  }
}

interface EscrowRow {
  readonly object_id: string;
  readonly about: EscrowSubject;
  readonly error_code: string;
  readonly attempts: number;
  readonly first_failed_at: Date;
  readonly next_attempt_at: Date;
  readonly source_name: string | null;
}

function isAfter({ firstFailedAt, about, objectId }: EscrowPosition) {
  return sql`(since.first_failed_at, e.about, e.object_id)
    > (${firstFailedAt}::timestamptz, ${about}::text, ${objectId}::text)`;
}

function toEntry(row: EscrowRow): EscrowEntry {
  return {
    objectId: row.object_id,
    sourceName: row.source_name,
    about: row.about,
    errorCode: row.error_code,
    attempts: row.attempts,
    firstFailedAt: row.first_failed_at.toISOString(),
    nextAttemptAt: row.next_attempt_at.toISOString(),
  };
}

/** Enters failures, each with its next attempt by the ladder. What failed on demand is the next cycle's to try, and to judge. */
export async function saveFailures(
  tx: Transaction<Database>,
  { appId, number, now }: CycleAt,
  failures: readonly Failure[],
): Promise<void> {
  if (failures.length === 0) return;
  const known = await tx
    .selectFrom('escrow')
    .select(['object_id', 'about', 'attempts', 'first_failed_at', 'last_failed_in'])
    .where('app_id', '=', appId)
    .where('object_id', 'in', [...new Set(failures.map(({ objectId }) => objectId))])
    .execute();
  const before = new Map(known.map((row) => [keyOf(row.object_id, row.about), row]));
  if (isOnDemand({ number })) {
    await markFresh(tx, appId, failures, before);
    return;
  }
  const rows = failures.map(({ objectId, about, errorCode }) => {
    const earlier = before.get(keyOf(objectId, about));
    // A cycle that is carried out again must not climb the ladder.
    const attempts = (earlier?.attempts ?? 0) + (earlier?.last_failed_in === number ? 0 : 1);
    const firstFailedAt = earlier?.first_failed_at ?? now;
    const next = nextEscrowAttempt({ firstFailedAt: firstFailedAt.getTime(), attempts }, now.getTime());
    return {
      object_id: objectId,
      about,
      error_code: errorCode,
      attempts,
      first_failed_at: firstFailedAt,
      next_attempt_at: new Date(next),
    };
  });
  const columns =
    'object_id text, about text, error_code text, attempts integer, first_failed_at timestamptz, next_attempt_at timestamptz';
  await sql`
    insert into escrow (app_id, object_id, about, error_code, attempts, first_failed_at, last_failed_at, last_failed_in, next_attempt_at)
    select distinct on (object_id, about) ${appId}, object_id, about, error_code, attempts, first_failed_at, ${now}::timestamptz,
           ${number}::integer, next_attempt_at
    from ${rowsOf(rows, columns)}
    on conflict (app_id, object_id, about) do update
    set error_code = excluded.error_code, attempts = excluded.attempts, last_failed_at = excluded.last_failed_at,
        last_failed_in = excluded.last_failed_in, next_attempt_at = excluded.next_attempt_at`.execute(tx);
}

/** Marks what is in no escrow yet. */
async function markFresh(
  tx: Transaction<Database>,
  appId: string,
  failures: readonly Failure[],
  inEscrow: ReadonlyMap<string, unknown>,
): Promise<void> {
  const idsOf = (subject: EscrowSubject): readonly string[] =>
    failures
      .filter(({ objectId, about }) => about === subject && !inEscrow.has(keyOf(objectId, about)))
      .map(({ objectId }) => objectId);
  await markDirty(tx, appId, idsOf('object'));
  await markReferencesDirty(tx, appId, idsOf('references'));
}

/** Forgets the failures of objects that went well, or that there is nothing more to do about. */
export async function dropFailures(
  tx: Transaction<Database>,
  appId: string,
  about: EscrowSubject,
  objectIds: readonly string[],
): Promise<void> {
  if (objectIds.length === 0) return;
  await tx
    .deleteFrom('escrow')
    .where('app_id', '=', appId)
    .where('about', '=', about)
    .where(sql<boolean>`object_id = any(${objectIds}::text[])`)
    .execute();
}

function keyOf(objectId: string, about: EscrowSubject): string {
  return `${about}\n${objectId}`;
}
