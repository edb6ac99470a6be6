import { describe, expect, it } from '@jest/globals';
import { compileObjectMapping, MappingError, type MappingProblem } from '../../../src/schema/compile.js';
import { toObjectMapping, type InlineMapping } from '../../../src/schema/inline-mappings.js';

const userName: InlineMapping = { target: 'userName', source: 'userPrincipalName', matching: 1 };

describe('a compiled object mapping', () => {
  it('knows the source attributes to read, without computed ones', () => {
    const compiled = compileObjectMapping(
      toObjectMapping([
        userName,
        { target: 'active', expression: 'Not([IsSoftDeleted])' },
        { target: 'name.formatted', expression: 'Join(" ", [givenName], ToUpper([surname]))' },
        { target: 'name.familyName', source: 'surname' },
        { target: 'userType', constant: 'Employee' },
      ]),
    );

    expect(compiled.sourceAttributes).toEqual(['userPrincipalName', 'givenName', 'surname']);
  });

  it('asks by matching priority', () => {
    const compiled = compileObjectMapping(
      toObjectMapping([
        { target: 'userName', source: 'mail', matching: 2 },
        { target: 'externalId', source: 'objectId', matching: 1 },
      ]),
    );

    expect(compiled.matching.map(({ path }) => path)).toEqual(['externalId', 'userName']);
  });

  it('spells paths canonically', () => {
    const { paths } = compileObjectMapping(
      toObjectMapping([userName, { target: 'emails[type EQ "work"].value', source: 'mail' }]),
    );

    expect(paths).toEqual(['userName', 'emails[type eq "work"].value']);
  });

  it('gives default values their type', () => {
    const { mappings } = compileObjectMapping(
      toObjectMapping([userName, { target: 'active', source: 'x', default: 'true' }]),
    );

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
      [userName, { target: 'active', source: 'x', default: 'yes' }],
      /default value/,
    ],
  ])('refuses %s', (_, mappings, problem) => {
    expect(() => compileObjectMapping(toObjectMapping(mappings))).toThrow(problem);
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
    compileObjectMapping(toObjectMapping(mappings));
    return [];
  } catch (error) {
    if (error instanceof MappingError) return error.problems;
    throw error;
  }
}
