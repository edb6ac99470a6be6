import { describe, expect, it } from '@jest/globals';
import type { AttributeChange, TargetValues } from '../../../../src/schema/model.js';
import { buildPatch, type PatchOperation } from '../../../../src/scim/index.js';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const WORK_MAIL = 'emails[type eq "work"].value';
const STREET = 'addresses[type eq "work"].streetAddress';
const CITY = 'addresses[type eq "work"].locality';

interface Case {
  readonly name: string;
  readonly changes: readonly AttributeChange[];
  readonly known?: TargetValues;
  readonly operations: readonly PatchOperation[];
}

const cases: readonly Case[] = [
  { name: 'no change is no operation', changes: [], operations: [] },
  {
    name: 'a plain attribute is replaced, also where there was none',
    changes: [change('title', null, 'Engineer'), change('displayName', 'Ann', 'Anne')],
    operations: [
      { op: 'replace', path: 'title', value: 'Engineer' },
      { op: 'replace', path: 'displayName', value: 'Anne' },
    ],
  },
  {
    name: 'disabling sends a real Boolean',
    changes: [change('active', true, false)],
    operations: [{ op: 'replace', path: 'active', value: false }],
  },
  {
    name: 'a Boolean that a mapping wrote as text becomes one',
    changes: [change('active', 'True', 'False')],
    operations: [{ op: 'replace', path: 'active', value: false }],
  },
  {
    name: 'a sub-attribute keeps its siblings',
    changes: [change('name.familyName', 'Lee', 'Lopez')],
    operations: [{ op: 'replace', path: 'name.familyName', value: 'Lopez' }],
  },
  {
    name: 'what has no value any more is removed',
    changes: [change('title', 'Engineer', null)],
    operations: [{ op: 'remove', path: 'title' }],
  },
  {
    name: 'null to null is nothing',
    changes: [change('title', null, null)],
    operations: [],
  },
  {
    name: 'an extension attribute has its URN in the path',
    changes: [change(`${ENTERPRISE}:department`, 'Sales', 'Legal')],
    operations: [{ op: 'replace', path: `${ENTERPRISE}:department`, value: 'Legal' }],
  },
  {
    name: 'an element that is there is changed in place',
    changes: [change(WORK_MAIL, 'a@x.example', 'b@x.example')],
    operations: [{ op: 'replace', path: WORK_MAIL, value: 'b@x.example' }],
  },
  {
    name: 'an element that is missing is added, the work e-mail as primary',
    changes: [change(WORK_MAIL, null, 'b@x.example')],
    operations: [
      { op: 'add', path: 'emails', value: [{ type: 'work', value: 'b@x.example', primary: true }] },
    ],
  },
  {
    name: 'the work e-mail is not made primary when another mapping says which one is',
    changes: [change(WORK_MAIL, null, 'b@x.example')],
    known: { 'emails[type eq "home"].primary': true },
    operations: [{ op: 'add', path: 'emails', value: [{ type: 'work', value: 'b@x.example' }] }],
  },
  {
    name: 'sub-attributes of one missing element are added together',
    changes: [change(STREET, null, '1 High St'), change('title', 'A', 'B'), change(CITY, null, 'Leeds')],
    operations: [
      { op: 'replace', path: 'title', value: 'B' },
      {
        op: 'add',
        path: 'addresses',
        value: [{ type: 'work', streetAddress: '1 High St', locality: 'Leeds' }],
      },
    ],
  },
  {
    name: 'one sub-attribute that was there proves the element for the others',
    changes: [change(STREET, '1 High St', '2 High St'), change(CITY, null, 'Leeds')],
    operations: [
      { op: 'replace', path: STREET, value: '2 High St' },
      { op: 'replace', path: CITY, value: 'Leeds' },
    ],
  },
  {
    name: 'a known sub-attribute that does not change proves the element',
    changes: [change(CITY, null, 'Leeds')],
    known: { [STREET]: '1 High St', [CITY]: 'Leeds' },
    operations: [{ op: 'replace', path: CITY, value: 'Leeds' }],
  },
  {
    name: 'the known value afterwards of what changes proves nothing',
    changes: [change(WORK_MAIL, null, 'b@x.example')],
    known: { [WORK_MAIL]: 'b@x.example' },
    operations: [
      { op: 'add', path: 'emails', value: [{ type: 'work', value: 'b@x.example', primary: true }] },
    ],
  },
  {
    name: 'another element of the same attribute proves nothing',
    changes: [change('phoneNumbers[type eq "mobile"].value', null, '+1')],
    known: { 'phoneNumbers[type eq "work"].value': '+2' },
    operations: [{ op: 'add', path: 'phoneNumbers', value: [{ type: 'mobile', value: '+1' }] }],
  },
  {
    name: 'an element without its value goes as a whole',
    changes: [change(WORK_MAIL, 'a@x.example', null)],
    operations: [{ op: 'remove', path: 'emails[type eq "work"]' }],
  },
  {
    name: 'a sub-attribute beside others goes alone',
    changes: [change(CITY, 'Leeds', null)],
    operations: [{ op: 'remove', path: CITY }],
  },
  {
    name: 'a Boolean discriminator is a bare literal in paths and a Boolean in elements',
    changes: [
      change('roles[primary eq "True"].value', 'a', 'b'),
      change('roles[primary eq "False"].value', null, 'c'),
    ],
    operations: [
      { op: 'replace', path: 'roles[primary eq true].value', value: 'b' },
      { op: 'add', path: 'roles', value: [{ primary: false, value: 'c' }] },
    ],
  },
  {
    name: 'a list without filter is replaced as a whole',
    changes: [change('roles', ['a'], ['b', 'c'])],
    operations: [{ op: 'replace', path: 'roles', value: [{ value: 'b' }, { value: 'c' }] }],
  },
];

describe('the PATCH builder', () => {
  it.each(cases)('$name', ({ changes, known, operations }) => {
    expect(buildPatch(changes, known)).toEqual(operations);
  });
});

function change(
  path: string,
  oldValue: AttributeChange['oldValue'],
  newValue: AttributeChange['newValue'],
): AttributeChange {
  return { path, oldValue, newValue };
}
