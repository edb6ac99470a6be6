import type { Kysely } from 'kysely';
import type { CycleId } from './cycles.js';
import { LOGGED_COLUMNS, toLogEntry, type LogEntry } from './log-entry.js';
import type { Database, OperationAction } from './schema.js';

export interface LogQuery {
  readonly appId: string;
  /** Part of the source's name, or its object id, or the target id. */
  readonly user?: string | undefined;
  readonly status?: 'success' | 'warning' | 'failure' | 'skipped' | undefined;
  /** Only these; all when absent. */
  readonly actions?: readonly OperationAction[] | undefined;
  readonly since?: Date | undefined;
  readonly limit: number;
  /** Entries older than the one with this id. */
  readonly before?: string | undefined;
}

/** Reads operations as what they are afterwards: the log of what happened to whom, newest first. */
export class ProvisioningLog {
  readonly #db: Kysely<Database>;

  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  /** What a cycle did, in the order in which it was planned, with the steps. @param page `after`: an id. */
  async ofCycle(
    { appId, number }: CycleId,
    page: { readonly after: string; readonly limit: number },
  ): Promise<readonly LogEntry[]> {
    const rows = await this.#db
      .selectFrom('operation')
      .select([...LOGGED_COLUMNS, 'steps'])
      .where('app_id', '=', appId)
      .where('cycle_number', '=', number)
      .where('id', '>', page.after)
      .orderBy('id')
      .limit(page.limit)
      .execute();
    return rows.map(toLogEntry);
  }

  async entries(query: LogQuery): Promise<readonly LogEntry[]> {
    let select = this.#db
      .selectFrom('operation')
      .select([...LOGGED_COLUMNS])
      .where('app_id', '=', query.appId)
      .where('finished_at', 'is not', null)
      .orderBy('id', 'desc')
      .limit(query.limit);
    if (query.status !== undefined) select = select.where('status', '=', query.status);
    if (query.actions !== undefined) select = select.where('action', 'in', [...query.actions]);
    if (query.since !== undefined) select = select.where('finished_at', '>=', query.since);
    if (query.before !== undefined) select = select.where('id', '<', query.before);
    if (query.user !== undefined) {
      const { user } = query;
      select = select.where((row) =>
        row.or([
          row('object_id', '=', user.toLowerCase()),
          row('target_id', '=', user),
          row('source_name', 'ilike', `%${escapeLike(user)}%`),
        ]),
      );
    }
    const rows = await select.execute();
    return rows.map(toLogEntry);
  }
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, (special) => `\\${special}`);
}
