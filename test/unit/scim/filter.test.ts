import { describe, expect, it } from '@jest/globals';
import { equalityFilter, hasValue } from '../../../src/scim/filter.js';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

describe('a filter', () => {
  it.each([
    { path: 'userName', value: 'ann', expected: 'userName eq "ann"' },
    { path: 'userName', value: 'a"b\\c', expected: 'userName eq "a\\"b\\\\c"' },
    { path: 'emails[type eq "work"].value', value: 'a', expected: 'emails[type eq "work"].value eq "a"' },
    {
      path: `${ENTERPRISE}:employeeNumber`,
      value: '7',
      expected: `${ENTERPRISE}:employeeNumber eq "7"`,
    },
  ])('$expected', ({ path, value, expected }) => {
    expect(equalityFilter(path, value)).toBe(expected);
  });
});

describe('a returned resource', () => {
  const resource = {
    id: 'Id-1',
    userName: 'Ann@contoso.example',
    externalId: 'Ext-1',
    emails: [
      { type: 'home', value: 'home@x.example' },
      { type: 'work', value: 'work@x.example' },
    ],
  };

  it.each([
    { path: 'userName', value: 'ann@CONTOSO.example', matches: true },
    { path: 'userName', value: 'bob@contoso.example', matches: false },
    { path: 'externalId', value: 'Ext-1', matches: true },
    { path: 'externalId', value: 'ext-1', matches: false },
    { path: 'id', value: 'id-1', matches: false },
    { path: 'emails[type eq "work"].value', value: 'WORK@x.example', matches: true },
    { path: 'emails[type eq "work"].value', value: 'home@x.example', matches: false },
    { path: 'emails', value: 'home@x.example', matches: true },
    { path: 'displayName', value: 'Ann', matches: false },
  ])('by $path "$value": $matches', ({ path, value, matches }) => {
    expect(hasValue(resource, path, value)).toBe(matches);
  });
});
