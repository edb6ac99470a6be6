import { expect } from '@jest/globals';
import { bodyOf, linesOf, operationsOf } from '../target-at.js';
import {
  USER,
  ENTERPRISE,
  WORK_EMAIL,
  CITY,
  DONE,
  update,
  nameOf,
  change,
  aMemberChange,
  type QuirkCase,
} from './quirk-case.js';

/** Updates of resources and members. */
export const updateCases: readonly QuirkCase[] = [
  {
    name: 'capitalizedOperations',
    act: (target) =>
      update(target, change('title', 'a', 'b'), change(WORK_EMAIL, null, 'x'), change('nickName', 'a', null)),
    look: (seen) => operationsOf(seen[0]).map(({ op }) => op),
    standard: ['replace', 'remove', 'add'],
    quirk: ['Replace', 'Remove', 'Add'],
  },
  {
    name: 'combinedReplace',
    act: (target) =>
      update(
        target,
        change('displayName', 'a', 'Ann Lee'),
        change(WORK_EMAIL, 'a', 'b'),
        change('name.givenName', null, 'Ann'),
        change(`${ENTERPRISE}:department`, 'a', 'Sales'),
        change('title', 'a', null),
        change(`${ENTERPRISE}:manager`, '1', '2'),
      ),
    standard: [
      { op: 'replace', path: 'displayName', value: 'Ann Lee' },
      { op: 'replace', path: 'name.givenName', value: 'Ann' },
      { op: 'replace', path: `${ENTERPRISE}:department`, value: 'Sales' },
      { op: 'remove', path: 'title' },
      { op: 'replace', path: `${ENTERPRISE}:manager`, value: { value: '2' } },
      { op: 'replace', path: WORK_EMAIL, value: 'b' },
    ],
    quirk: [
      {
        op: 'replace',
        value: { displayName: 'Ann Lee', 'name.givenName': 'Ann', [`${ENTERPRISE}:department`]: 'Sales' },
      },
      { op: 'remove', path: 'title' },
      { op: 'replace', path: `${ENTERPRISE}:manager`, value: { value: '2' } },
      { op: 'replace', path: WORK_EMAIL, value: 'b' },
    ],
  },
  {
    name: 'valuePathsMakeElements',
    act: (target) => update(target, change(CITY, null, 'Leeds'), change('title', 'a', 'b')),
    standard: [
      { op: 'replace', path: 'title', value: 'b' },
      { op: 'add', path: 'addresses', value: [{ type: 'work', locality: 'Leeds' }] },
    ],
    quirk: [
      { op: 'replace', path: 'title', value: 'b' },
      { op: 'add', path: CITY, value: 'Leeds' },
    ],
  },
  {
    name: 'usersWithoutPatch',
    steps: [{ status: 200, body: { id: 'a', userName: 'ann', title: 'a' } }, DONE],
    act: (target) => update(target, change('title', 'a', 'b')),
    look: (seen) => [linesOf(seen), bodyOf(seen.at(-1))],
    standard: [['PATCH /Users/a'], expect.objectContaining({ Operations: expect.anything() as unknown })],
    quirk: [['GET /Users/a', 'PUT /Users/a'], { schemas: [USER], userName: 'ann', title: 'b' }],
  },
  {
    name: 'usersPatchedForActiveOnly',
    steps: [{ status: 200, body: { id: 'a', title: 'a', active: true } }, DONE],
    act: (target) => update(target, change('active', true, false), change('title', 'a', 'b')),
    look: (seen) => [linesOf(seen), operationsOf(seen.at(-1))],
    standard: [
      ['PATCH /Users/a'],
      [
        { op: 'replace', path: 'active', value: false },
        { op: 'replace', path: 'title', value: 'b' },
      ],
    ],
    quirk: [
      ['GET /Users/a', 'PUT /Users/a', 'PATCH /Users/a'],
      [{ op: 'replace', path: 'active', value: false }],
    ],
  },
  {
    name: 'groupsWithoutPatch',
    steps: [{ status: 200, body: { id: 'g', displayName: 'Sales', members: [{ value: 'a' }] } }, DONE],
    act: (target) =>
      target.changeMembers('g', aMemberChange({ remove: ['a'], all: () => Promise.resolve([]) })),
    look: (seen) => [linesOf(seen), bodyOf(seen.at(-1))['members']],
    standard: [['PATCH /Groups/g'], undefined],
    quirk: [['GET /Groups/g', 'PUT /Groups/g'], []],
  },
  {
    name: 'memberRemovalByValue',
    act: (target) => target.changeMembers('g', aMemberChange({ remove: ['a', 'b'] })),
    standard: [
      { op: 'remove', path: 'members[value eq "a"]' },
      { op: 'remove', path: 'members[value eq "b"]' },
    ],
    quirk: [{ op: 'remove', path: 'members', value: [{ value: 'a' }, { value: 'b' }] }],
  },
  {
    name: 'additionsDoubled',
    steps: ['cut', DONE],
    act: (target) => target.changeMembers('g', aMemberChange({ add: ['a'] })).catch(nameOf),
    look: (seen, result) => [seen.length, result],
    standard: [2, undefined],
    quirk: [1, 'OutcomeUnknown'],
  },
];
