import type { Explanation } from '../../../src/why/index.js';

export const SINCE = '2026-05-01T09:00:00.000Z';

/** Ann is assigned, and no cycle has got to it. */
export const ann: Explanation = {
  app: 'dialpad',
  object: {
    id: 'u1',
    objectName: 'User',
    displayName: 'Ann Lee',
    userPrincipalName: 'ann@contoso.example',
    isKnown: true,
    state: 'present',
    isActive: true,
  },
  cause: 'ChangePending',
  logCode: null,
  standing: 'Ann Lee (ann@contoso.example) has no account in dialpad',
  because: 'no cycle has got to it yet',
  remedy: 'None: the next cycle does it.',
  next: { action: 'create', sentence: 'The next cycle creates it.', notBefore: null, needsCycle: true },
  remarks: [],
  account: null,
  assignments: [{ through: null, appRoleId: 'r1', role: 'User', isEntitling: true }],
  filter: [],
  attributes: [],
  references: [],
  failures: [],
  deletion: null,
  operations: [],
  lastCycle: { number: 7, kind: 'incremental', state: 'succeeded', began: SINCE, ended: SINCE },
};
