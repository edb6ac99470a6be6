import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createResetJob } from '../../../activities/reset-job.js';
import type { ActivityDependencies } from '../../../activities/dependencies.js';
import { sourceKey } from '../../../src/cycle/source-key.js';
import { parseResetScope } from '../../../src/policy/reset-scope.js';
import type { Store } from '../../../src/store/index.js';
import { escrowCounts } from '../../support/escrow-counts.js';
import { openTestStore } from '../../support/store.js';
import { aConfiguration } from '../../support/a-configuration.js';

/** The cycle before which everything is forgotten. */
const CYCLE = 3;

interface Known {
  readonly links: number;
  readonly exportedReferences: number;
  readonly escrows: { readonly objects: number; readonly references: number };
  readonly staged: Readonly<Record<string, string>>;
  /** Objects that the next plan looks at. */
  readonly dirty: number;
  readonly readsEverything: boolean;
}

/** Ann's deletion waits, Bo's was rejected. */
const everything: Known = {
  links: 2,
  exportedReferences: 1,
  escrows: { objects: 1, references: 1 },
  staged: { ann: 'waiting', bo: 'rejected' },
  dirty: 0,
  readsEverything: false,
};
const NO_ESCROWS = { escrows: { objects: 0, references: 0 } };
const NO_DATA_STORE = { links: 0, exportedReferences: 0, staged: {} };
const ASKED_AGAIN = { staged: { ann: 'waiting', bo: 'waiting' } };

describe('what a restart forgets, by its resetScope', () => {
  let opened: Awaited<ReturnType<typeof openTestStore>>;
  let store: Store;
  let client: pg.Client;

  beforeAll(async () => {
    opened = await openTestStore();
    store = opened.store;
    client = new pg.Client({ connectionString: opened.url });
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await opened.close();
  });

  it.each<[string, Partial<Known>]>([
    ['', { ...NO_ESCROWS, ...ASKED_AGAIN, readsEverything: true }],
    ['None', {}],
    ['Watermark', { readsEverything: true }],
    ['Escrows', NO_ESCROWS],
    ['QuarantineState', ASKED_AGAIN],
    ['ConnectorDataStore', NO_DATA_STORE],
    ['ForceDeletes', { staged: { ann: 'allowed', bo: 'rejected' }, dirty: 1 }],
    ['Full', { ...NO_ESCROWS, ...NO_DATA_STORE, readsEverything: true }],
    ['Watermark, Escrows', { ...NO_ESCROWS, readsEverything: true }],
    ['ForceDeletes,QuarantineState', { staged: { ann: 'allowed', bo: 'waiting' }, dirty: 1 }],
    ['Full,ForceDeletes', { ...NO_ESCROWS, ...NO_DATA_STORE, readsEverything: true }],
    ['Watermrk', {}],
  ])('%j', async (resetScope, changed) => {
    const [appId, other] = [await anApp(), await anApp()];
    const { scopes } = parseResetScope({ resetScope });
    const resetJob = createResetJob({ store } as ActivityDependencies);
    await resetJob({ appId, scopes, number: CYCLE });
    // An answer that is lost has it done a second time.
    await resetJob({ appId, scopes, number: CYCLE });

    expect(await known(appId)).toEqual({ ...everything, ...changed });
    expect(await known(other)).toEqual(everything);
  });

  /** An app that knows something of everything, with a directory of its own. */
  async function anApp(): Promise<string> {
    const appId = `app-${randomUUID().slice(0, 8)}`;
    const configuration = ofApp(appId);
    await store.configurations.save(appId, configuration);
    const source = sourceKey(configuration);
    const { round } = await store.mirror.openRound(source, ['displayName']);
    await store.mirror.fold(source, appId, { round, facts: [], continueAt: 'delta-1' });
    await store.mirror.completeRound(source);
    for (const statement of [
      `insert into link (app_id, source_id, target_id, exported, state)
       values ($1, 'ann', 't1', '{}', 'managed'), ($1, 'bo', 't2', '{}', 'managed')`,
      `insert into exported_reference (app_id, object_id, path, referenced_id, target_id)
       values ($1, 'ann', 'manager', 'bo', 't2')`,
      `insert into escrow (app_id, object_id, about, error_code, attempts, first_failed_at, last_failed_at, last_failed_in, next_attempt_at)
       select $1, 'cy', about, 'InternalServerError', 1, now(), now(), 2, now() from unnest(array['object', 'references']) about`,
      `insert into staged_deletion (app_id, object_id, object_name, action, state, grounds, staged_in, staged_at)
       values ($1, 'ann', 'User', 'disable', 'waiting', 'gone', 2, now()), ($1, 'bo', 'User', 'delete', 'rejected', 'gone', 1, now())`,
    ])
      await client.query(statement, [appId]);
    return appId;
  }

  async function known(appId: string): Promise<Known> {
    const { rows: staged } = await client.query<{ object_id: string; state: string }>(
      'select object_id, state from staged_deletion where app_id = $1',
      [appId],
    );
    const { rows: references } = await client.query('select from exported_reference where app_id = $1', [
      appId,
    ]);
    const position = await store.mirror.openRound(sourceKey(ofApp(appId)), ['displayName']);
    return {
      links: await store.links.count(appId, 'User'),
      exportedReferences: references.length,
      escrows: await escrowCounts(store, appId),
      staged: Object.fromEntries(staged.map((row) => [row.object_id, row.state])),
      dirty: await store.dirty.count(appId),
      readsEverything: position.isFull,
    };
  }

  function ofApp(appId: string) {
    const configuration = aConfiguration({ id: appId });
    return { ...configuration, source: { ...configuration.source, tenantId: appId } };
  }
});
