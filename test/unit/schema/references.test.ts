import { describe, expect, it } from '@jest/globals';
import { MappingError } from '../../../src/schema/mapping-error.js';
import type { InlineMapping } from '../../../src/schema/inline-mappings.js';
import { anAttribute, compiled, userName, type SchemaParts } from './some-schema.js';

const MANAGER = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager';
const name: InlineMapping = { target: 'displayName', source: 'displayName', matching: 1 };
const members: InlineMapping = { target: 'members', source: 'members' };

describe('references among the mappings', () => {
  it('are kept apart from values, and read from the source', () => {
    const users = compiled([userName, { target: MANAGER, source: 'manager' }]);

    expect(users.mappings.map(({ path }) => path)).toEqual(['userName']);
    expect(users.references).toMatchObject([
      { path: MANAGER, source: 'manager', follows: true, clears: false, attribute: { holds: 'one' } },
    ]);
    expect(users.sourceAttributes).toContain('manager');
  });

  it('of a group are its members', () => {
    const groups = compiled([name, members], { objectName: 'Group' });

    expect(groups).toMatchObject({
      objectName: 'Group',
      references: [{ path: 'members', source: 'members', attribute: { holds: 'list' } }],
    });
  });

  it.each([
    ['always', true],
    ['create', false],
    ['when-empty', false],
    ['add-multi-values', false],
  ] as const)('applied %s, follow the source: %s', (apply, follows) => {
    const { references } = compiled([name, { ...members, apply }], { objectName: 'Group' });

    expect(references).toMatchObject([{ follows }]);
  });

  it('clear the target when source and mapping both say so', () => {
    const sourceAttributes = [anAttribute('manager', { type: 'Reference', flowNullValues: true })];
    const mapping = { target: MANAGER, source: 'manager', flowNullValues: true };

    expect(compiled([userName, mapping], { sourceAttributes }).references).toMatchObject([{ clears: true }]);
    expect(compiled([userName, mapping]).references).toMatchObject([{ clears: false }]);
  });
});

describe('what cannot be mapped', () => {
  it.each<[string, readonly InlineMapping[], SchemaParts, RegExp]>([
    ['a group without members', [name], { objectName: 'Group' }, /without their members/],
    [
      'a group without a matching attribute',
      [{ target: 'displayName', source: 'displayName' }, members],
      { objectName: 'Group' },
      /displayName is the usual one/,
    ],
    [
      'a group by an attribute of users',
      [name, members, { target: 'externalId', source: 'userPrincipalName' }],
      { objectName: 'Group' },
      /no attribute userPrincipalName/,
    ],
    [
      'a group to an attribute of users',
      [name, members, { target: 'title', source: 'description' }],
      { objectName: 'Group' },
      /no attribute of the core Group schema/,
    ],
    [
      'members of a user',
      [userName, { target: 'members', source: 'manager' }],
      {},
      /no attribute of the core User schema/,
    ],
    [
      'a manager as plain text',
      [userName, { target: 'title', source: 'manager' }],
      {},
      /CStr\(\[manager\]\)/,
    ],
    [
      'a reference by an expression',
      [userName, { target: MANAGER, expression: 'CStr([manager])' }],
      {},
      /mapped as it is/,
    ],
    [
      'a reference with a default',
      [userName, { target: MANAGER, source: 'manager', default: 'x' }],
      {},
      /no default value/,
    ],
    [
      'a manager twice',
      [userName, { target: MANAGER, source: 'manager' }, { target: MANAGER, source: 'manager' }],
      {},
      /more than one mapping/,
    ],
    [
      'a reference that nobody delivers',
      [userName, { target: MANAGER, source: 'assistant' }],
      { sourceAttributes: [anAttribute('assistant', { type: 'Reference' })] },
      /no source tells/,
    ],
  ])('%s', (_, mappings, parts, message) => {
    expect(() => compiled(mappings, parts)).toThrow(MappingError);
    expect(() => compiled(mappings, parts)).toThrow(message);
  });
});

describe('references read as values', () => {
  it.each<[string, InlineMapping, boolean]>([
    ['by an expression', { target: 'title', expression: 'CStr([manager])' }, true],
    ['as a reference alone', { target: MANAGER, source: 'manager' }, false],
  ])('%s', (_, mapping, expected) => {
    expect(compiled([userName, mapping]).readsReferences).toBe(expected);
  });
});
