import { sql, type Kysely } from 'kysely';
import type { Database } from './schema.js';

/** How long a share is valid that nobody renews, in milliseconds. */
export const SHARE_MS = 4_000;
/** How long after its end a holder's share is nobody's: what it sent last still counts with the target. */
const AFTERMATH_MS = 1_000;
/** Of holders that ended without leaving, a row is kept for so long. */
const FORGOTTEN_AFTER = '1 minute';

/** What a holder tells the others. */
export interface ToldByHolder {
  /** For how long nobody is to send yet, in milliseconds. */
  readonly closedForMs: number;
  /** What the target was found to take, and how often it refused more; null while it did not. */
  readonly finding: { readonly throttlings: number; readonly perSecond: number } | null;
}

/** A holder's part of an app's rate, from 0 to 1, and what the others tell. */
export interface RenewedShare {
  readonly fraction: number;
  readonly others: readonly (ToldByHolder & { readonly holder: string })[];
}

interface ShareRow {
  readonly holder: string;
  readonly is_own: boolean;
  readonly share: number;
  readonly closed_for_ms: number;
  readonly throttlings: number;
  readonly requests_per_second: number | null;
}

/**
 * Divides each app's rate among those that send to it. A holder that has joined is seen by all that renew their share afterwards:
 * each takes an equal part then, and no more than the others have left. So the parts never add up to more than the whole, also
 * while holders come and go. All times are the database's.
 */
export class TargetShares {
  readonly #db: Kysely<Database>;

  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  /** Those of one app. */
  of(appId: string): AppShares {
    return new AppShares(this.#db, appId);
  }
}

/** The shares in one app's rate. A holder's name is a UUID. */
export class AppShares {
  readonly validMs = SHARE_MS;
  readonly #db: Kysely<Database>;
  readonly #appId: string;

  constructor(db: Kysely<Database>, appId: string) {
    this.#db = db;
    this.#appId = appId;
  }

  /** Makes a holder known to the others. It has no share before it renews it. */
  async join(holder: string): Promise<void> {
    await sql`
      with forgotten as (
        delete from target_share
        where app_id = ${this.#appId} and valid_until < clock_timestamp() - ${FORGOTTEN_AFTER}::interval
      )
      insert into target_share (app_id, holder, valid_until, closed_until)
      values (${this.#appId}, ${holder}, ${inMs(SHARE_MS)}, clock_timestamp())
      on conflict (app_id, holder) do nothing`.execute(this.#db);
  }

  /** Makes the share last anew, as large as the others leave it. A holder that others take for gone joins anew. */
  async renew(holder: string, { closedForMs, finding }: ToldByHolder): Promise<RenewedShare> {
    const { rows } = await sql<ShareRow>`
      with other as (
        select * from target_share
        where app_id = ${this.#appId} and holder <> ${holder} and valid_until > clock_timestamp()
      ), fair as (
        select 1.0::float8 / (count(*) + 1) as fair, coalesce(sum(share), 0) as taken from other
      ), part as (
        -- Several that have too little share what is left, also when they ask at once.
        select fair, taken, count(share) filter (where share < fair - 1e-9) as small,
               coalesce(sum(share) filter (where share >= fair - 1e-9), 0) as by_large
        from fair left join other on true group by fair, taken
      ), own as (
        insert into target_share as known
          (app_id, holder, valid_until, closed_until, throttlings, requests_per_second)
        values (${this.#appId}, ${holder}, ${inMs(SHARE_MS)}, ${inMs(closedForMs)},
                ${finding?.throttlings ?? 0}, ${finding?.perSecond ?? null})
        on conflict (app_id, holder) do update
        set share = case when known.valid_until > clock_timestamp()
              then (select greatest(0, least(fair, 1 - taken, (1 - by_large) / (small + 1))) from part)
              else 0 end,
            valid_until = excluded.valid_until, closed_until = excluded.closed_until,
            throttlings = excluded.throttlings, requests_per_second = excluded.requests_per_second
        returning *
      )
      select holder::text, is_own, share, throttlings, requests_per_second,
             greatest(0, extract(epoch from closed_until - clock_timestamp()) * 1000)::float8 as closed_for_ms
      from (select *, true as is_own from own union all select *, false from other) as sender`.execute(
      this.#db,
    );
    return {
      fraction: rows.find((row) => row.is_own)?.share ?? 0,
      others: rows.filter((row) => !row.is_own).map(toOther),
    };
  }

  /** Leaves the share to the others. */
  async leave(holder: string): Promise<void> {
    await sql`
      update target_share set valid_until = least(valid_until, ${inMs(AFTERMATH_MS)})
      where app_id = ${this.#appId} and holder = ${holder}`.execute(this.#db);
  }
}

function inMs(ms: number) {
  return sql<Date>`clock_timestamp() + ${ms} * interval '1 millisecond'`;
}

function toOther(row: ShareRow): RenewedShare['others'][number] {
  const perSecond = row.requests_per_second;
  return {
    holder: row.holder,
    closedForMs: row.closed_for_ms,
    finding: perSecond === null ? null : { throttlings: row.throttlings, perSecond },
  };
}
