import { bodyOf } from '../target-at.js';
import {
  USER,
  ENTERPRISE,
  CUSTOM,
  WORK_EMAIL,
  CITY,
  update,
  firstBody,
  change,
  type QuirkCase,
} from './quirk-case.js';

/** Values and bodies. */
export const formCases: readonly QuirkCase[] = [
  {
    name: 'textBooleans',
    case: 'in PATCH',
    act: (target) => update(target, change('active', true, false), change(WORK_EMAIL, null, 'x')),
    standard: [
      { op: 'replace', path: 'active', value: false },
      { op: 'add', path: 'emails', value: [{ type: 'work', value: 'x', primary: true }] },
    ],
    quirk: [
      { op: 'replace', path: 'active', value: 'False' },
      { op: 'add', path: 'emails', value: [{ type: 'work', value: 'x', primary: 'True' }] },
    ],
  },
  {
    name: 'textBooleans',
    case: 'in POST',
    act: (target) => target.create('User', { active: 'True', 'roles[primary eq "True"].value': 'Editor' }),
    look: firstBody,
    standard: { schemas: [USER], active: true, roles: [{ primary: true, value: 'Editor' }] },
    quirk: { schemas: [USER], active: 'True', roles: [{ primary: 'True', value: 'Editor' }] },
  },
  {
    name: 'textBooleans',
    case: 'in the path of an element',
    act: (target) => update(target, change('roles[primary eq "True"].value', 'a', 'b')),
    standard: [{ op: 'replace', path: 'roles[primary eq true].value', value: 'b' }],
    quirk: [{ op: 'replace', path: 'roles[primary eq "True"].value', value: 'b' }],
  },
  {
    name: 'referencesAsText',
    case: 'in PATCH',
    act: (target) => update(target, change(`${ENTERPRISE}:manager`, '1', '2')),
    standard: [{ op: 'replace', path: `${ENTERPRISE}:manager`, value: { value: '2' } }],
    quirk: [{ op: 'replace', path: `${ENTERPRISE}:manager`, value: '2' }],
  },
  {
    name: 'referencesAsText',
    case: 'in POST',
    act: (target) => target.create('User', { [`${ENTERPRISE}:manager`]: '2' }),
    look: firstBody,
    standard: { schemas: [USER, ENTERPRISE], [ENTERPRISE]: { manager: { value: '2' } } },
    quirk: { schemas: [USER, ENTERPRISE], [ENTERPRISE]: { manager: '2' } },
  },
  {
    name: 'referencesAsArray',
    act: (target) => update(target, change(`${ENTERPRISE}:manager`, '1', '2')),
    standard: [{ op: 'replace', path: `${ENTERPRISE}:manager`, value: { value: '2' } }],
    quirk: [{ op: 'replace', path: `${ENTERPRISE}:manager`, value: [{ value: '2' }] }],
  },
  {
    name: 'customSchemasUnlisted',
    act: (target) =>
      target.create('User', { [`${CUSTOM}:desk`]: '7', [`${ENTERPRISE}:department`]: 'Sales' }),
    look: (seen) => bodyOf(seen[0])['schemas'],
    standard: [USER, CUSTOM, ENTERPRISE],
    quirk: [USER, ENTERPRISE],
  },
  {
    name: 'primaryEmailUnmarked',
    case: 'in POST',
    act: (target) => target.create('User', { [WORK_EMAIL]: 'x' }),
    look: firstBody,
    standard: { schemas: [USER], emails: [{ type: 'work', value: 'x', primary: true }] },
    quirk: { schemas: [USER], emails: [{ type: 'work', value: 'x' }] },
  },
  {
    name: 'primaryEmailUnmarked',
    case: 'in PATCH',
    act: (target) => update(target, change(WORK_EMAIL, null, 'x')),
    standard: [{ op: 'add', path: 'emails', value: [{ type: 'work', value: 'x', primary: true }] }],
    quirk: [{ op: 'add', path: 'emails', value: [{ type: 'work', value: 'x' }] }],
  },
  {
    name: 'untypedAddresses',
    case: 'in POST',
    act: (target) => target.create('User', { [CITY]: 'Leeds', [WORK_EMAIL]: 'x' }),
    look: firstBody,
    standard: {
      schemas: [USER],
      addresses: [{ type: 'work', locality: 'Leeds' }],
      emails: [{ type: 'work', value: 'x', primary: true }],
    },
    quirk: {
      schemas: [USER],
      addresses: [{ locality: 'Leeds' }],
      emails: [{ type: 'work', value: 'x', primary: true }],
    },
  },
  {
    name: 'untypedAddresses',
    case: 'in PATCH, with what is known of the address',
    act: (target) =>
      target.update('User', 'a', [change(CITY, 'York', 'Leeds')], undefined, {
        'addresses[type eq "work"].country': 'GB',
      }),
    standard: [{ op: 'replace', path: CITY, value: 'Leeds' }],
    quirk: [{ op: 'replace', path: 'addresses', value: [{ country: 'GB', locality: 'Leeds' }] }],
  },
  {
    name: 'untypedRoles',
    act: (target) =>
      update(target, {
        ...change('roles', [{ value: 'a', type: 'x' }], [{ value: 'b', type: 'x', primary: true }]),
        adds: true,
      }),
    standard: [{ op: 'add', path: 'roles', value: [{ value: 'b', type: 'x', primary: true }] }],
    quirk: [{ op: 'add', path: 'roles', value: [{ value: 'b', primary: true }] }],
  },
  {
    name: 'singleElements',
    case: 'in POST',
    act: (target) =>
      target.create('User', {
        'phoneNumbers[type eq "mobile"].value': '1',
        'phoneNumbers[type eq "work"].value': '2',
      }),
    look: firstBody,
    standard: {
      schemas: [USER],
      phoneNumbers: [
        { type: 'mobile', value: '1' },
        { type: 'work', value: '2' },
      ],
    },
    quirk: { schemas: [USER], phoneNumbers: [{ type: 'work', value: '2' }] },
  },
  {
    name: 'singleElements',
    case: 'in PATCH, when the one that goes leaves room for another',
    act: (target) =>
      target.update('User', 'a', [change('phoneNumbers[type eq "work"].value', '2', null)], undefined, {
        'phoneNumbers[type eq "mobile"].value': '1',
      }),
    standard: [{ op: 'remove', path: 'phoneNumbers[type eq "work"]' }],
    quirk: [{ op: 'replace', path: 'phoneNumbers', value: [{ type: 'mobile', value: '1' }] }],
  },
  {
    name: 'singleElements',
    case: 'in PATCH, when the last one goes',
    act: (target) => update(target, change(WORK_EMAIL, 'x', null)),
    standard: [{ op: 'remove', path: 'emails[type eq "work"]' }],
    quirk: [{ op: 'remove', path: 'emails' }],
  },
  {
    name: 'plainJson',
    act: (target) => update(target, change('title', 'a', 'b')),
    look: (seen) => [seen[0]?.headers['content-type'], seen[0]?.headers.accept],
    standard: ['application/scim+json', 'application/scim+json, application/json;q=0.9'],
    quirk: ['application/json', 'application/json'],
  },
];
