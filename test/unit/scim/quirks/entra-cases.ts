import {
  USER,
  ENTERPRISE,
  CUSTOM,
  WORK_EMAIL,
  update,
  firstBody,
  change,
  aMemberChange,
  type QuirkCase,
} from './quirk-case.js';

/** Entra's two dialects as a whole. */
export const entraCases: readonly QuirkCase[] = [
  {
    name: 'entraLegacyDialect',
    case: 'in PATCH of a user',
    act: (target) =>
      update(
        target,
        change('active', true, false),
        change('displayName', 'a', 'Ann'),
        change(WORK_EMAIL, null, 'x'),
        change(`${ENTERPRISE}:manager`, null, '2'),
      ),
    standard: [
      { op: 'replace', path: 'active', value: false },
      { op: 'replace', path: 'displayName', value: 'Ann' },
      { op: 'replace', path: `${ENTERPRISE}:manager`, value: { value: '2' } },
      { op: 'add', path: 'emails', value: [{ type: 'work', value: 'x', primary: true }] },
    ],
    quirk: [
      { op: 'Replace', path: 'active', value: 'False' },
      { op: 'Replace', path: 'displayName', value: 'Ann' },
      { op: 'Replace', path: `${ENTERPRISE}:manager`, value: [{ value: '2' }] },
      { op: 'Add', path: WORK_EMAIL, value: 'x' },
    ],
  },
  {
    name: 'entraLegacyDialect',
    case: 'in POST, where Booleans and references are as everywhere',
    act: (target) =>
      target.create('User', { active: true, [`${CUSTOM}:desk`]: '7', [`${ENTERPRISE}:manager`]: '2' }),
    look: firstBody,
    standard: {
      schemas: [USER, CUSTOM, ENTERPRISE],
      active: true,
      [CUSTOM]: { desk: '7' },
      [ENTERPRISE]: { manager: { value: '2' } },
    },
    quirk: {
      schemas: [USER, ENTERPRISE],
      active: true,
      [CUSTOM]: { desk: '7' },
      [ENTERPRISE]: { manager: { value: '2' } },
    },
  },
  {
    name: 'entraLegacyDialect',
    case: 'in changes of members',
    act: (target) => target.changeMembers('g', aMemberChange({ add: ['a'], remove: ['b'] })),
    standard: [
      { op: 'add', path: 'members', value: [{ value: 'a' }] },
      { op: 'remove', path: 'members[value eq "b"]' },
    ],
    quirk: [
      { op: 'Add', path: 'members', value: [{ value: 'a' }] },
      { op: 'Remove', path: 'members', value: [{ value: 'b' }] },
    ],
  },
  {
    name: 'entraCompliantDialect',
    act: (target) =>
      update(
        target,
        change('active', true, false),
        change('name.givenName', 'a', 'Ann'),
        change(WORK_EMAIL, 'a', 'x'),
      ),
    standard: [
      { op: 'replace', path: 'active', value: false },
      { op: 'replace', path: 'name.givenName', value: 'Ann' },
      { op: 'replace', path: WORK_EMAIL, value: 'x' },
    ],
    quirk: [
      { op: 'replace', value: { active: false, 'name.givenName': 'Ann' } },
      { op: 'replace', path: WORK_EMAIL, value: 'x' },
    ],
  },
];
