import { describe, expect, it } from '@jest/globals';
import type { Subject } from '../../../src/plan/model.js';
import type { PlanRules } from '../../../src/plan/index.js';
import type { ObjectStanding, StandingOperation } from '../../../src/store/index.js';
import { explain, explainUnread, explainUnusable, type ObjectFacts } from '../../../src/why/index.js';
import { aLink, aUser, defaultMappings, someRules, updatableOfAnn } from '../plan/builders.js';
import { aClause, aFilter, aGroup } from '../scoping/builders.js';

const NOW = new Date('2026-05-01T12:00:00.000Z');
const EARLIER = new Date('2026-04-01T12:00:00.000Z');
const linked: ObjectStanding['link'] = { ...aLink(), createdAt: EARLIER, updatedAt: EARLIER };

interface Given {
  readonly user?: Partial<Subject>;
  readonly rules?: PlanRules;
  readonly standing?: Partial<ObjectStanding>;
  readonly facts?: Partial<ObjectFacts>;
}

function factsOf({ user, rules = someRules(), standing, facts }: Given): ObjectFacts {
  const { objectId, roles, ...object } = aUser(user);
  return {
    app: 'dialpad',
    now: NOW,
    object: { ...object, id: objectId, objectName: 'User' },
    roles,
    groupNames: new Map(),
    rules,
    groupsBlocked: null,
    standing: {
      link: null,
      isMarked: false,
      areReferencesMarked: false,
      escrows: [],
      deletion: null,
      operations: [],
      ...standing,
    },
    references: [],
    lastCycle: {
      number: 7,
      kind: 'incremental',
      state: 'succeeded',
      began: EARLIER.toISOString(),
      ended: EARLIER.toISOString(),
    },
    isRestarting: false,
    ...facts,
  };
}

function anOperation(changes: Partial<StandingOperation>): StandingOperation {
  return {
    about: 'object',
    cycle: 7,
    action: 'create',
    status: 'success',
    reason: null,
    errorCode: null,
    changed: [],
    plannedAt: EARLIER,
    finishedAt: EARLIER,
    ...changes,
  };
}

const gone = { link: linked, operations: [] };
const running = { number: 7, kind: 'incremental', state: 'running', began: '', ended: null };
const redacting = someRules({
  mappings: [...defaultMappings, { target: 'userType', expression: 'Redact([department])' }],
});

describe('why, in states that are rare', () => {
  it.each<[string, Given, string, string, string]>([
    [
      'a create whose answer was lost',
      { standing: { operations: [anOperation({ status: 'unknown', finishedAt: null })] } },
      'OutcomeUnknown',
      'cycle 7 sent a create, and the answer of the app was lost',
      'asks dialpad what became of it',
    ],
    [
      'a write that is begun in the running cycle',
      {
        standing: { operations: [anOperation({ status: 'started', finishedAt: null })] },
        facts: { lastCycle: running },
      },
      'PlannedInRunningCycle',
      'cycle 7 has planned a create',
      'Cycle 7, which is running',
    ],
    [
      'a write that is begun on demand',
      { standing: { operations: [anOperation({ cycle: -3, status: 'planned', finishedAt: null })] } },
      'PlannedInRunningCycle',
      'work on demand has planned a create',
      'Work on demand, which is running',
    ],
    [
      'a write that a cycle left behind that runs no more',
      { standing: { isMarked: true, operations: [anOperation({ status: 'planned', finishedAt: null })] } },
      'ChangePending',
      'no cycle has got to it yet',
      'looks in dialpad for an account with userName "ann@x.example", else externalId "u1"',
    ],
    [
      'what was given up after 28 days',
      {
        standing: {
          operations: [
            anOperation({
              action: 'fail',
              status: 'failure',
              errorCode: 'EntryConflict',
              reason: 'Given up after 28 days.',
            }),
          ],
        },
      },
      'EntryConflict',
      'is not tried again by itself: Given up after 28 days.',
      'Nothing, until the directory says something new',
    ],
    ['what nothing asked for', {}, 'NotPlanned', 'nothing has asked for it', 'scimflow restart dialpad'],
    [
      'what a changed configuration looks at again',
      { facts: { isRestarting: true } },
      'ChangePending',
      'no cycle has got to it yet',
      'creates one if there is none',
    ],
    [
      'a first cycle that failed',
      { facts: { lastCycle: { ...running, kind: 'initial', state: 'failed' } } },
      'ChangePending',
      'no cycle has got to it yet',
      'creates one',
    ],
    [
      'whom the schema does not read',
      {
        rules: someRules({
          schema: {
            scope: {
              ...aFilter(),
              inputFilterGroups: [aGroup('Read', aClause('jobTitle', 'EQUALS', 'Boss'))],
            },
          },
        }),
      },
      'EntrySynchronizationSkipped',
      "inputFilterGroups) leaves the user alone: Read.jobTitle EQUALS 'Boss' is not true (jobTitle has no value)",
      'Nothing',
    ],
    [
      'whom a mapping to objectFilter leaves alone',
      {
        rules: someRules({
          mappings: [
            ...defaultMappings,
            { target: 'objectFilter', expression: 'IIF([mailNickname] = "ann", IgnoreObjectFlow, "False")' },
          ],
        }),
      },
      'EntrySynchronizationSkipped',
      'a mapping to objectFilter',
      'Nothing',
    ],
    [
      'an app that nobody is disabled in',
      {
        user: { roles: [] },
        standing: gone,
        rules: someRules({ mappings: [{ target: 'userName', source: 'userPrincipalName', matching: 1 }] }),
      },
      'EntrySynchronizationSkipped',
      'not assigned to the app, neither directly nor through a group, and no mapping says what happens',
      'Nothing',
    ],
    [
      'an expression that fails',
      {
        rules: someRules({
          mappings: [...defaultMappings, { target: 'locale', expression: 'Item([displayName], 9)' }],
        }),
        standing: { isMarked: true },
      },
      'ExpressionEvaluationError',
      'Mapping to locale',
      'fails as long as nothing changes',
    ],
    [
      'references that the app refused',
      {
        standing: {
          link: { ...aLink({ exported: updatableOfAnn }), createdAt: EARLIER, updatedAt: EARLIER },
          escrows: [
            {
              about: 'references',
              errorCode: 'UnprocessableEntity',
              attempts: 2,
              firstFailedAt: EARLIER,
              nextAttemptAt: NOW,
            },
          ],
        },
      },
      'UnprocessableEntity',
      'its own attributes are written, but writing whom it names',
      'The next cycle tries again (attempt 3)',
    ],
  ])('%s', (_name, given, cause, because, then) => {
    const told = explain(factsOf(given));

    expect(told.cause).toBe(cause);
    expect(told.because).toContain(because);
    expect(told.next.sentence).toContain(then);
  });

  it('tells everything that keeps somebody out, and what weighs most first', () => {
    const told = explain(factsOf({ user: { isActive: false, roles: [] } }));

    expect(told.cause).toBe('AccountDisabled');
    expect(told.remarks).toEqual([
      'Besides: the user is not assigned to the app, neither directly nor through a group.',
    ]);
  });

  it('shows nobody what a mapping redacts, whether it is to be written or was', () => {
    const department = 'Secret Lab';
    const user = { attributes: { department: [department] } };
    const link = {
      ...aLink({ exported: { ...updatableOfAnn, userType: department } }),
      createdAt: EARLIER,
      updatedAt: EARLIER,
    };

    const texts = [
      { user, rules: redacting },
      { user, rules: redacting, standing: { link } },
    ].map((given) => JSON.stringify(explain(factsOf(given))));

    for (const text of texts) {
      expect(text).toContain('[Redact]');
      expect(text).not.toContain(department);
    }
  });

  it('tells what stays different, and why', () => {
    const link = {
      ...aLink({ exported: { ...updatableOfAnn, nickName: 'annie' } }),
      createdAt: EARLIER,
      updatedAt: EARLIER,
    };
    const told = explain(factsOf({ standing: { link } }));

    expect(told).toMatchObject({
      cause: 'InStep',
      remarks: ['nickName differs and is written on creation only.'],
    });
    expect(told.attributes.find(({ path }) => path === 'nickName')).toMatchObject({
      difference: 'kept',
      value: 'ann',
      exported: 'annie',
    });
  });

  it('still tells of somebody whose app has a configuration that cannot be used', () => {
    const told = explainUnusable(factsOf({ facts: { rules: null } }), 'Mend it.');

    expect(told).toMatchObject({
      cause: 'ConfigurationInvalid',
      remedy: 'Mend it.',
      next: { action: 'none' },
    });
  });

  it.each([
    [{ isAssigned: false }, 'NotAssigned'],
    [{ isAssigned: true }, 'NotImported'],
    [{ isAssigned: false, scope: 'all' }, 'NotImported'],
    [{ groupsBlocked: 'connector' }, 'GroupsNotProvisioned'],
    [{ lastCycle: null }, 'NotImported'],
  ] as const)('knows of a group that only the directory has, with %j: %s', (changes, cause) => {
    const found = {
      id: 'g1',
      objectName: 'Group',
      displayName: 'Sales',
      userPrincipalName: null,
      isKnown: false,
    } as const;
    const told = explainUnread({
      app: 'dialpad',
      found,
      groupsBlocked: null,
      isAssigned: false,
      scope: 'assigned',
      lastCycle: running,
      ...changes,
    });

    expect(told.cause).toBe(cause);
  });
});
