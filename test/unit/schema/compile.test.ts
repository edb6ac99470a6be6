import { describe, expect, it } from '@jest/globals';
import type { InlineMapping } from '../../../src/schema/inline-mappings.js';
import { MappingError, type MappingProblem } from '../../../src/schema/mapping-error.js';
import { compiled, userName } from './some-schema.js';

describe('a compiled object mapping', () => {
  it('knows the source attributes to read, without computed ones', () => {
    const mapping = compiled([
      userName,
      { target: 'active', expression: 'Not([IsSoftDeleted])' },
      { target: 'name.formatted', expression: 'Join(" ", [givenName], ToUpper([surname]))' },
      { target: 'name.familyName', source: 'surname' },
      { target: 'userType', constant: 'Employee' },
    ]);

    expect(mapping.sourceAttributes).toEqual(['userPrincipalName', 'givenName', 'surname']);
  });

  it('asks by matching priority', () => {
    const mapping = compiled([
      { target: 'userName', source: 'mail', matching: 2 },
      { target: 'externalId', source: 'objectId', matching: 1 },
    ]);

    expect(mapping.matching.map(({ path }) => path)).toEqual(['externalId', 'userName']);
  });

  it('spells paths canonically', () => {
    const { mappings } = compiled([userName, { target: 'emails[type EQ "work"].value', source: 'mail' }]);

    expect(mappings.map(({ path }) => path)).toEqual(['userName', 'emails[type eq "work"].value']);
  });

  it('gives default values their type', () => {
    const { mappings } = compiled([
      userName,
      { target: 'active', source: 'accountEnabled', default: 'true' },
    ]);

    expect(mappings.map(({ defaultValue }) => defaultValue)).toEqual([null, true]);
  });

  it.each<[string, readonly InlineMapping[], RegExp]>([
    ['a repeated target', [userName, { target: 'username', source: 'mail' }], /more than one mapping/],
    ['no matching attribute', [{ target: 'userName', source: 'mail' }], /matching priority/],
    ['the target id', [userName, { target: 'id', source: 'objectId' }], /set by the app alone/],
    ['an invalid path', [userName, { target: 'emails[type ne "x"].value', source: 'mail' }], /"eq"/],
    [
      'an unknown attribute',
      [userName, { target: 'dispalyName', source: 'displayName' }],
      /did you mean displayName/,
    ],
    [
      'an unknown sub-attribute',
      [userName, { target: 'name.middle', source: 'x' }],
      /no attribute of the core/,
    ],
    [
      'a filter without sub-attribute',
      [userName, { target: 'emails[type eq "work"]', source: 'mail' }],
      /sub-attribute/,
    ],
    [
      'a bad expression',
      [userName, { target: 'title', expression: 'Tolower([jobTitle])' }],
      /did you mean ToLower/,
    ],
    [
      'a default that is no Boolean',
      [userName, { target: 'active', source: 'accountEnabled', default: 'yes' }],
      /default value/,
    ],
  ])('refuses %s', (_, mappings, problem) => {
    expect(() => compiled(mappings)).toThrow(problem);
  });

  it('lists all problems at once', () => {
    const problems = problemsOf([
      { target: 'id', source: 'objectId' },
      { target: 'title', expression: 'Join(' },
    ]);

    expect(problems.map(({ target }) => target)).toEqual(['id', 'title', null]);
  });
});

function problemsOf(mappings: readonly InlineMapping[]): readonly MappingProblem[] {
  try {
    compiled(mappings);
    return [];
  } catch (error) {
    if (error instanceof MappingError) return error.problems;
    throw error;
  }
}
