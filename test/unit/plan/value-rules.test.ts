import { describe, expect, it } from '@jest/globals';
import type { TargetValue } from '../../../src/schema/model.js';
import { violations, type ValueRule } from '../../../src/plan/value-rules.js';
import { aLink, aUser, noMatch, plan, someRules, updatableOfAnn } from './builders.js';

const short: ValueRule = { path: 'displayName', maxLength: 5 };
const noAngles: ValueRule = { path: null, forbiddenCharacters: '<>' };

describe('a rule for values', () => {
  it.each<[string, ValueRule, TargetValue | null, readonly string[]]>([
    ['as long as allowed', short, 'Annie', []],
    ['too long', short, 'Annika', ['displayName may have 5 characters and has more']],
    ['as long as allowed in characters, not in code units', short, '😀😀😀😀😀', []],
    [
      'too long in one of several',
      short,
      ['Ann', 'Annika'],
      ['displayName may have 5 characters and has more'],
    ],
    ['without text', short, true, []],
    ['a number', { path: 'displayName', maxLength: 1 }, 12, []],
    ['taken away', short, null, []],
    ['with a forbidden character', noAngles, 'a<b', ['displayName must not hold "<"']],
    ['with two of them', noAngles, '<b>', ['displayName must not hold "<" or ">"']],
    ['without any', noAngles, 'ab', []],
    ['of a complex kind', noAngles, [{ value: '<' }], []],
    ['of another attribute', { path: 'title', maxLength: 1 }, 'Annika', []],
    [
      'of the same attribute in another case',
      { path: 'DISPLAYNAME', maxLength: 1 },
      'Ann',
      ['displayName may have 1 characters and has more'],
    ],
  ])('%s', (_, rule, newValue, expected) => {
    expect(violations([{ path: 'displayName', oldValue: null, newValue }], [rule])).toEqual(expected);
  });

  it('is told of every attribute that breaks it', () => {
    const changes = ['displayName', 'title'].map((path) => ({ path, oldValue: null, newValue: '<' }));

    expect(violations(changes, [noAngles])).toHaveLength(2);
  });
});

describe('what the app would refuse', () => {
  const rules = someRules({ valueRules: [short] });

  it('is not created, and the value is not told', () => {
    const operation = plan(aUser(), null, noMatch, rules);

    expect(operation).toMatchObject({
      action: 'fail',
      errorCode: 'UnprocessableEntity',
      description: expect.stringContaining('displayName may have 5 characters'),
    });
    expect(JSON.stringify(operation)).not.toContain('Ann Lee');
  });

  it('is not sent to an existing account', () => {
    expect(plan(aUser({ attributes: { displayName: ['Ann Roe'] } }), aLink(), null, rules)).toMatchObject({
      action: 'fail',
      errorCode: 'UnprocessableEntity',
    });
  });

  it('does not matter where it is there already and nothing of it changes', () => {
    const retitled = aUser({ attributes: { jobTitle: ['CTO'] } });

    expect(plan(retitled, aLink(), null, rules)).toMatchObject({
      action: 'update',
      changes: [{ path: 'title' }],
    });
  });

  it('keeps nobody from being disabled', () => {
    const link = aLink({ exported: { ...updatableOfAnn, displayName: 'Other Name' } });

    expect(plan(aUser({ roles: [] }), link, null, rules)).toMatchObject({ action: 'disable' });
  });
});
