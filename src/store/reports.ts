import { sql, type Kysely } from 'kysely';
import { rowsOf } from './rows.js';
import type { Database } from './schema.js';

/** What somebody asked for, and fetches over the read API because it names people. */
export interface Report {
  readonly id: string;
  readonly kind: 'plan' | 'provisionOnDemand';
  /** ISO 8601 UTC. */
  readonly createdAt: string;
  readonly summary: unknown;
}

/** Reports and their entries, as JSON. They are kept for a day. */
export class Reports {
  readonly #db: Kysely<Database>;

  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  /** Begins a report anew: what an attempt before this one left of it goes. */
  async begin(report: Pick<Report, 'id' | 'kind'> & { readonly appId: string }): Promise<void> {
    await this.#db.transaction().execute(async (tx) => {
      await tx.deleteFrom('report').where('id', '=', report.id).execute();
      await tx
        .insertInto('report')
        .values({ id: report.id, app_id: report.appId, kind: report.kind, summary: JSON.stringify(null) })
        .execute();
    });
  }

  /** Adds entries, numbered from `first` on. */
  async add(id: string, first: number, entries: readonly object[]): Promise<void> {
    if (entries.length === 0) return;
    const rows = entries.map((entry, index) => ({ ordinal: first + index, entry }));
    await sql`
      insert into report_entry (report_id, ordinal, entry)
      select ${id}, ordinal, entry from ${rowsOf(rows, 'ordinal integer, entry jsonb')}`.execute(this.#db);
  }

  /** Stores what the report comes to. Until then there is none. */
  async complete(id: string, summary: unknown): Promise<void> {
    await this.#db
      .updateTable('report')
      .set({ summary: JSON.stringify(summary) })
      .where('id', '=', id)
      .execute();
  }

  /** Null when the app has no such report, or it is not complete. */
  async get(appId: string, id: string): Promise<Report | null> {
    const row = await this.#db
      .selectFrom('report')
      .selectAll()
      .where('id', '=', id)
      .where('app_id', '=', appId)
      .where(sql<boolean>`summary <> 'null'`)
      .executeTakeFirst();
    return row === undefined
      ? null
      : { id: row.id, kind: row.kind, createdAt: row.created_at.toISOString(), summary: row.summary };
  }

  /** Entries after the one with number `after`, in their order. */
  async entries(
    id: string,
    page: { readonly after: number; readonly limit: number },
  ): Promise<readonly { readonly ordinal: number; readonly entry: unknown }[]> {
    return this.#db
      .selectFrom('report_entry')
      .select(['ordinal', 'entry'])
      .where('report_id', '=', id)
      .where('ordinal', '>', page.after)
      .orderBy('ordinal')
      .limit(page.limit)
      .execute();
  }
}
