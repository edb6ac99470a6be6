import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ObjectFlowType } from '../../../src/schema/model.js';
import type { Link, Match, PlannedOperation, Subject } from '../../../src/plan/model.js';
import { decide, evaluate, needsMatch, type Evaluation, type PlanRules } from '../../../src/plan/index.js';
import { aClause, aFilter, aGroup as aFilterGroup } from '../scoping/builders.js';
import {
  aRole,
  defaultAccess,
  defaultMappings,
  groupMappings,
  linkAfter,
  someGroupRules,
  someRules,
} from './builders.js';

const text = fc.constantFrom('', 'zq-ann', 'ZQ-ANN', 'zq-bob', 'zq-robert');
const values = fc.record(
  { userName: text, externalId: text, active: fc.boolean(), displayName: text, title: text, nickName: text },
  { requiredKeys: [] },
);
const subjects: fc.Arbitrary<Subject> = fc.record({
  objectId: fc.constant('u1'),
  state: fc.constantFrom('present', 'softDeleted', 'deleted'),
  isActive: fc.boolean(),
  managerId: fc.constantFrom(null, 'm1'),
  attributes: fc.dictionary(
    fc.constantFrom('userPrincipalName', 'objectId', 'displayName', 'jobTitle', 'mailNickname'),
    fc.array(text, { maxLength: 2 }),
  ),
  roles: fc.subarray([aRole(), aRole({ isEnabled: false }), defaultAccess]),
});
const links: fc.Arbitrary<Link | null> = fc.option(
  fc.record({
    targetId: fc.constant('t1'),
    exported: values,
    state: fc.constantFrom('managed', 'unmanaged'),
  }),
);
const matches: fc.Arbitrary<Match> = fc.oneof(
  fc.constant<Match>({ type: 'none' }),
  fc.record({
    type: fc.constant('one'),
    targetId: fc.constant('t1'),
    path: fc.constant('userName'),
    current: values,
  }),
  fc.constant<Match>({ type: 'several', path: 'userName', targetIds: ['t1', 't2'] }),
  fc.constant<Match>({ type: 'refused', errorCode: 'UnprocessableEntity', description: 'Refused.' }),
);
const filter = aFilter(aFilterGroup('Named', aClause('displayName', 'IS NOT NULL')));
const withoutActive = (each: typeof defaultMappings) => each.filter(({ target }) => target !== 'active');

/** Everything but what the kind of object decides. */
const choices = fc.record({
  flowTypes: fc.subarray<ObjectFlowType>(['Add', 'Update', 'Delete']),
  scope: fc.constantFrom('assigned' as const, 'all' as const),
  defaultAccessRole: fc.constantFrom('skip' as const, 'include' as const),
  appHasUserRole: fc.boolean(),
  capabilities: fc.record({
    create: fc.boolean(),
    update: fc.boolean(),
    disable: fc.boolean(),
    delete: fc.boolean(),
    rename: fc.boolean(),
  }),
  withoutDisabling: fc.constantFrom('delete' as const, 'leave' as const),
  skipsOutOfScopeDeletions: fc.boolean(),
  valueRules: fc.constantFrom([], [{ path: 'displayName', maxLength: 6 }]),
  schema: fc.constantFrom({}, { scope: filter }),
});
const userRules = fc
  .tuple(choices, fc.constantFrom(defaultMappings, withoutActive(defaultMappings)))
  .map(([chosen, mappings]) =>
    someRules({ ...chosen, mappings, capabilities: { ...chosen.capabilities, rename: true } }),
  );
const groupRules = choices.map((chosen) =>
  someGroupRules({
    ...chosen,
    mappings: groupMappings,
    capabilities: { ...chosen.capabilities, update: true, disable: false },
  }),
);
const rules: fc.Arbitrary<PlanRules> = fc.oneof(userRules, groupRules);

interface Planned {
  readonly subject: Subject;
  readonly link: Link | null;
  readonly match: Match;
  readonly given: PlanRules;
  readonly evaluation: Evaluation;
  readonly operation: PlannedOperation;
}

/** Checks what holds of any plan. */
function everyPlan(check: (planned: Planned) => void): void {
  fc.assert(
    fc.property(subjects, links, matches, rules, (subject, link, match, given) => {
      const evaluation = evaluate(subject, given);
      const operation = decide(evaluation, link, needsMatch(evaluation, link) ? match : null, given);
      check({ subject, link, match, given, evaluation, operation });
    }),
    { numRuns: 2_000 },
  );
}

describe('a plan, whatever the object, its counterpart and the rules', () => {
  it('is one operation, and once that is carried out there is nothing left to write', () => {
    everyPlan(({ evaluation, link, match, given, operation }) => {
      const again = decide(evaluation, linkAfter(operation, link), match, given);

      expect(again.action).toBe(operation.action === 'fail' ? 'fail' : 'skip');
    });
  });

  it('takes only from who lost the scope, and from them does nothing else', () => {
    everyPlan(({ evaluation, operation: { action } }) => {
      const isTaken = action === 'disable' || action === 'delete';

      if (evaluation.isSoftDeleted) expect(['disable', 'delete', 'skip', 'fail']).toContain(action);
      else expect(isTaken).toBe(false);
    });
  });

  it('deletes nobody who is present, unless the app cannot disable and its connector says so', () => {
    everyPlan(({ subject, given, operation }) => {
      if (operation.action !== 'delete' || given.mapping.objectName === 'Group') return;
      if (subject.state === 'deleted') return;

      expect(given).toMatchObject({ capabilities: { disable: false }, withoutDisabling: 'delete' });
    });
  });

  it('deletes and disables only what is managed or managed again, can be and may be', () => {
    everyPlan(({ subject, evaluation, link, given, operation: { action } }) => {
      if (action !== 'delete' && action !== 'disable') return;
      const isReclaimed = evaluation.inScope && subject.state === 'present';

      expect(link?.state === 'managed' || isReclaimed).toBe(true);
      expect(given.capabilities[action]).toBe(true);
      expect(given.mapping.flowTypes).toContain(action === 'delete' ? 'Delete' : 'Update');
    });
  });

  it('leaves alone who is only out of scope, where that is asked for', () => {
    everyPlan(({ subject, given, operation: { action } }) => {
      if (!given.skipsOutOfScopeDeletions || subject.state !== 'present' || !subject.isActive) return;

      expect(['disable', 'delete']).not.toContain(action);
    });
  });

  it('changes nothing of somebody who lost the app but what losing it changes', () => {
    everyPlan(({ operation }) => {
      if (operation.action !== 'disable') return;

      expect(operation.changes.map(({ path }) => path)).toEqual(['active']);
    });
  });

  it('never gives an existing object a name that the app cannot give it', () => {
    everyPlan(({ given, operation }) => {
      if (given.capabilities.rename || operation.action !== 'update') return;

      expect(operation.changes.map(({ path }) => path)).not.toContain('displayName');
    });
  });

  it('tells no attribute value in its steps, its reasons and its descriptions', () => {
    everyPlan(({ operation }) => {
      const { steps, ...rest } = operation;
      const said = { steps, description: 'description' in rest ? rest.description : null };

      expect(JSON.stringify(said).toLowerCase()).not.toContain('zq-');
    });
  });
});
