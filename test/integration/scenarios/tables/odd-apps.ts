import type { QuirkName } from '../../../../src/scim/quirks/index.js';
import { tenant } from '../harness/directory.js';
import type { App } from '../harness/scenario.js';

export const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
export const CUSTOM = 'urn:ietf:params:scim:schemas:extension:contoso:2.0:User';

export const notOn = { scimmy: 'the subject is a server that differs in this way' };
export const ada = tenant({ people: ['ada'], assigned: ['ada'] });
export const adaWorksForBob = tenant({
  people: [{ displayName: 'ada', manager: 'bob' }, 'bob', 'cyd'],
  assigned: ['ada', 'bob', 'cyd'],
});
export const withSales = tenant({
  people: ['ada', 'bob', 'cyd'],
  groups: { Sales: ['ada', 'bob'] },
  assigned: ['ada', 'bob', 'cyd', 'Sales'],
});
export const adaCreated = { writes: { 'POST /Users': 1 }, accounts: { ada: 'active' } } as const;
export const byUserName = 'GET /Users?filter=userName eq "ada@contoso.example"';
export const disabling = [{ op: 'replace', path: 'active', value: false }];

/** A generic app that differs in these ways. */
export const withQuirks = (...quirks: readonly QuirkName[]): Partial<App> => ({
  connector: 'odd',
  connectorProfile: { extends: 'generic-scim', quirks: [...quirks] },
});
