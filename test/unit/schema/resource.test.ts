import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { TargetValue } from '../../../src/schema/model.js';
import { buildResource, readValues, resourceReader } from '../../../src/schema/resource.js';
import { parseScimPath } from '../../../src/schema/scim-path.js';
import { targetAttributeLookup } from '../../../src/schema/target-attributes.js';
import { anAttribute } from './some-schema.js';

const CORE = 'urn:ietf:params:scim:schemas:core:2.0:User';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const WORK_EMAIL = 'emails[type eq "work"].value';

describe('building a resource', () => {
  it('nests sub-attributes and names the schemas that are used', () => {
    const resource = buildResource({
      userName: 'ann',
      'name.givenName': 'Ann',
      'name.familyName': 'Lee',
      [`${ENTERPRISE}:department`]: 'Sales',
      [`${ENTERPRISE}:manager`]: '7',
    });

    expect(resource).toEqual({
      schemas: [CORE, ENTERPRISE],
      userName: 'ann',
      name: { givenName: 'Ann', familyName: 'Lee' },
      [ENTERPRISE]: { department: 'Sales', manager: { value: '7' } },
    });
  });

  it('merges the sub-attributes of one element', () => {
    const resource = buildResource({
      'addresses[type eq "work"].locality': 'Porto',
      'addresses[type eq "home"].locality': 'Braga',
      'addresses[type eq "work"].country': 'PT',
    });

    expect(resource['addresses']).toEqual([
      { type: 'work', locality: 'Porto', country: 'PT' },
      { type: 'home', locality: 'Braga' },
    ]);
  });

  it('marks the work e-mail as primary', () => {
    const resource = buildResource({
      [WORK_EMAIL]: 'a@x.example',
      'emails[type eq "home"].value': 'b@x.example',
    });

    expect(resource['emails']).toEqual([
      { type: 'work', value: 'a@x.example', primary: true },
      { type: 'home', value: 'b@x.example' },
    ]);
  });

  it('leaves primary to the mapping that sets it', () => {
    const resource = buildResource({
      [WORK_EMAIL]: 'a@x.example',
      'emails[type eq "home"].value': 'b@x.example',
      'emails[type eq "home"].primary': true,
    });

    expect(resource['emails']).toEqual([
      { type: 'work', value: 'a@x.example' },
      { type: 'home', value: 'b@x.example', primary: true },
    ]);
  });

  it.each<[string, TargetValue, Record<string, unknown>]>([
    ['active', 'False', { active: false }],
    ['active', true, { active: true }],
    ['roles[primary eq "True"].value', 'Editor', { roles: [{ primary: true, value: 'Editor' }] }],
    ['ims', ['one', 'two'], { ims: [{ value: 'one' }, { value: 'two' }] }],
    ['phoneNumbers[type eq "work"].value', '1', { phoneNumbers: [{ type: 'work', value: '1' }] }],
  ])('%s = %j becomes %j', (path, value, expected) => {
    expect(buildResource({ [path]: value })).toEqual({ schemas: [CORE], ...expected });
  });

  it('names the core schema of a group', () => {
    expect(buildResource({ displayName: 'Sales' }, 'Group')).toEqual({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
      displayName: 'Sales',
    });
  });
});

describe('reading values', () => {
  it('finds names and URNs whatever their letter case', () => {
    const resource = {
      USERNAME: 'ann',
      Emails: [{ Type: 'Work', Value: 'a@x.example' }],
      [ENTERPRISE.toUpperCase()]: { Department: 'Sales' },
    };

    expect(readValues(resource, ['userName', WORK_EMAIL, `${ENTERPRISE}:department`])).toEqual({
      userName: 'ann',
      [WORK_EMAIL]: 'a@x.example',
      [`${ENTERPRISE}:department`]: 'Sales',
    });
  });

  it.each([
    ['True', true],
    ['false', false],
    [true, true],
  ])('active %j is %j', (answered, active) => {
    expect(readValues({ active: answered }, ['active'])).toEqual({ active });
  });

  it.each<[unknown]>([[{ value: '7' }], [{ Value: 7 }], ['7'], [7], [[{ value: '7' }]]])(
    'a manager answered as %j is the account 7',
    (answered) => {
      const path = `${ENTERPRISE}:manager`;

      expect(readValues({ [ENTERPRISE]: { manager: answered } }, [path])).toEqual({ [path]: '7' });
    },
  );

  it.each([
    [42, 42],
    ['42', 42],
    ['-7', -7],
    ['forty', 'forty'],
  ])('an Integer attribute that is answered as %j is %j', (answered, badge) => {
    const path = 'urn:acme:2.0:User:badge';
    const attributeOf = targetAttributeLookup([anAttribute(path, { type: 'Integer' })]);
    const read = resourceReader([{ attribute: attributeOf(parseScimPath(path)), isComplex: false }]);

    expect(read({ 'urn:acme:2.0:User': { badge: answered } })).toEqual({ [path]: badge });
  });

  it.each([
    [{}, 'userName'],
    [{ userName: null }, 'userName'],
    [{ name: null }, 'name.givenName'],
    [{ emails: [] }, WORK_EMAIL],
    [{ emails: [{ type: 'home', value: 'h@x.example' }, null, 'loose'] }, WORK_EMAIL],
    [{ emails: [{ type: 'work' }] }, WORK_EMAIL],
    [{ ims: [] }, 'ims'],
    [{ title: { nested: true } }, 'title'],
    [null, 'userName'],
    ['text', 'userName'],
  ])('%j has no %s', (resource, path) => {
    expect(readValues(resource, [path])).toEqual({});
  });

  it('reads back what was built', () => {
    const text = fc.string({ minLength: 1 });
    const values = fc.record(
      {
        userName: text,
        active: fc.boolean(),
        'name.givenName': text,
        [WORK_EMAIL]: text,
        'emails[type eq "other"].value': text,
        'addresses[type eq "work"].locality': text,
        'addresses[type eq "work"].country': text,
        'roles[primary eq "True"].value': text,
        ims: fc.array(text, { minLength: 1 }),
        [`${ENTERPRISE}:department`]: text,
        [`${ENTERPRISE}:manager`]: text,
        'urn:example:custom:2.0:User:tags': fc.array(text, { minLength: 2 }),
      },
      { requiredKeys: [] },
    );

    fc.assert(
      fc.property(values, (given) => {
        const resource: unknown = JSON.parse(JSON.stringify(buildResource(given)));
        expect(readValues(resource, Object.keys(given))).toEqual(given);
      }),
    );
  });

  it('takes any JSON without an error', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (resource) => {
        expect(() =>
          readValues(resource, ['active', WORK_EMAIL, 'ims', `${ENTERPRISE}:manager`]),
        ).not.toThrow();
      }),
    );
  });
});
