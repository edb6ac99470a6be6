import { expect } from '@jest/globals';
import type { JobConfiguration } from '../../../src/config/configuration.js';
import { annHasAccount, type Situation } from './situation.js';

const inSales = {
  scopingFilters: [
    {
      name: 'Sales',
      clauses: [{ attribute: 'department', operator: 'EQUALS', value: 'Sales' }],
    },
  ],
} as unknown as Partial<JobConfiguration['app']>;

/** The app is not, or no longer, for them. */
export const notMeant: Readonly<Record<string, Situation>> = {
  'nobody assigned': {
    given: async (company) => {
      await company.tell('ann');
      await company.cycle();
    },
    answer: {
      cause: 'NotAssigned',
      says: ['has no account', 'not assigned to the app, neither directly nor through a group'],
      remedy: 'Assign the user, or a group',
      next: 'none',
      logCode: 'NotEffectivelyEntitled',
    },
  },
  'a clause of the scoping filter is false': {
    app: inSales,
    given: async (company) => {
      await company.tell('ann', { attributes: { department: ['Legal'] } });
      await company.assign('ann');
      await company.cycle();
    },
    answer: {
      cause: 'NotInScope',
      says: ["Sales.department EQUALS 'Sales' is not true", 'department is "Legal"'],
      remedy: 'scoping filter',
      next: 'none',
      logCode: 'NotInScope',
    },
    also: ({ filter }) => {
      expect(filter).toMatchObject([{ isTrue: false, attribute: 'department', values: ['Legal'] }]);
    },
  },
  'the clause reads what a mapping redacts': {
    app: {
      ...inSales,
      mappings: [
        { target: 'userName', source: 'userPrincipalName', matching: 1, apply: 'always' },
        { target: 'title', expression: 'Redact([department])', apply: 'always' },
      ],
    },
    given: async (company) => {
      await company.tell('ann', { attributes: { department: ['Secret Lab'] } });
      await company.assign('ann');
      await company.cycle();
    },
    answer: {
      cause: 'NotInScope',
      says: ["Sales.department EQUALS 'Sales' is not true"],
      remedy: 'filter',
      next: 'none',
    },
    also: (explanation) => {
      expect(JSON.stringify(explanation)).not.toContain('Secret Lab');
    },
  },
  'Default Access only': {
    given: async (company) => {
      await company.tell('ann');
      await company.assign('ann', { role: null });
      await company.cycle();
    },
    answer: {
      cause: 'DefaultAccessOnly',
      says: ['no role but Default Access'],
      remedy: 'defaultAccessRole: include',
      next: 'none',
      logCode: 'NotEffectivelyEntitled',
    },
    also: ({ assignments }) => {
      expect(assignments).toMatchObject([{ through: null, isEntitling: false }]);
    },
  },
  'a role that is disabled': {
    given: async (company) => {
      await company.tell('ann');
      await company.assign('ann', { role: 'r2' });
      await company.cycle();
    },
    answer: {
      cause: 'RoleDisabled',
      says: ['role of the assignment is disabled'],
      remedy: 'enabled',
      next: 'none',
    },
  },
  'sign-in blocked, with an account from before': {
    given: async (company) => {
      await annHasAccount(company);
      await company.tell('ann', { enabled: false });
      await company.cycle();
    },
    answer: {
      cause: 'AccountDisabled',
      says: ['has account new-1', 'disabled', 'disabled in the directory'],
      remedy: 'Enable the user',
      next: 'none',
    },
  },
  'sign-in blocked, and no cycle since': {
    given: async (company) => {
      await annHasAccount(company);
      await company.tell('ann', { enabled: false });
    },
    answer: {
      cause: 'AccountDisabled',
      says: ['has account new-1'],
      remedy: 'Enable',
      next: 'disable',
      then: 'disables the account',
    },
  },
  'a guest without an address, which the filter asks for': {
    app: {
      scopingFilters: [{ name: 'Own', clauses: [{ attribute: 'mail', operator: 'IS NOT NULL' }] }],
    },
    given: async (company) => {
      await company.tell('mo', { attributes: { userPrincipalName: ['mo@fabrik.example'] } });
      await company.assign('mo');
      await company.cycle();
    },
    who: 'mo_fabrik.example#EXT#@contoso.example',
    answer: {
      cause: 'NotInScope',
      says: ['mo@fabrik.example', 'mail has no value'],
      remedy: 'filter',
      next: 'none',
    },
  },
  'an allowed deletion': {
    app: { accidentalDeletions: { threshold: 1 } },
    given: async (company) => {
      await annHasAccount(company);
      await company.unassign('ann');
      await company.cycle();
      await company.context().store.stagedDeletions.answer(company.app, 'allowed', 2);
    },
    answer: { cause: 'NotAssigned', says: ['has account new-1'], remedy: 'Assign', next: 'disable' },
  },
  'unassigned, and disabled for it': {
    given: async (company) => {
      await annHasAccount(company);
      await company.unassign('ann');
      await company.cycle();
    },
    answer: {
      cause: 'NotAssigned',
      says: ['disabled and managed no more since'],
      remedy: 'Assign',
      next: 'none',
    },
    also: ({ remarks, account }) => {
      expect(remarks.join()).toContain('gets the same account back');
      expect(account?.state).toBe('unmanaged');
    },
  },
  'deleted, restorable': {
    given: async (company) => {
      await annHasAccount(company);
      await company.tell('ann', { state: 'softDeleted' });
      await company.cycle();
    },
    answer: {
      cause: 'SoftDeleted',
      says: ['disabled', 'is deleted in the directory'],
      remedy: 'Restore',
      next: 'none',
    },
  },
  'deleted for good': {
    given: async (company) => {
      await annHasAccount(company);
      await company.tell('ann', { state: 'deleted' });
      await company.cycle();
    },
    answer: { cause: 'Deleted', says: ['has no account', 'for good'], remedy: 'anew', next: 'none' },
  },
  'left as it is when out of scope': {
    app: { skipOutOfScopeDeletions: true },
    given: async (company) => {
      await annHasAccount(company);
      await company.unassign('ann');
      await company.cycle();
    },
    answer: {
      cause: 'OutOfScopeDeletionSkipped',
      says: ['not assigned', 'skipOutOfScopeDeletions'],
      remedy: 'skipOutOfScopeDeletions: false',
      next: 'none',
    },
  },
  'a group that is no security group': {
    given: async (company) => {
      await company.tellGroup('sales', [], false);
      await company.assign('sales', { members: [] });
      await company.cycle();
    },
    who: 'sales',
    answer: {
      cause: 'NotSecurityEnabled',
      says: ['is not in app-', 'no security group'],
      remedy: 'security group',
      next: 'none',
    },
  },
  'a group of an app whose groups are not provisioned': {
    app: { groups: { provision: false } },
    given: async (company) => {
      await company.tellGroup('sales');
      await company.cycle();
    },
    who: 'sales',
    answer: {
      cause: 'GroupsNotProvisioned',
      says: ['turns groups off'],
      remedy: 'provision: true',
      next: 'none',
    },
  },
  'only in the directory': {
    given: async (company) => {
      await company.cycle();
      company.findable = [
        { id: 'zoe', objectName: 'User', displayName: 'Zoe Park', userPrincipalName: 'zoe@contoso.example' },
      ];
    },
    who: 'zoe@contoso.example',
    answer: {
      cause: 'NotImported',
      says: ['Zoe Park', 'no cycle has read it yet'],
      remedy: 'scimflow sync',
      next: 'read',
    },
  },
  'only in the directory, and no cycle ever ran': {
    given: (company) => {
      company.findable = [
        { id: 'zoe', objectName: 'User', displayName: 'Zoe Park', userPrincipalName: null },
      ];
      return Promise.resolve();
    },
    who: 'Zoe Park',
    answer: { cause: 'NotImported', says: ['no cycle of the app has run yet'], remedy: 'sync', next: 'read' },
  },
};
