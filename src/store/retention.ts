import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Database } from './schema.js';

/** How much one statement drops: little enough that nobody waits for it. */
export const RETENTION_BATCH = 1_000;

/** What is dropped when it is old. */
export type Perishable = 'operations' | 'events' | 'cycles' | 'reportEntries' | 'reports';

/** Drops what is older than it is kept, a batch at a time. What somebody else holds, or drops just now, is passed over. */
export class Retention {
  readonly #db: Kysely<Database>;

  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  /** Drops up to `limit` rows that ended before `before`. @returns how many; fewer than `limit`: nothing more is due. */
  async drop(what: Perishable, before: Date, limit: number = RETENTION_BATCH): Promise<number> {
    const { numAffectedRows } = await STATEMENTS[what](before, limit).execute(this.#db);
    return Number(numAffectedRows ?? 0n);
  }
}

const STATEMENTS: Readonly<Record<Perishable, (before: Date, limit: number) => RawBuilder<unknown>>> = {
  operations: droppedOperations,
  events: droppedEvents,
  cycles: droppedCycles,
  reportEntries: droppedReportEntries,
  reports: droppedReports,
};

/**
 * Log entries. What is under way stays, and so does everything of a cycle that has not ended, which counts it. Of what is in
 * escrow the last entry stays: it says whether access is to be taken away, which is never given up.
 */
function droppedOperations(before: Date, limit: number): RawBuilder<unknown> {
  return sql`
    delete from operation where id = any(array(
      select o.id from operation o
      where o.finished_at < ${before} and o.status not in ('planned', 'started', 'unknown')
        and not exists (
          select from cycle c where c.app_id = o.app_id and c.number = o.cycle_number and c.ended_at is null)
        and (not exists (
               select from escrow e
               where e.app_id = o.app_id and e.object_id = o.object_id and e.about = o.about)
             or exists (
               select from operation later
               where later.app_id = o.app_id and later.object_id = o.object_id and later.about = o.about
                 and later.id > o.id))
      order by o.finished_at limit ${limit} for update of o skip locked))`;
}

function droppedEvents(before: Date, limit: number): RawBuilder<unknown> {
  return sql`
    delete from cycle_event where id = any(array(
      select id from cycle_event where occurred_at < ${before}
      order by occurred_at limit ${limit} for update skip locked))`;
}

/** Cycles without a log entry, save the newest of each app: the next one is numbered after it. */
function droppedCycles(before: Date, limit: number): RawBuilder<unknown> {
  return sql`
    delete from cycle where (app_id, number) in (
      select c.app_id, c.number from cycle c
      where c.ended_at < ${before}
        and exists (select from cycle newer where newer.app_id = c.app_id and newer.number > c.number)
        and not exists (
          select from operation o where o.app_id = c.app_id and o.cycle_number = c.number)
      limit ${limit} for update of c skip locked)`;
}

/** Before their reports, so that no report takes a hundred thousand of them with it. */
function droppedReportEntries(before: Date, limit: number): RawBuilder<unknown> {
  return sql`
    delete from report_entry where (report_id, ordinal) in (
      select e.report_id, e.ordinal from report r join report_entry e on e.report_id = r.id
      where r.created_at < ${before}
      limit ${limit} for update of e skip locked)`;
}

function droppedReports(before: Date, limit: number): RawBuilder<unknown> {
  return sql`
    delete from report where id = any(array(
      select r.id from report r
      where r.created_at < ${before} and not exists (select from report_entry e where e.report_id = r.id)
      limit ${limit} for update of r skip locked))`;
}
