import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formatScimPath, parseScimPath, ScimPathError } from '../../../src/schema/scim-path.js';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

describe('a SCIM path', () => {
  it.each([
    ['userName', { schema: null, attribute: 'userName', filter: null, subAttribute: null }],
    ['name.givenName', { schema: null, attribute: 'name', filter: null, subAttribute: 'givenName' }],
    [
      'emails[type eq "work"].value',
      {
        schema: null,
        attribute: 'emails',
        filter: { attribute: 'type', value: 'work' },
        subAttribute: 'value',
      },
    ],
    [
      'roles[primary eq "True"].value',
      {
        schema: null,
        attribute: 'roles',
        filter: { attribute: 'primary', value: 'True' },
        subAttribute: 'value',
      },
    ],
    [
      `${ENTERPRISE}:department`,
      { schema: ENTERPRISE, attribute: 'department', filter: null, subAttribute: null },
    ],
    [
      `${ENTERPRISE}:manager.value`,
      { schema: ENTERPRISE, attribute: 'manager', filter: null, subAttribute: 'value' },
    ],
    [
      'urn:example:ext:User:tags[kind eq "a:b.c]"].value',
      {
        schema: 'urn:example:ext:User',
        attribute: 'tags',
        filter: { attribute: 'kind', value: 'a:b.c]' },
        subAttribute: 'value',
      },
    ],
  ])('%s is read and written back as it is', (text, path) => {
    expect(parseScimPath(text)).toEqual(path);
    expect(formatScimPath(parseScimPath(text))).toBe(text);
  });

  it.each([
    ['emails[ type  EQ "work" ].value', 'emails[type eq "work"].value'],
    ['roles[primary eq true].value', 'roles[primary eq "True"].value'],
    ['urn:ietf:params:scim:schemas:core:2.0:User:userName', 'userName'],
  ])('%s is spelled %s', (text, canonical) => {
    expect(formatScimPath(parseScimPath(text))).toBe(canonical);
  });

  it.each([
    ['', 0, 'attribute name'],
    ['user name', 4, 'the end'],
    ['foo:bar', 0, 'URN'],
    ['urn:a:b:', 8, 'attribute name'],
    ['emails[type ne "work"].value', 11, '"eq"'],
    ['emails[type eq work].value', 15, 'double quotes'],
    ['emails[type eq "work"', 21, '"]"'],
    ['emails[type eq "\\x"].value', 15, 'JSON'],
    ['name.', 5, 'sub-attribute'],
    ['name.given.name', 10, 'the end'],
  ])('%j is refused at %d: expected %s', (text, position, expectation) => {
    const parse = () => parseScimPath(text);

    expect(parse).toThrow(ScimPathError);
    expect(parse).toThrow(
      expect.objectContaining({ position, expectation: expect.stringContaining(expectation) }),
    );
  });

  it('survives writing and reading', () => {
    const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_-]{0,8}$/);
    const path = fc.record({
      schema: fc.constantFrom(null, ENTERPRISE, 'urn:example:x:2.0:User'),
      attribute: name,
      filter: fc.option(fc.record({ attribute: name, value: fc.string({ unit: 'binary' }) })),
      subAttribute: fc.option(name),
    });

    fc.assert(
      fc.property(path, (given) => {
        expect(parseScimPath(formatScimPath(given))).toEqual(given);
      }),
    );
  });

  it('refuses what it cannot read with its own error only', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[a:.[\]" eq\\]*$/)), (text) => {
        try {
          parseScimPath(text);
        } catch (error) {
          expect(error).toBeInstanceOf(ScimPathError);
        }
      }),
    );
  });
});
