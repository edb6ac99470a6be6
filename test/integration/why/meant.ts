import { expect } from '@jest/globals';
import { annHasAccount, type Situation } from './situation.js';

/** The app is for them; they have an account, wait for one, or cannot get it. */
export const meant: Readonly<Record<string, Situation>> = {
  'a guest in scope': {
    given: async (company) => {
      await company.tell('mo', { attributes: { userPrincipalName: ['mo@fabrik.example'] } });
      await company.assign('mo');
      await company.cycle();
    },
    who: 'mo_fabrik.example#EXT#@contoso.example',
    answer: { cause: 'InStep', says: ['has account new-1'], remedy: null, next: 'none' },
  },
  'no value to look for': {
    given: async (company) => {
      await company.tell('ann', { attributes: { userPrincipalName: [] } });
      await company.assign('ann');
      await company.cycle();
    },
    who: 'ann',
    answer: {
      cause: 'EntryJoiningPropertyValueIsMissing',
      says: ['userName, by which it would be looked for'],
      remedy: 'Fill userPrincipalName',
      next: 'none',
      logCode: 'EntryJoiningPropertyValueIsMissing',
    },
  },
  'a conflict in the app, failed once': {
    given: async (company) => {
      company.target.takenNames.add('ann@contoso.example');
      await annHasAccount(company);
    },
    answer: {
      cause: 'EntryConflict',
      says: ['EntryConflict', '1 attempt', 'userName is taken'],
      remedy: 'Another account has a value that must be unique',
      next: 'plan',
      then: 'attempt 2',
      logCode: 'EntryConflict',
    },
  },
  'a conflict that stays: escrow with a ladder': {
    given: async (company) => {
      company.target.takenNames.add('ann@contoso.example');
      await annHasAccount(company);
      await company.cycle();
    },
    answer: {
      cause: 'EntryConflict',
      says: ['2 attempts'],
      remedy: 'unique',
      next: 'plan',
      then: 'The first cycle from 2',
    },
    also: ({ next, failures }) => {
      expect(next.notBefore).toBe(failures[0]?.nextAttemptAt);
    },
  },
  'a manager without an account': {
    given: async (company) => {
      await company.tell('max');
      await company.tell('ann', { manager: 'max' });
      await company.assign('ann');
      await company.cycle();
    },
    answer: {
      cause: 'UnableToResolveReferenceAttributeValue',
      says: ['has account new-1', 'manager waits for Max Lee', 'because the user is not assigned'],
      remedy: 'Bring Max Lee into scope',
      next: 'none',
      then: 'before Max Lee has an account',
    },
    also: ({ references }) => {
      expect(references).toMatchObject([{ unresolved: 1, waitingFor: [{ id: 'max', name: 'Max Lee' }] }]);
    },
  },
  'deletes wait for an answer': {
    app: { accidentalDeletions: { threshold: 1 } },
    given: async (company) => {
      await annHasAccount(company);
      await company.unassign('ann');
      await company.cycle();
    },
    answer: {
      cause: 'TooManyDeletes',
      says: ['has account new-1', 'waits for an answer since cycle 2'],
      remedy: 'allow`',
      next: 'answer',
      then: 'before somebody answers',
    },
  },
  'a rejected deletion': {
    app: { accidentalDeletions: { threshold: 1 } },
    given: async (company) => {
      await annHasAccount(company);
      await company.unassign('ann');
      await company.cycle();
      await company.context().store.stagedDeletions.answer(company.app, 'rejected', 2);
      await company.cycle();
    },
    answer: {
      cause: 'DeletionRejected',
      says: ['somebody rejected'],
      remedy: 'scimflow restart',
      next: 'none',
    },
  },
  'a group that the app cannot rename': {
    given: async (company) => {
      await company.tellGroup('sales');
      await company.assign('sales', { members: [] });
      await company.cycle();
      const [entry] = company.target.groups;
      const id = entry?.[0] ?? '';
      const { store, ...scope } = company.context();
      await store.links.drop(company.app, 'sales');
      await store.links.claim(scope, {
        sourceId: 'sales',
        objectName: 'Group',
        targetId: id,
        exported: { displayName: 'Old Sales' },
        state: 'managed',
      });
      await company.cycle();
    },
    who: 'sales',
    answer: {
      cause: 'CapabilityNotSupported',
      says: ['is in app-', 'cannot rename a group'],
      remedy: 'Do it in the app',
      next: 'none',
    },
  },
  'just provisioned': {
    given: annHasAccount,
    who: 'ANN@contoso.example',
    answer: {
      cause: 'InStep',
      says: ['has account new-1', 'as the directory says'],
      remedy: null,
      next: 'none',
      logCode: 'RedundantExport',
    },
    also: ({ operations, account, attributes }) => {
      expect(operations[0]).toMatchObject({ action: 'create', status: 'success', cycle: 1 });
      expect(operations[0]?.changed).toEqual(expect.arrayContaining(['userName', 'title']));
      expect(account).toMatchObject({ targetId: 'new-1', state: 'managed' });
      expect(attributes[0]).toEqual({
        path: 'userName',
        source: '[userPrincipalName]',
        value: 'ann@contoso.example',
        exported: 'ann@contoso.example',
        difference: 'none',
        isMatching: true,
        isRedacted: false,
      });
    },
  },
  'assigned through a group, by the id in the app': {
    given: async (company) => {
      await company.tell('ann');
      await company.tellGroup('sales', ['ann']);
      await company.assign('sales', { members: ['ann'] });
      await company.cycle();
    },
    who: 'new-1',
    answer: { cause: 'InStep', says: ['Ann Lee', 'has account new-1'], remedy: null, next: 'none' },
    also: ({ assignments }) => {
      expect(assignments).toEqual([
        {
          through: { groupId: 'sales', groupName: 'sales' },
          appRoleId: 'r1',
          role: 'User',
          isEntitling: true,
        },
      ]);
    },
  },
  'assigned, and no cycle since': {
    given: async (company) => {
      await company.cycle();
      await company.tell('ann');
      await company.assign('ann');
    },
    answer: {
      cause: 'ChangePending',
      says: ['has no account', 'no cycle has got to it yet'],
      remedy: 'scimflow provision',
      next: 'create',
      then: 'an account with userName "ann@contoso.example"; it takes that over, and creates one if there is none',
    },
  },
  'changed, and no cycle since': {
    given: async (company) => {
      await annHasAccount(company);
      await company.tell('ann', { title: 'Director' });
    },
    answer: {
      cause: 'ChangePending',
      says: ['what changed is not written yet'],
      remedy: 'sync',
      next: 'update',
      then: 'updates title',
    },
    also: ({ attributes }) => {
      expect(attributes.find(({ path }) => path === 'title')).toMatchObject({
        exported: 'Engineer',
        value: 'Director',
        difference: 'willChange',
      });
    },
  },
  'planned in the running cycle': {
    given: async (company) => {
      await company.tell('ann');
      await company.assign('ann');
      await company.plan();
    },
    answer: {
      cause: 'PlannedInRunningCycle',
      says: ['cycle 1 has planned a create'],
      remedy: null,
      next: 'plan',
      then: 'Cycle 1',
    },
  },
  'creating not allowed': {
    app: { targetObjectActions: { users: ['update'] } },
    given: annHasAccount,
    answer: {
      cause: 'TargetObjectActionDisabled',
      says: ['has no account', 'does not allow to create users'],
      remedy: 'targetObjectActions',
      next: 'none',
      then: 'takes over what',
    },
  },
  'two accounts that match': {
    given: async (company) => {
      company.target.users.set('t1', { userName: 'ann@contoso.example' });
      company.target.users.set('t2', { userName: 'ann@contoso.example' });
      await annHasAccount(company);
    },
    answer: {
      cause: 'DuplicateTargetEntries',
      says: ['has no account', 'have this userName'],
      remedy: 'Remove the duplicate',
      next: 'plan',
    },
  },
  'an account that a mapping switches off': {
    app: {
      mappings: [
        { target: 'userName', source: 'userPrincipalName', matching: 1, apply: 'always' },
        {
          target: 'active',
          expression: 'IIF([jobTitle] = "Left", "False", Not([IsSoftDeleted]))',
          apply: 'always',
        },
      ],
    },
    given: async (company) => {
      await annHasAccount(company);
      await company.tell('ann', { title: 'Left' });
      await company.cycle();
    },
    answer: {
      cause: 'DisabledByMapping',
      says: ['disabled', 'mapping of active'],
      remedy: 'mapping',
      next: 'none',
    },
  },
};
