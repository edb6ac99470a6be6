import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ObjectFlowType } from '../../../src/schema/model.js';
import type { Link, Match, Subject } from '../../../src/plan/model.js';
import { decide, evaluate, needsMatch } from '../../../src/plan/index.js';
import { aRole, defaultAccess, linkAfter, someRules } from './builders.js';

const text = fc.constantFrom('', 'ann', 'ANN', 'bob');
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
);
const rules = fc
  .record({
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
  })
  .map(someRules);

describe('a plan, whatever the user, the account and the rules', () => {
  it('is one operation, and once that is carried out there is nothing left to write', () => {
    fc.assert(
      fc.property(subjects, links, matches, rules, (subject, link, match, given) => {
        const evaluation = evaluate(subject, given);
        const first = decide(evaluation, link, needsMatch(evaluation, link) ? match : null, given);
        const later = linkAfter(first, link);
        const second = decide(evaluation, later, match, given);

        expect(second.action).toBe(first.action === 'fail' ? 'fail' : 'skip');
      }),
      { numRuns: 2_000 },
    );
  });

  it('never gives or takes an account against the entitlement', () => {
    fc.assert(
      fc.property(subjects, links, matches, rules, (subject, link, match, given) => {
        const evaluation = evaluate(subject, given);
        const { action } = decide(evaluation, link, match, given);

        if (evaluation.isSoftDeleted) expect(['disable', 'delete', 'skip', 'fail']).toContain(action);
        else expect(['disable', 'delete']).not.toContain(action);
      }),
    );
  });
});
