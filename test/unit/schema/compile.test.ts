import { describe, expect, it } from '@jest/globals';
import type { InlineMapping } from '../../../src/schema/inline-mappings.js';
import { MappingError, type MappingProblem } from '../../../src/schema/mapping-error.js';
import { anAttribute, compiled, userName } from './some-schema.js';

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

  it('asks in the order of the mappings where priorities are the same', () => {
    const { matching } = compiled([userName, { target: 'externalId', source: 'objectId', matching: 1 }]);

    expect(matching.map(({ path }) => path)).toEqual(['userName', 'externalId']);
  });

  it('passes over a mapping from which nothing flows', () => {
    const { mappings } = compiled([userName, { target: 'title' }]);

    expect(mappings.map(({ path }) => path)).toEqual(['userName']);
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
    [
      'a target in another spelling',
      [
        userName,
        { target: 'emails[type eq "work"].value', source: 'mail' },
        { target: 'Emails[ type EQ "work" ].Value', source: 'mail' },
      ],
      /more than one mapping/,
    ],
    [
      'a list and its values',
      [userName, { target: 'emails', source: 'mail' }, { target: 'emails.value', source: 'otherMails' }],
      /more than one mapping/,
    ],
    [
      'an unknown attribute in an object filter',
      [
        userName,
        { target: 'objectFilter', expression: 'IIF([emploeeType] = "x", IgnoreObjectFlow, "False")' },
      ],
      /did you mean employeeType/,
    ],
    [
      'matching by an object filter',
      [
        { target: 'userName', source: 'mail' },
        { target: 'objectFilter', expression: 'ToLower([mail])', matching: 1 },
      ],
      /no attribute of the app/,
    ],
    [
      'the URN of a schema alone',
      [userName, { target: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User', source: 'mail' }],
      /URN of a schema/,
    ],
    [
      'a slip in an enterprise attribute',
      [
        userName,
        {
          target: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:departmnt',
          source: 'department',
        },
      ],
      /did you mean department\?/,
    ],
    [
      'a filter by an unknown sub-attribute',
      [userName, { target: 'emails[typ eq "work"].value', source: 'mail' }],
      /no attribute of the core/,
    ],
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

  it.each(['badge', 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:departement'])(
    'takes it that the app has %s when that is declared',
    (target) => {
      const { mappings } = compiled([userName, { target, source: 'department' }], {
        targetAttributes: [anAttribute(target)],
      });

      expect(mappings[1]?.path).toBe(target);
    },
  );

  it.each([
    'urn:ietf:params:scim:schemas:core:2.0:User:userName',
    'emails[ type eq "work" ].value',
    'emails',
    'name',
  ])('finds what fills %s, which is required, whatever its spelling', (required) => {
    const filling: readonly InlineMapping[] = [
      userName,
      { target: 'emails[type eq "work"].value', source: 'mail' },
      { target: 'name.givenName', source: 'givenName' },
    ];

    expect(() =>
      compiled(filling, { targetAttributes: [anAttribute(required, { required: true })] }),
    ).not.toThrow();
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
