import { sql, type Kysely, type RawBuilder, type Transaction } from 'kysely';
import { skipStep } from '../plan/index.js';
import { markDirty, markReferencesDirty } from './dirty-objects.js';
import { holdLease, type UnderLease } from './leases.js';
import type { Database } from './schema.js';

/** One object of an app. */
export interface AppObject {
  readonly appId: string;
  readonly objectId: string;
}

/** Names the right to work on one object, beside the cycles of its app. */
export function objectLeaseName({ appId, objectId }: AppObject): string {
  return `app/${appId}/object/${objectId}`;
}

/**
 * Work on single objects that somebody asked for, beside the cycles of their apps. Whoever holds an object's lease works on it
 * alone: what a cycle had planned about the object is taken back, and what it plans meanwhile is not carried out, because it may
 * go by what was true before.
 */
export class OnDemandWork {
  readonly #db: Kysely<Database>;

  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  /** A number for the work, as a cycle of its own: below zero, and never one that was used before. */
  async nextNumber(): Promise<number> {
    const { rows } = await sql<{ number: number }>`
      select -nextval('on_demand_number')::integer as number`.execute(this.#db);
    const [row] = rows;
    if (row === undefined) throw new Error('A sequence without a value');
    return row.number;
  }

  /**
   * Numbers of earlier work on the object that came to no end: whoever holds the object's lease is the only one at it.
   */
  async leftOpen({ appId, objectId }: AppObject): Promise<readonly number[]> {
    const rows = await this.#db
      .selectFrom('operation')
      .select('cycle_number')
      .distinct()
      .where('app_id', '=', appId)
      .where('object_id', '=', objectId)
      .where('cycle_number', '<', 0)
      .where('status', 'in', ['planned', 'started'])
      .execute();
    return rows.map((row) => row.cycle_number);
  }

  /**
   * Takes back what the app's cycles have planned about the object and not begun. It is marked to be planned anew, in case
   * that the work does not come to its end.
   * @throws {ProvisioningFailure} `StoreUnavailable` when another attempt has taken the lease.
   */
  async takeFromCycles(object: AppObject & UnderLease): Promise<void> {
    await this.#db.transaction().execute(async (tx) => {
      await holdLease(tx, object);
      const { rows } = await sql<TakenBack>`
        update operation o set ${takenBack()}
        where o.app_id = ${object.appId} and o.object_id = ${object.objectId} and o.cycle_number > 0 and o.status = 'planned'
        returning o.object_id, o.about`.execute(tx);
      await markTaken(tx, object.appId, rows);
    });
  }

  /** Whether a cycle is just writing the object. */
  async isInCycle({ appId, objectId }: AppObject): Promise<boolean> {
    const row = await this.#db
      .selectFrom('operation')
      .select('id')
      .where('app_id', '=', appId)
      .where('object_id', '=', objectId)
      .where('cycle_number', '>', 0)
      .where('status', '=', 'started')
      .limit(1)
      .executeTakeFirst();
    return row !== undefined;
  }

  /** Forgets which objects of the app were worked on: no cycle is left that might not know it. */
  async forgetWork(appId: string): Promise<void> {
    await this.#db
      .deleteFrom('lease')
      .where('name', 'like', `app/${appId}/object/%`)
      .where(sql<boolean>`valid_until < clock_timestamp()`)
      .execute();
  }
}

/** What becomes of a planned operation that work on demand has made needless, as `set` of an update of `operation o`. */
export function takenBack(): RawBuilder<unknown> {
  const step = skipStep('ProvisionedOnDemand');
  return sql`
    action = 'skip', status = 'skipped', reason = 'ProvisionedOnDemand', finished_at = now(), "values" = null, changes = '[]',
    steps = o.steps || ${JSON.stringify([step])}::jsonb`;
}

interface TakenBack {
  readonly object_id: string;
  readonly about: 'object' | 'references';
}

/** Marks what was taken back, to be planned anew. */
export async function markTaken(
  tx: Transaction<Database>,
  appId: string,
  taken: readonly TakenBack[],
): Promise<void> {
  const idsOf = (about: 'object' | 'references'): readonly string[] =>
    taken.flatMap((row) => (row.about === about ? [row.object_id] : []));
  await markDirty(tx, appId, idsOf('object'));
  await markReferencesDirty(tx, appId, idsOf('references'));
}
