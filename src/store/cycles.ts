import { sql, type Kysely } from 'kysely';
import type { CycleCounts } from '../../workflows/contract.js';
import type { UnderLease } from './leases.js';
import type { Database } from './schema.js';

/** One cycle of one app. */
export interface CycleId {
  readonly appId: string;
  readonly number: number;
}

/** A cycle with the time that goes for it. */
export interface CycleAt extends CycleId {
  readonly now: Date;
}

/** A cycle with the source that it reads, as the mirror's tables name it. */
export interface CycleScope extends CycleAt, UnderLease {
  readonly sourceKey: string;
}

/**
 * Whether it is the work on one object that somebody asked for. Its number is below zero, so that it is none of the job's
 * cycles, and what it plans and logs is told apart from theirs.
 */
export function isOnDemand({ number }: Pick<CycleId, 'number'>): boolean {
  return number < 0;
}

export interface CycleRow extends CycleId {
  readonly kind: 'initial' | 'incremental' | 'onDemand';
  readonly configurationVersion: number;
}

export class Cycles {
  readonly #db: Kysely<Database>;

  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  /** Opens the cycle's row; a second call finds it open. */
  async begin(cycle: CycleRow): Promise<void> {
    await this.#db
      .insertInto('cycle')
      .values({
        app_id: cycle.appId,
        number: cycle.number,
        kind: cycle.kind,
        configuration_version: cycle.configurationVersion,
        state: 'running',
      })
      .onConflict((conflict) => conflict.columns(['app_id', 'number']).doNothing())
      .execute();
  }

  async countImported(appId: string, number: number, imported: number): Promise<void> {
    await this.#db
      .updateTable('cycle')
      .set((row) => ({ imported: row('imported', '+', imported) }))
      .where('app_id', '=', appId)
      .where('number', '=', number)
      .execute();
  }

  async finish(
    cycle: CycleRow,
    state: 'succeeded' | 'failed' | 'cancelled',
    error: { code: string; message: string } | null,
  ): Promise<void> {
    await this.#db
      .updateTable('cycle')
      .set({
        state,
        ended_at: new Date(),
        error_code: error?.code ?? null,
        error_message: error?.message ?? null,
      })
      .where('app_id', '=', cycle.appId)
      .where('number', '=', cycle.number)
      .execute();
  }

  /** The highest number a cycle of the app has had; 0 when there was none. */
  async lastNumber(appId: string): Promise<number> {
    const { last } = await this.#db
      .selectFrom('cycle')
      .select((row) => row.fn.max<number | null>('number').as('last'))
      .where('app_id', '=', appId)
      .executeTakeFirstOrThrow();
    return Math.max(last ?? 0, 0);
  }

  /** What became of the cycle's operations. */
  async totals(appId: string, number: number): Promise<CycleCounts> {
    const { rows } = await sql<CycleCounts>`
      select coalesce((select imported from cycle where app_id = ${appId} and number = ${number}), 0) as imported,
             count(*)::int as planned,
             (count(*) filter (where action = 'create' and status in ('success', 'warning')))::int as created,
             (count(*) filter (where action = 'update' and status in ('success', 'warning')))::int as updated,
             (count(*) filter (where action = 'disable' and status in ('success', 'warning')))::int as disabled,
             (count(*) filter (where action = 'delete' and status in ('success', 'warning')))::int as deleted,
             (count(*) filter (where status = 'skipped' and action = 'skip'))::int as skipped,
             (count(*) filter (where action in ('stagedDelete', 'stagedAction')))::int as staged,
             (count(*) filter (where status = 'failure'))::int as failed
      from operation
      where app_id = ${appId} and cycle_number = ${number}`.execute(this.#db);
    const [totals] = rows;
    if (totals === undefined) throw new Error('An aggregate without a row');
    return totals;
  }
}
