import type { Kysely } from 'kysely';
import type { AttributeChange } from '../schema/model.js';
import type { Database, OperationAction } from './schema.js';

const MASK = '[Redact]';

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

/** @see Microsoft Graph, provisioningObjectSummary, whose facts these are. */
export interface LogEntry {
  readonly id: string;
  readonly activityDateTime: string;
  readonly cycle: number;
  readonly action: string;
  readonly status: string;
  readonly sourceId: string;
  readonly sourceName: string | null;
  readonly targetId: string | null;
  readonly errorCode: string | null;
  readonly reason: string | null;
  readonly durationInMilliseconds: number | null;
  readonly changes: readonly AttributeChange[];
}

/** Reads operations as what they are afterwards: the log of what happened to whom, newest first. */
export class ProvisioningLog {
  readonly #db: Kysely<Database>;

  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  async entries(query: LogQuery): Promise<readonly LogEntry[]> {
    let select = this.#db
      .selectFrom('operation')
      .select([
        'id',
        'finished_at',
        'cycle_number',
        'action',
        'status',
        'object_id',
        'source_name',
        'target_id',
        'error_code',
        'reason',
        'duration_ms',
        'changes',
      ])
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
    return rows.map((row) => ({
      id: row.id,
      activityDateTime: (row.finished_at ?? new Date(0)).toISOString(),
      cycle: row.cycle_number,
      action: row.action,
      status: row.status,
      sourceId: row.object_id,
      sourceName: row.source_name,
      targetId: row.target_id,
      errorCode: row.error_code,
      reason: row.reason,
      durationInMilliseconds: row.duration_ms,
      changes: row.changes.map(masked),
    }));
  }
}

/** What a mapping redacts is seen by nobody who reads the log. @see Microsoft Entra, Redact. */
function masked(change: AttributeChange): AttributeChange {
  if (change.isRedacted !== true) return change;
  const { oldValue, newValue } = change;
  return { ...change, oldValue: oldValue === null ? null : MASK, newValue: newValue === null ? null : MASK };
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, (special) => `\\${special}`);
}
