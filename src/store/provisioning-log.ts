import type { ExpressionBuilder, Kysely, SelectQueryBuilder } from 'kysely';
import type { CycleId } from './cycles.js';
import { LOGGED_COLUMNS, toLogEntry, type LogEntry } from './log-entry.js';
import type { Database, OperationAction } from './schema.js';

export type { LogEntry } from './log-entry.js';

/** So many of the log's entries one page looks at, whether they fit or not: that bounds its time. */
const LOOKED_AT = 20_000;
const OBJECT_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export interface LogQuery {
  readonly appId: string;
  /** Part of the source's name, or its object id, or the target id. */
  readonly user?: string | undefined;
  readonly status?: 'success' | 'warning' | 'failure' | 'skipped' | undefined;
  /** Only these; all when absent. */
  readonly actions?: readonly OperationAction[] | undefined;
  readonly since?: Date | undefined;
  readonly limit: number;
  /** `desc`, newest first, unless told. */
  readonly order?: 'asc' | 'desc' | undefined;
  /** Id of an entry: only those that come after it in this order. */
  readonly after?: string | undefined;
  /** Whether the entries carry their steps. */
  readonly steps?: boolean | undefined;
}

/** Some entries. */
export interface LogPage {
  readonly entries: readonly LogEntry[];
  /** `after` of the page that follows; null: there is none. A page may hold few entries, or none, and others follow. */
  readonly next: string | null;
}

type Operations = SelectQueryBuilder<Database, 'operation', object>;

/** Reads operations as what they are afterwards: the log of what happened to whom, in the order in which it was planned. */
export class ProvisioningLog {
  readonly #db: Kysely<Database>;

  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  /** A page of the log. Its time is bounded, however long the log is and however little of it fits. */
  async page(query: LogQuery): Promise<LogPage> {
    const { user, since } = query;
    const all = this.#db.selectFrom('operation').where('operation.app_id', '=', query.appId);
    if (user !== undefined && (await this.#isObject(query.appId, user.toLowerCase())))
      return read(all.where('object_id', '=', user.toLowerCase()), { ...query, user: undefined }, null);
    if (since !== undefined && (await this.#areFew(since)))
      return read(this.#since(since, query), query, null);
    const last = await this.#lastLookedAt(query);
    return read(last === null ? all : all.where('id', isAscending(query) ? '<=' : '>=', last), query, last);
  }

  /** The entries of a page. */
  async entries(query: LogQuery): Promise<readonly LogEntry[]> {
    return (await this.page(query)).entries;
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

  /** One entry with its steps; null when there is none of this id, or none yet. */
  async entry(appId: string, id: string): Promise<LogEntry | null> {
    const chosen = this.#db.selectFrom('operation').where('app_id', '=', appId).where('id', '=', id);
    const { entries } = await read(chosen, { appId, limit: 1, steps: true }, null);
    return entries[0] ?? null;
  }

  /** Whether the log knows an object of this id: then it is that one which is meant, and an index has its entries. */
  async #isObject(appId: string, id: string): Promise<boolean> {
    if (!OBJECT_ID.test(id)) return false;
    const known = await this.#db
      .selectFrom('operation')
      .select('id')
      .where('app_id', '=', appId)
      .where('object_id', '=', id)
      .limit(1)
      .execute();
    return known.length > 0;
  }

  /** Whether an index by age, of all apps, leads to what has happened since sooner than the order does. */
  async #areFew(since: Date): Promise<boolean> {
    const { count } = await this.#db
      .selectFrom((from) =>
        from
          .selectFrom('operation')
          .select('finished_at')
          .where('finished_at', '>=', since)
          .limit(LOOKED_AT + 1)
          .as('recent'),
      )
      .select(({ fn }) => fn.countAll<string>().as('count'))
      .executeTakeFirstOrThrow();
    return Number(count) <= LOOKED_AT;
  }

  /** The bound is what makes PostgreSQL read them by age. */
  #since(since: Date, { appId }: LogQuery): Operations {
    return this.#db
      .selectFrom((from) =>
        from
          .selectFrom('operation')
          .selectAll()
          .where('finished_at', '>=', since)
          .orderBy('finished_at', 'desc')
          .limit(LOOKED_AT)
          .as('operation'),
      )
      .where('app_id', '=', appId);
  }

  /** The id at which a page ends that looks at as many as it may; null: the log ends before. */
  async #lastLookedAt(query: LogQuery): Promise<string | null> {
    const ids = this.#db.selectFrom('operation').select('id').where('app_id', '=', query.appId);
    const last = await ordered(ids, query)
      .offset(LOOKED_AT - 1)
      .limit(1)
      .executeTakeFirst();
    return last?.id ?? null;
  }
}

/** @param last where the page ends even if it is not full; null: at the end of the log. */
async function read(operations: Operations, query: LogQuery, last: string | null): Promise<LogPage> {
  const { status, actions, since, user, limit, steps } = query;
  const rows = await ordered(
    operations
      .select(LOGGED_COLUMNS)
      .$if(steps === true, (select) => select.select('steps'))
      .where('finished_at', 'is not', null)
      .where('status', 'not in', ['planned', 'started', 'unknown'])
      .$if(status !== undefined, (select) => select.where('status', '=', status ?? 'success'))
      .$if(actions !== undefined, (select) => select.where('action', 'in', [...(actions ?? [])]))
      .$if(since !== undefined, (select) => select.where('finished_at', '>=', since ?? null))
      .$if(user !== undefined, (select) => select.where((row) => isAbout(row, user ?? ''))),
    query,
  )
    .limit(limit)
    .execute();
  const entries = rows.map(toLogEntry);
  return { entries, next: entries.length === limit ? (entries.at(-1)?.id ?? null) : last };
}

function ordered<Row>(
  operations: SelectQueryBuilder<Database, 'operation', Row>,
  query: Pick<LogQuery, 'order' | 'after'>,
): SelectQueryBuilder<Database, 'operation', Row> {
  const { after } = query;
  const isUp = isAscending(query);
  return operations
    .orderBy('id', isUp ? 'asc' : 'desc')
    .$if(after !== undefined, (select) => select.where('id', isUp ? '>' : '<', after ?? ''));
}

function isAscending({ order }: Pick<LogQuery, 'order'>): boolean {
  return order === 'asc';
}

function isAbout(row: ExpressionBuilder<Database, 'operation'>, user: string) {
  return row.or([
    row('object_id', '=', user.toLowerCase()),
    row('target_id', '=', user),
    row('source_name', 'ilike', `%${escapeLike(user)}%`),
  ]);
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, (special) => `\\${special}`);
}
