import pg from 'pg';
import { jobConfiguration } from '../../../src/config/configuration.js';
import { sourceKey } from '../../../src/cycle/source-key.js';
import type { PlannedRow, Store } from '../../../src/store/index.js';

/** What no answer of the read API may hold: values that stand in its reach. */
export const KEPT_BACK = {
  /** As a mistake would put it: where the reference to it belongs. */
  secret: 'token-7f3a9c-of-the-app',
  password: 'password-of-the-mail-server',
  redacted: 'E-4711-ZULU',
  redactedBefore: 'E-0815-ALPHA',
  recipient: 'on-call@contoso.example',
} as const;

const APP = 'desk';
const REPORT = 'b1a7a3a0-0000-4000-8000-000000000001';
const PLAN = {
  kind: 'incremental',
  counts: { planned: 2, failed: 1 },
  requests: { read: 0, create: 0, update: 0, delete: 0 },
  requestsPerSecond: 25,
};

/**
 * Fills the store with something for every route to tell about one app, and with what none of them may.
 * @returns values for parameters of paths, and for those of queries that must be given, by their names.
 */
export async function fillWithRealData(opened: {
  readonly store: Store;
  readonly url: string;
}): Promise<Readonly<Record<string, string>>> {
  const { store } = opened;
  process.env['REAL_DATA_TOKEN'] = KEPT_BACK.secret;
  process.env['REAL_DATA_SMTP'] = `smtps://scimflow:${KEPT_BACK.password}@mail.contoso.example`;
  await store.configurations.save(APP, CONFIGURATION);
  const cycle = { appId: APP, number: 1, sourceKey: 'contoso', now: new Date() };
  await store.plans.save(cycle, {
    planned: [],
    rows: ROWS,
    links: [],
    filteredOut: [],
    failures: [{ objectId: 'ann', errorCode: 'UnprocessableEntity' }],
  });
  await store.events.record(cycle, { code: 'SuspiciousDrop', message: 'Many lost the app at once.' });
  const entries = await store.log.ofCycle(cycle, { after: '0', limit: 10 });
  await store.reports.begin({ id: REPORT, appId: APP, kind: 'plan' });
  await store.reports.add(REPORT, 1, entries);
  await store.reports.complete(REPORT, PLAN);
  const [newest] = await store.log.entries({ appId: APP, limit: 1 });
  if (newest === undefined) throw new Error('Nothing was logged');
  await keepBack(opened.url);
  return { appId: APP, id: newest.id, who: 'ann', reportId: REPORT };
}

const CONFIGURATION = jobConfiguration.parse({
  source: {
    type: 'microsoft-graph',
    tenantId: 't',
    clientId: 'c',
    clientSecret: { env: 'REAL_DATA_TOKEN' },
  },
  notifications: { smtpUrl: { env: 'REAL_DATA_SMTP' }, from: 'scimflow@contoso.example' },
  app: {
    id: APP,
    connector: 'generic-scim',
    servicePrincipalId: 's',
    tenantUrl: 'https://desk.example/scim',
    secretToken: { env: 'REAL_DATA_TOKEN' },
    notification: { email: KEPT_BACK.recipient },
    mappings: [
      { target: 'userName', source: 'userPrincipalName', matching: 1 },
      { target: 'externalId', expression: 'Redact([employeeId])' },
    ],
  },
});

const row: PlannedRow = {
  objectName: 'User',
  about: 'object',
  objectId: 'ann',
  sourceName: 'Ann (ann@contoso.example)',
  targetId: 't-1',
  action: 'update',
  status: 'failure',
  reason: `The target says: ${KEPT_BACK.redacted.toLowerCase()} follows ${KEPT_BACK.redactedBefore}.`,
  errorCode: 'UnprocessableEntity',
  matchKey: null,
  linkState: 'managed',
  values: { externalId: KEPT_BACK.redacted },
  changes: [
    {
      path: 'externalId',
      oldValue: KEPT_BACK.redactedBefore,
      newValue: KEPT_BACK.redacted,
      isRedacted: true,
    },
    { path: 'title', oldValue: null, newValue: 'Clerk' },
  ],
  criteria: [{ path: 'externalId', value: KEPT_BACK.redacted }],
  steps: [
    {
      name: 'EntrySynchronizationError',
      provisioningStepType: 'export',
      status: 'failure',
      description: `The target says: no ${KEPT_BACK.redacted} here.`,
      details: { errorCode: 'UnprocessableEntity', said: KEPT_BACK.redacted },
    },
  ],
  writes: false,
};
const ROWS: readonly PlannedRow[] = [
  { ...row, objectId: 'bo', action: 'skip', status: 'skipped', reason: 'RedundantExport', errorCode: null },
  row,
];

/** In the tables beside: what the mirror, the links and the lists of the app hold of people. */
async function keepBack(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(
      `insert into directory_user (source, object_id, state, account_enabled, attributes, seen_in_round)
       values ($2, 'ann', 'present', true, $1, 1)`,
      [{ displayName: ['Ann'], employeeId: [KEPT_BACK.redacted] }, sourceKey(CONFIGURATION)],
    );
    await client.query(
      `insert into link (app_id, source_id, target_id, exported, state) values ($1, 'ann', 't-1', $2, 'managed')`,
      [APP, { externalId: KEPT_BACK.redacted }],
    );
    await client.query(
      `insert into target_resource (app_id, object_name, target_id, current) values ($1, 'User', 't-1', $2)`,
      [APP, { externalId: KEPT_BACK.redactedBefore }],
    );
  } finally {
    await client.end();
  }
}
