import type pg from 'pg';
import type { RecordedRequest, StoredResource, Violation } from '../../src/emulators/strict-scim/index.js';
import type { LogEntry } from '../../src/store/log-entry.js';
import type { SynchronizationStatus } from '../../workflows/contract.js';
import type { Expected } from './expected.js';

/** Everything the judges look at: the target, the store, the log, and what the job says of itself. */
export interface World {
  readonly expected: Expected;
  /** Aliases of people by the directory's object ids. */
  readonly aliases: ReadonlyMap<string, string>;
  readonly target: {
    readonly users: readonly StoredResource[];
    readonly groups: readonly StoredResource[];
    /** Ids of what was there before scimflow came, or came behind its back. */
    readonly foreign: ReadonlySet<string>;
    /** All of the story, in order. */
    readonly requests: readonly RecordedRequest[];
    readonly violations: readonly Violation[];
  };
  readonly store: StoreView;
  /** Oldest first. */
  readonly log: readonly LogEntry[];
  readonly status: SynchronizationStatus;
}

export interface StoreView {
  /** Operations that are neither done nor given up. */
  readonly open: readonly { readonly objectId: string; readonly action: string; readonly status: string }[];
  /** Names of leases that still hold. */
  readonly leases: readonly string[];
  readonly escrows: readonly { readonly objectId: string; readonly errorCode: string }[];
  readonly stagedDeletions: readonly string[];
  /** Object ids of references of which nobody knows whether they arrived. */
  readonly unconfirmedReferences: readonly string[];
  /** Object ids that wait for a plan. */
  readonly waiting: readonly string[];
  readonly links: readonly {
    readonly sourceId: string;
    readonly objectName: 'User' | 'Group';
    readonly targetId: string;
  }[];
}

/** What the store holds of an app that is not finished, and whom it links. */
export async function readStore(pool: pg.Pool, appId: string): Promise<StoreView> {
  const rows = async <T extends pg.QueryResultRow>(statement: string, ...values: unknown[]): Promise<T[]> =>
    (await pool.query<T>(statement, values)).rows;
  const ids = async (statement: string): Promise<readonly string[]> =>
    (await rows<{ id: string }>(statement, appId)).map(({ id }) => id);
  return {
    open: await rows(
      `select object_id as "objectId", action, status from operation
       where app_id = $1 and status in ('planned', 'started', 'unknown')`,
      appId,
    ),
    leases: (await rows<{ name: string }>('select name from lease where valid_until > now()')).map(
      ({ name }) => name,
    ),
    escrows: await rows(
      'select object_id as "objectId", error_code as "errorCode" from escrow where app_id = $1',
      appId,
    ),
    stagedDeletions: await ids('select object_id as id from staged_deletion where app_id = $1'),
    unconfirmedReferences: await ids(
      'select object_id as id from exported_reference where app_id = $1 and not is_confirmed',
    ),
    waiting: await ids(
      `select object_id as id from dirty_object where app_id = $1
       union select object_id from dirty_reference where app_id = $1`,
    ),
    links: await rows(
      `select source_id as "sourceId", object_name as "objectName", target_id as "targetId" from link where app_id = $1`,
      appId,
    ),
  };
}

/** Whether another cycle would have anything to do. */
export function isAtRest(store: StoreView): boolean {
  return store.open.length + store.escrows.length + store.waiting.length === 0;
}
