import { tenant } from '../harness/directory.js';
import type { App } from '../harness/scenario.js';

const disabling = [{ op: 'replace', path: 'active', value: false }];
const enabling = [{ op: 'replace', path: 'active', value: true }];

/** Only accounts are of interest: the app's groups are left alone. */
export const withoutGroups: Partial<App> = { groups: { provision: false } };

export const inSales: Partial<App> = {
  scopingFilters: [
    { name: 'Sales', clauses: [{ attribute: 'department', operator: 'EQUALS', value: 'Sales' }] },
  ],
};

/** An app in which accounts are there or not, and nothing between. */
export const withoutDisabling = (instead: 'delete' | 'leave'): Partial<App> => ({
  connector: 'on-or-off',
  connectorProfile: {
    extends: 'generic-scim',
    capabilities: { users: { disable: false } },
    withoutDisabling: instead,
  },
});

export const withoutActive: Partial<App> = {
  mappings: [
    { target: 'userName', source: 'userPrincipalName', matching: 1, apply: 'always' },
    { target: 'displayName', source: 'displayName', apply: 'always' },
  ],
};

export const adaAndBob = tenant({ people: ['ada', 'bob'], assigned: ['ada', 'bob'] });
export const bothCreated = {
  writes: { 'POST /Users': 2 },
  accounts: { ada: 'active', bob: 'active' },
} as const;
export const adaDisabled = {
  writes: { 'PATCH /Users/ada': 1 },
  bodies: { 'PATCH /Users/ada': [disabling] },
  accounts: { ada: 'disabled', bob: 'active' },
  log: ['disable ada: success'],
} as const;
export const adaEnabled = {
  writes: { 'PATCH /Users/ada': 1 },
  bodies: { 'PATCH /Users/ada': [enabling] },
  accounts: { ada: 'active', bob: 'active' },
  log: ['update ada: success'],
} as const;
export const adaDeleted = {
  writes: { 'DELETE /Users/ada': 1 },
  accounts: { bob: 'active' },
  log: ['delete ada: success'],
} as const;
