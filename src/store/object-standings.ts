import { sql, type Kysely } from 'kysely';
import type { Link, SourceState } from '../plan/model.js';
import type { AttributeChange } from '../schema/model.js';
import type { EscrowSubject } from './escrows.js';
import type { LinkScope } from './links.js';
import { hidingRedacted } from './log-entry.js';
import type { Database, OperationAction, OperationStatus } from './schema.js';

const NEWEST_OPERATIONS = 5;

/** What is stored about one object besides what the directory says of it. */
export interface ObjectStanding {
  readonly link: (Link & { readonly createdAt: Date; readonly updatedAt: Date }) | null;
  /** Whether the next plan looks at it. */
  readonly isMarked: boolean;
  /** Whether the next plan looks at what it names. */
  readonly areReferencesMarked: boolean;
  readonly escrows: readonly StandingEscrow[];
  readonly deletion: StandingDeletion | null;
  /** Newest first; the newest about itself, and the newest about what it names, are always among them. */
  readonly operations: readonly StandingOperation[];
}

export interface StandingEscrow {
  readonly about: EscrowSubject;
  readonly errorCode: string;
  readonly attempts: number;
  readonly firstFailedAt: Date;
  readonly nextAttemptAt: Date;
}

export interface StandingDeletion {
  readonly action: 'disable' | 'delete';
  readonly state: 'waiting' | 'allowed' | 'rejected';
  readonly stagedIn: number;
  readonly stagedAt: Date;
}

export interface StandingOperation {
  readonly about: EscrowSubject;
  readonly cycle: number;
  readonly action: OperationAction;
  readonly status: OperationStatus;
  readonly reason: string | null;
  readonly errorCode: string | null;
  /** Paths of what it writes. */
  readonly changed: readonly string[];
  readonly plannedAt: Date;
  readonly finishedAt: Date | null;
}

/** The newest cycle, beside which others may be carried out on demand. */
export interface NewestCycle {
  readonly number: number;
  readonly kind: string;
  readonly state: 'running' | 'succeeded' | 'failed' | 'cancelled';
  readonly beganAt: Date;
  readonly endedAt: Date | null;
}

/** How single objects stand with an app: a few rows each, found by their keys. */
export class ObjectStandings {
  readonly #db: Kysely<Database>;

  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  async of(appId: string, objectId: string): Promise<ObjectStanding> {
    const [link, marks, escrows, deletion, operations] = await Promise.all([
      this.#link(appId, objectId),
      this.#marks(appId, objectId),
      this.#escrows(appId, objectId),
      this.#deletion(appId, objectId),
      this.#operations(appId, objectId),
    ]);
    return { link, ...marks, escrows, deletion, operations };
  }

  /** The display names of groups, by id; those that nobody has read are absent. */
  async groupNames(
    { sourceKey }: Pick<LinkScope, 'sourceKey'>,
    ids: readonly string[],
  ): Promise<ReadonlyMap<string, string>> {
    if (ids.length === 0) return new Map();
    const { rows } = await sql<{ object_id: string; name: string }>`
      select object_id, attributes -> 'displayName' ->> 0 as name from directory_group
      where source = ${sourceKey} and object_id = any(${[...ids]}::text[])
        and attributes -> 'displayName' ->> 0 is not null`.execute(this.#db);
    return new Map(rows.map((row) => [row.object_id, row.name]));
  }

  /** Some of those whom an object names and who have no account, by id. */
  async withoutAccount(
    { appId, sourceKey }: LinkScope,
    objectId: string,
    name: string,
    limit: number,
  ): Promise<
    readonly { readonly id: string; readonly name: string | null; readonly state: SourceState | null }[]
  > {
    const { rows } = await sql<{ id: string; name: string | null; state: SourceState | null }>`
      select r.referenced_id as id, u.attributes -> 'displayName' ->> 0 as name, u.state
      from directory_reference r
      left join directory_user u on u.source = r.source and u.object_id = r.referenced_id
      where r.source = ${sourceKey} and r.object_id = ${objectId} and r.name = ${name}
        and not exists (
          select from link l where l.app_id = ${appId} and l.source_id = r.referenced_id
            and l.object_name = 'User' and l.state = 'managed')
      order by r.referenced_id limit ${limit}`.execute(this.#db);
    return rows;
  }

  /** Null when there was no cycle yet. What was carried out on demand is no cycle of the job. */
  async newestCycle(appId: string): Promise<NewestCycle | null> {
    const row = await this.#db
      .selectFrom('cycle')
      .select(['number', 'kind', 'state', 'began_at', 'ended_at'])
      .where('app_id', '=', appId)
      .where('number', '>', 0)
      .orderBy('number', 'desc')
      .limit(1)
      .executeTakeFirst();
    if (row === undefined) return null;
    return {
      number: row.number,
      kind: row.kind,
      state: row.state,
      beganAt: row.began_at,
      endedAt: row.ended_at,
    };
  }

  async #link(appId: string, objectId: string): Promise<ObjectStanding['link']> {
    const row = await this.#db
      .selectFrom('link')
      .select(['target_id', 'exported', 'state', 'created_at', 'updated_at'])
      .where('app_id', '=', appId)
      .where('source_id', '=', objectId)
      .executeTakeFirst();
    if (row === undefined) return null;
    return {
      targetId: row.target_id,
      exported: row.exported,
      state: row.state,
      createdAt: row.created_at,
      updatedAt: row.updated_at,
    };
  }

  async #marks(
    appId: string,
    objectId: string,
  ): Promise<Pick<ObjectStanding, 'isMarked' | 'areReferencesMarked'>> {
    const { rows } = await sql<{ itself: boolean; others: boolean }>`
      select exists (select from dirty_object where app_id = ${appId} and object_id = ${objectId}) as itself,
             exists (select from dirty_reference where app_id = ${appId} and object_id = ${objectId}) as others`.execute(
      this.#db,
    );
    return { isMarked: rows[0]?.itself ?? false, areReferencesMarked: rows[0]?.others ?? false };
  }

  async #escrows(appId: string, objectId: string): Promise<readonly StandingEscrow[]> {
    const rows = await this.#db
      .selectFrom('escrow')
      .select(['about', 'error_code', 'attempts', 'first_failed_at', 'next_attempt_at'])
      .where('app_id', '=', appId)
      .where('object_id', '=', objectId)
      .orderBy('about')
      .execute();
    return rows.map((row) => ({
      about: row.about,
      errorCode: row.error_code,
      attempts: row.attempts,
      firstFailedAt: row.first_failed_at,
      nextAttemptAt: row.next_attempt_at,
    }));
  }

  async #deletion(appId: string, objectId: string): Promise<StandingDeletion | null> {
    const row = await this.#db
      .selectFrom('staged_deletion')
      .select(['action', 'state', 'staged_in', 'staged_at'])
      .where('app_id', '=', appId)
      .where('object_id', '=', objectId)
      .executeTakeFirst();
    if (row === undefined) return null;
    return { action: row.action, state: row.state, stagedIn: row.staged_in, stagedAt: row.staged_at };
  }

  async #operations(appId: string, objectId: string): Promise<readonly StandingOperation[]> {
    const newest = (about: EscrowSubject) => sql`(
      select id, about, cycle_number, action, status, reason, error_code, planned_at, finished_at,
             array(select change ->> 'path' from jsonb_array_elements(changes) change) as changed,
             (select coalesce(jsonb_agg(change), '[]') from jsonb_array_elements(changes) change
              where change ->> 'isRedacted' = 'true') as redacted
      from operation
      where app_id = ${appId} and object_id = ${objectId} and about = ${about}
      order by id desc limit ${NEWEST_OPERATIONS})`;
    const { rows } = await sql<OperationRow>`
      select * from (${newest('object')} union all ${newest('references')}) o order by o.id desc`.execute(
      this.#db,
    );
    return rows.map((row) => ({
      about: row.about,
      cycle: row.cycle_number,
      action: row.action,
      status: row.status,
      reason: row.reason === null ? null : hidingRedacted(row.redacted)(row.reason),
      errorCode: row.error_code,
      changed: [...new Set(row.changed)],
      plannedAt: row.planned_at,
      finishedAt: row.finished_at,
    }));
  }
}

interface OperationRow {
  readonly about: EscrowSubject;
  readonly cycle_number: number;
  readonly action: OperationAction;
  readonly status: OperationStatus;
  readonly reason: string | null;
  readonly error_code: string | null;
  readonly changed: readonly string[];
  readonly redacted: readonly AttributeChange[];
  readonly planned_at: Date;
  readonly finished_at: Date | null;
}
