import type { RecordedRequest, StoredResource } from '../../../src/emulators/strict-scim/index.js';
import type { LogEntry } from '../../../src/store/log-entry.js';
import { MANAGER, STRANGER } from '../../chaos/company.js';
import { account, type Expected } from '../../chaos/expected.js';
import type { World } from '../../chaos/world.js';
import { upn } from '../../integration/scenarios/harness/directory.js';

const ENTERPRISE = MANAGER.slice(0, MANAGER.lastIndexOf(':'));

/**
 * A small world in which all is well: Ada and Bob were created, Bob got Ada as manager, Dan was disabled, Eve deleted, and
 * Sales has Ada, whom Bob left.
 */
export function aGoodWorld(): World {
  return {
    expected,
    aliases: new Map([
      ['source-ada', 'ada'],
      ['source-bob', 'bob'],
      ['source-dan', 'dan'],
    ]),
    target: {
      users: [
        resource('stranger', STRANGER),
        user('ada'),
        user('bob', { [ENTERPRISE]: { manager: { value: 'ada-id' } } }),
        user('dan', { active: false }),
      ],
      groups: [resource('sales-id', { displayName: 'Sales', members: [{ value: 'ada-id' }] })],
      foreign: new Set(['stranger']),
      requests,
      violations: [],
    },
    store: {
      open: [],
      leases: [],
      escrows: [],
      stagedDeletions: [],
      unconfirmedReferences: [],
      waiting: [],
      links: [link('ada'), link('bob'), link('dan'), sales],
    },
    log,
    status: { code: 'Active', quarantine: null, lastExecution: { state: 'Succeeded' } } as World['status'],
  };
}

const expected: Expected = {
  accounts: {
    ada: account('ada'),
    bob: account('bob', { manager: 'ada' }),
    dan: account('dan', { active: false }),
  },
  groups: { Sales: { displayName: 'Sales', members: ['ada'] } },
  causes: [
    { type: 'disable', alias: 'dan' },
    { type: 'delete', alias: 'eve' },
    { type: 'leave', group: 'Sales', alias: 'bob' },
  ],
};

const link = (alias: string) =>
  ({ sourceId: `source-${alias}`, objectName: 'User', targetId: `${alias}-id` }) as const;
const sales = { sourceId: 'source-sales', objectName: 'Group', targetId: 'sales-id' } as const;

export function user(alias: string, more: Readonly<Record<string, unknown>> = {}): StoredResource {
  const plain = { userName: upn(alias), externalId: alias, displayName: alias, title: 'Clerk', active: true };
  return resource(`${alias}-id`, { ...plain, ...more });
}

export function resource(id: string, attributes: Readonly<Record<string, unknown>>): StoredResource {
  return { id, schemas: [], meta: {}, ...attributes } as unknown as StoredResource;
}

/** A request that the target carried out, whether it was answered or not. */
export function request(
  method: string,
  path: string,
  body: unknown,
  resourceId: string,
  status: number | null = 200,
): RecordedRequest {
  const result = { status: method === 'POST' ? 201 : 200, resourceId };
  return { method, path, query: {}, headers: {}, body, status, result, at: new Date(0) } as RecordedRequest;
}

export const created = (alias: string, status: number | null = 201): RecordedRequest =>
  request('POST', '/Users', { externalId: alias, userName: upn(alias) }, `${alias}-id`, status);
export const patched = (endpoint: string, id: string, ...Operations: readonly unknown[]): RecordedRequest =>
  request('PATCH', `/${endpoint}/${id}`, { Operations }, id);

const requests: readonly RecordedRequest[] = [
  created('ada'),
  created('bob', null),
  created('dan'),
  created('eve'),
  request('POST', '/Groups', { displayName: 'Sales' }, 'sales-id'),
  patched('Groups', 'sales-id', {
    op: 'add',
    path: 'members',
    value: [{ value: 'ada-id' }, { value: 'bob-id' }],
  }),
  patched('Users', 'bob-id', { op: 'add', path: `${MANAGER}.value`, value: 'ada-id' }),
  patched('Users', 'dan-id', { op: 'replace', value: { active: false } }),
  patched('Groups', 'sales-id', { op: 'remove', path: 'members[value eq "bob-id"]' }),
  request('DELETE', '/Users/eve-id', null, 'eve-id'),
];

export function entry(action: string, targetId: string, changes: readonly unknown[] = []): LogEntry {
  return { action, targetId, changes, status: 'success' } as unknown as LogEntry;
}

const log: readonly LogEntry[] = [
  entry('create', 'ada-id', [{ path: 'active', oldValue: null, newValue: true }]),
  entry('create', 'bob-id'),
  entry('create', 'dan-id', [{ path: 'active', oldValue: null, newValue: true }]),
  entry('create', 'eve-id'),
  entry('create', 'sales-id'),
  entry('update', 'sales-id', [
    { path: 'members', oldValue: null, newValue: [{ value: 'ada-id' }, { value: 'bob-id' }], adds: true },
  ]),
  entry('update', 'bob-id', [
    { path: MANAGER, oldValue: null, newValue: [{ value: 'ada-id', display: 'ada' }] },
  ]),
  entry('disable', 'dan-id', [{ path: 'active', oldValue: true, newValue: false }]),
  entry('update', 'sales-id', [{ path: 'members', oldValue: [{ value: 'bob-id' }], newValue: null }]),
  entry('delete', 'eve-id'),
];
