import { sql, type Kysely, type RawBuilder, type Transaction } from 'kysely';
import { ProvisioningFailure } from '../failures.js';
import type { CycleId } from './cycles.js';
import type { Database } from './schema.js';

/** How long a lease lasts that nobody renews, in milliseconds: less than the heartbeat timeout, after which a successor begins. */
export const LEASE_MS = 5_000;

/** Names the right to work on an app, alone. */
export function appLease(appId: string): string {
  return `app/${appId}`;
}

/** Names the right to do one part of a cycle, beside its other parts. */
export function cyclePartLease({ appId, number }: CycleId, part: string): string {
  return `${appLease(appId)}/cycle/${number}/${part}`;
}

/** Who holds what: the work's name, and a name for one attempt at it. */
export interface LeaseHolder {
  readonly name: string;
  readonly holder: string;
}

/** What only the holder of a lease may do. Without a lease nobody else can be at it. */
export interface UnderLease {
  readonly lease?: LeaseHolder | null;
}

/** Who works on what: of several attempts at the same work one goes on. All times are the database's. */
export class Leases {
  readonly #db: Kysely<Database>;

  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  /**
   * Takes a lease, also from attempts that were scheduled earlier: they learn of it when they renew. Who works on an app alone
   * takes it from everybody who works on it, and a part of a cycle from everybody but the cycle's other parts.
   * @returns how long those before may go on, in milliseconds, which must be waited for; null when a later attempt holds it.
   */
  take({ name, holder }: LeaseHolder, attemptedAt: Date): Promise<number | null> {
    const { app, cycle } = ownersOf(name);
    return this.#db.transaction().execute(async (tx) => {
      await sql`select pg_advisory_xact_lock(hashtextextended(${`lease of ${app}`}, 0))`.execute(tx);
      const rivals = sql`(
        name in (${name}, ${app})
        or starts_with(name, ${`${app}/cycle/`}) and (${cycle}::text is null or not starts_with(name, ${cycle})))`;
      // Waits for what they are just storing under it.
      await sql`select from lease where ${rivals} order by name for update`.execute(tx);
      const { rows } = await sql<{ remaining_ms: number; is_later: boolean }>`
        select ceil(extract(epoch from valid_until - clock_timestamp()) * 1000)::int as remaining_ms,
               attempted_at > ${attemptedAt}::timestamptz as is_later
        from lease where ${rivals}`.execute(tx);
      const held = rows.filter((row) => row.remaining_ms > 0);
      if (held.some((row) => row.is_later)) return null;
      await sql`delete from lease where ${rivals}`.execute(tx);
      await sql`
        insert into lease (name, holder, attempted_at, valid_until)
        values (${name}, ${holder}, ${attemptedAt}, ${validUntil()})`.execute(tx);
      return Math.max(0, ...held.map((row) => row.remaining_ms));
    });
  }

  /** Takes a lease that nobody holds. @returns whether it did. */
  async takeWhenFree({ name, holder }: LeaseHolder): Promise<boolean> {
    const { numAffectedRows } = await sql`
      insert into lease (name, holder, attempted_at, valid_until)
      values (${name}, ${holder}, clock_timestamp(), ${validUntil()})
      on conflict (name) do update
      set holder = excluded.holder, attempted_at = excluded.attempted_at, valid_until = excluded.valid_until
      where lease.valid_until <= clock_timestamp()`.execute(this.#db);
    return numAffectedRows === 1n;
  }

  /** Lets anybody take the lease. Until when it was held is remembered. */
  async expire({ name, holder }: LeaseHolder): Promise<void> {
    await sql`
      update lease set valid_until = clock_timestamp() where name = ${name} and holder = ${holder}`.execute(
      this.#db,
    );
  }

  /** Makes the lease last anew, also when it had run out and nobody took it. @returns whether it is the holder's still. */
  async renew({ name, holder }: LeaseHolder): Promise<boolean> {
    const { numAffectedRows } = await sql`
      update lease set valid_until = ${validUntil()} where name = ${name} and holder = ${holder}`.execute(
      this.#db,
    );
    return numAffectedRows === 1n;
  }

  async release({ name, holder }: LeaseHolder): Promise<void> {
    await this.#db.deleteFrom('lease').where('name', '=', name).where('holder', '=', holder).execute();
  }
}

/** `cycle` begins the names of what goes on beside a part of a cycle. What is neither an app's nor a cycle's stands alone. */
function ownersOf(name: string): { readonly app: string; readonly cycle: string | null } {
  const [, app = name, cycle = null] = /^(app\/[^/]+)(?:\/(cycle\/\d+\/).+)?$/.exec(name) ?? [];
  return { app, cycle: cycle === null ? null : `${app}/${cycle}` };
}

/** The clock, not the beginning of the transaction, which may have waited. */
function validUntil(): RawBuilder<Date> {
  return sql`clock_timestamp() + ${LEASE_MS} * interval '1 millisecond'`;
}

/**
 * Keeps the lease from being taken until the transaction ends; renewals pass.
 * @throws {ProvisioningFailure} `StoreUnavailable` when another attempt holds it: what this one found out counts no more.
 */
export async function holdLease(tx: Transaction<Database>, { lease }: UnderLease): Promise<void> {
  if (lease === undefined || lease === null) return;
  const held = await tx
    .selectFrom('lease')
    .select('name')
    .where('name', '=', lease.name)
    .where('holder', '=', lease.holder)
    .forKeyShare()
    .executeTakeFirst();
  if (held === undefined) throw leaseLost('another attempt has taken it over');
}

/** @param because such as "another attempt has taken it over". */
export function leaseLost(because: string): ProvisioningFailure {
  return new ProvisioningFailure('StoreUnavailable', `This attempt stopped its work: ${because}.`, {
    remedy: 'Nothing: the work goes on in another attempt.',
  });
}
