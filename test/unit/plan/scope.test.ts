import { describe, expect, it } from '@jest/globals';
import type { EntitlingRole, Subject } from '../../../src/plan/model.js';
import { evaluate, needsMatch, type PlanRules } from '../../../src/plan/index.js';
import { aLink, aRole, aUser, defaultAccess, plan, someRules } from './builders.js';

const disabledRole = aRole({ isEnabled: false });

describe('scope', () => {
  it.each<[string, readonly EntitlingRole[], Partial<PlanRules>, boolean]>([
    ['an assigned user', [aRole()], {}, true],
    ['a user assigned through a group', [aRole({ throughGroupId: 'g1' })], {}, true],
    ['an unassigned user', [], {}, false],
    ['any user under scope all', [], { scope: 'all' }, true],
    ['Default Access when it is skipped', [defaultAccess], {}, false],
    ['Default Access when it is included', [defaultAccess], { defaultAccessRole: 'include' }, true],
    ['Default Access when the app has no role for users', [defaultAccess], { appHasUserRole: false }, true],
    ['Default Access and a role', [defaultAccess, aRole()], {}, true],
    ['a disabled role', [disabledRole], {}, false],
    ['a disabled role and an enabled one', [disabledRole, aRole()], {}, true],
    ['Default Access, skipped, and a disabled role', [defaultAccess, disabledRole], {}, false],
  ])('%s', (_, roles, rules, inScope) => {
    expect(evaluate(aUser({ roles }), someRules(rules)).inScope).toBe(inScope);
  });

  it.each<[string, Partial<Subject>, boolean]>([
    ['unassigned', { roles: [] }, true],
    ['blocked from sign-in', { isActive: false }, true],
    ['in the recycle bin', { state: 'softDeleted' }, true],
    ['deleted for good', { state: 'deleted' }, true],
    ['present, enabled and assigned', {}, false],
  ])('IsSoftDeleted of a user who is %s', (_, subject, isSoftDeleted) => {
    const evaluation = evaluate(aUser(subject), someRules());

    expect(evaluation.isSoftDeleted).toBe(isSoftDeleted);
    expect(evaluation.mapped.values['active']).toBe(!isSoftDeleted);
  });

  it.each<[string, Partial<Subject>]>([
    ['unassigned', { roles: [] }],
    ['without a role that counts', { roles: [defaultAccess] }],
    ['blocked', { isActive: false }],
    ['deleted', { state: 'softDeleted' }],
  ])('a user who is %s and has no account is passed over, without asking the target', (_, changes) => {
    const subject = aUser(changes);

    expect(needsMatch(evaluate(subject, someRules()), null)).toBe(false);
    expect(plan(subject, null, null)).toMatchObject({
      action: 'skip',
      reason: 'NotEffectivelyEntitled',
      values: null,
    });
  });

  it('says in the log what was missing', () => {
    const { steps } = plan(aUser({ roles: [defaultAccess] }), null, null);

    expect(steps.map(({ provisioningStepType }) => provisioningStepType)).toEqual([
      'import',
      'scoping',
      'matching',
      'export',
    ]);
    expect(steps[1]).toMatchObject({
      name: 'EntrySynchronizationScoping',
      status: 'skipped',
      details: {
        'Active in the source system': 'True',
        'Assigned to the application': 'True',
        'User has the required role': 'False',
        'Scoping filter evaluation passed': 'True',
        ScopeEvaluationResult: '{}',
      },
    });
    expect(steps[3]?.details).toEqual({ SkipReason: 'NotEffectivelyEntitled' });
  });

  it('asks the target for a user in scope only while there is no link', () => {
    const evaluation = evaluate(aUser(), someRules());

    expect(needsMatch(evaluation, null)).toBe(true);
    expect(needsMatch(evaluation, aLink())).toBe(false);
  });
});
