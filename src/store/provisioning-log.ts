import { sql, type ExpressionBuilder, type Kysely, type RawBuilder, type SelectQueryBuilder } from 'kysely';
import type { CycleId } from './cycles.js';
import { LOGGED_COLUMNS, toLogEntry, type LogEntry } from './log-entry.js';
import type { Database, OperationAction } from './schema.js';

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
    const { appId, user, since } = query;
    if (user !== undefined && (await this.#isObject(appId, user.toLowerCase())))
      return read(ofObject(this.#db, appId, user.toLowerCase()), { ...query, user: undefined });
    if (since !== undefined && (await this.#areFew(since)))
      return read(ofLately(this.#db, appId, since), query);
    // One snapshot: what is dropped between the two questions must not make the page look further than it did.
    const snapshot = this.#db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only');
    return snapshot.execute(async (tx) => {
      const page = await read(inOrder(tx, query), query);
      return page.next === null ? { ...page, next: await lastLookedAt(tx, query) } : page;
    });
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
      .where('finished_at', 'is not', null)
      .where('id', '>', page.after)
      .orderBy('id')
      .limit(page.limit)
      .execute();
    return rows.map(toLogEntry);
  }

  /** One entry with its steps; null when there is none of this id, or none yet. */
  async entry(appId: string, id: string): Promise<LogEntry | null> {
    const chosen = this.#db.selectFrom('operation').where('app_id', '=', appId).where('id', '=', id);
    const { entries } = await read(chosen, { appId, limit: 1, steps: true });
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
          .orderBy('finished_at', 'desc')
          .limit(LOOKED_AT + 1)
          .as('recent'),
      )
      .select(({ fn }) => fn.countAll<string>().as('count'))
      .executeTakeFirstOrThrow();
    return Number(count) <= LOOKED_AT;
  }
}

function ofObject(db: Kysely<Database>, appId: string, objectId: string): Operations {
  return db.selectFrom('operation').where('app_id', '=', appId).where('object_id', '=', objectId);
}

/** The order and the bound are what makes PostgreSQL read them by age. */
function ofLately(db: Kysely<Database>, appId: string, since: Date): Operations {
  return db
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

/** So many as a page looks at: bounded before they are filtered, so that no index of a filter's leads to very many. */
function inOrder(db: Kysely<Database>, query: LogQuery): Operations {
  const lookedAt = db.selectFrom((from) =>
    from
      .selectFrom('operation')
      .selectAll()
      .where('app_id', '=', query.appId)
      .where(comesAfter(query))
      .orderBy('id', directionOf(query))
      .limit(LOOKED_AT)
      .as('operation'),
  );
  return lookedAt;
}

/** The id of the last one that a page looks at; null: the log ends before. */
async function lastLookedAt(db: Kysely<Database>, query: LogQuery): Promise<string | null> {
  const last = await db
    .selectFrom('operation')
    .select('id')
    .where('app_id', '=', query.appId)
    .where(comesAfter(query))
    .orderBy('id', directionOf(query))
    .offset(LOOKED_AT - 1)
    .limit(1)
    .executeTakeFirst();
  return last?.id ?? null;
}

/** What fits of these, in order. */
async function read(operations: Operations, query: LogQuery): Promise<LogPage> {
  const { status, actions, since, user, limit, steps } = query;
  const rows = await operations
    .select(LOGGED_COLUMNS)
    .$if(steps === true, (select) => select.select('steps'))
    .where('finished_at', 'is not', null)
    .where('status', 'not in', ['planned', 'started', 'unknown'])
    .where(comesAfter(query))
    .$if(status !== undefined, (select) => select.where('status', '=', status ?? 'success'))
    .$if(actions !== undefined, (select) => select.where('action', 'in', [...(actions ?? [])]))
    .$if(since !== undefined, (select) => select.where('finished_at', '>=', since ?? null))
    .$if(user !== undefined, (select) => select.where((row) => isAbout(row, user ?? '')))
    .orderBy('id', directionOf(query))
    .limit(limit)
    .execute();
  const entries = rows.map(toLogEntry);
  return { entries, next: entries.length === limit ? (entries.at(-1)?.id ?? null) : null };
}

function directionOf({ order = 'desc' }: LogQuery): 'asc' | 'desc' {
  return order;
}

function comesAfter(query: LogQuery): RawBuilder<boolean> {
  if (query.after === undefined) return sql`true`;
  return directionOf(query) === 'asc' ? sql`id > ${query.after}` : sql`id < ${query.after}`;
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
