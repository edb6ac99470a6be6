import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { outcome } from './switch-cases.js';
import { aTarget, enterpriseUrn, type TargetUnderTest } from './target.js';

const home = { value: 'home@x.example', type: 'home' };
const work = { value: 'work@x.example', type: 'work', primary: true };
const start = {
  userName: 'ada',
  title: 'Countess',
  name: { givenName: 'Ada', familyName: 'Lovelace' },
  emails: [home, work],
  [enterpriseUrn]: { department: 'R&D', costCenter: '7' },
};

type Operation = Record<string, unknown>;
type Attributes = Record<string, unknown>;

const patched = async (
  target: TargetUnderTest,
  operations: readonly Operation[],
): Promise<{ readonly outcome: string; readonly attributes: Attributes }> => {
  const answer = await target.patch(`/Users/${await target.user(start)}`, ...operations);
  const stored = Object.entries(target.users()[0] ?? {}).filter(([name]) => name !== 'id' && name !== 'meta');
  return { outcome: outcome(answer), attributes: Object.fromEntries(stored) };
};

describe('PATCH in strict mode', () => {
  let target: TargetUnderTest;
  beforeAll(async () => {
    target = await aTarget();
  });
  afterAll(() => target.stop());
  beforeEach(async () => {
    for (const { id } of target.users()) await target.send('DELETE', `/Users/${id}`);
  });

  it.each<[name: string, operations: Operation[], after: Attributes]>([
    [
      'adds attributes without a path',
      [{ op: 'add', value: { nickName: 'A', title: 'Dr' } }],
      { nickName: 'A', title: 'Dr' },
    ],
    ['overwrites a single value', [{ op: 'add', path: 'TITLE', value: 'Dr' }], { title: 'Dr' }],
    [
      'merges a complex value that is added',
      [{ op: 'add', path: 'name', value: { middleName: 'K' } }],
      { name: { givenName: 'Ada', familyName: 'Lovelace', middleName: 'K' } },
    ],
    [
      'merges a complex value that replaces',
      [{ op: 'replace', path: 'name', value: { givenName: 'Eve' } }],
      { name: { givenName: 'Eve', familyName: 'Lovelace' } },
    ],
    [
      'changes a sub-attribute',
      [{ op: 'replace', path: 'name.givenName', value: 'Eve' }],
      { name: { givenName: 'Eve', familyName: 'Lovelace' } },
    ],
    [
      'appends elements, and what is there already only once',
      [{ op: 'add', path: 'emails', value: [home, { value: 'o@x.example', type: 'other' }] }],
      { emails: [home, work, { value: 'o@x.example', type: 'other' }] },
    ],
    [
      'takes a single element for an array of one',
      [{ op: 'add', path: 'emails', value: { value: 'o@x.example' } }],
      { emails: [home, work, { value: 'o@x.example' }] },
    ],
    [
      'makes the others secondary when a new primary comes',
      [{ op: 'add', path: 'emails', value: [{ value: 'o@x.example', primary: true }] }],
      { emails: [home, { ...work, primary: false }, { value: 'o@x.example', primary: true }] },
    ],
    [
      'makes the others secondary when one becomes primary',
      [{ op: 'replace', path: 'emails[type eq "home"].primary', value: true }],
      {
        emails: [
          { ...home, primary: true },
          { ...work, primary: false },
        ],
      },
    ],
    ['replaces a whole array', [{ op: 'replace', path: 'emails', value: [home] }], { emails: [home] }],
    ['empties an array', [{ op: 'replace', path: 'emails', value: [] }], { emails: undefined }],
    [
      'replaces an element that a filter chooses',
      [{ op: 'replace', path: 'emails[type eq "work"]', value: { value: 'w@x.example', type: 'work' } }],
      { emails: [home, { value: 'w@x.example', type: 'work' }] },
    ],
    [
      'changes one sub-attribute of chosen elements',
      [{ op: 'replace', path: 'emails[type eq "work" and primary eq true].value', value: 'w@x.example' }],
      { emails: [home, { ...work, value: 'w@x.example' }] },
    ],
    ['removes a single value', [{ op: 'remove', path: 'title' }], { title: undefined }],
    ['takes null for a removal', [{ op: 'replace', path: 'title', value: null }], { title: undefined }],
    [
      'removes a sub-attribute',
      [{ op: 'remove', path: 'name.givenName' }],
      { name: { familyName: 'Lovelace' } },
    ],
    ['removes all elements', [{ op: 'remove', path: 'emails' }], { emails: undefined }],
    ['removes chosen elements', [{ op: 'remove', path: 'emails[type eq "home"]' }], { emails: [work] }],
    [
      'removes a sub-attribute of chosen elements',
      [{ op: 'remove', path: 'emails[type eq "work"].primary' }],
      { emails: [home, { value: work.value, type: 'work' }] },
    ],
    [
      'changes an extension attribute by its full path',
      [{ op: 'replace', path: `${enterpriseUrn}:department`, value: 'Ops' }],
      { [enterpriseUrn]: { department: 'Ops', costCenter: '7' } },
    ],
    [
      'changes an extension as an object',
      [{ op: 'replace', value: { [enterpriseUrn]: { department: 'Ops' } } }],
      { [enterpriseUrn]: { department: 'Ops', costCenter: '7' } },
    ],
    ['removes an extension', [{ op: 'remove', path: enterpriseUrn }], { [enterpriseUrn]: undefined }],
    [
      'takes the core URN before an attribute',
      [{ op: 'replace', path: 'urn:ietf:params:scim:schemas:core:2.0:User:title', value: 'Dr' }],
      { title: 'Dr' },
    ],
    [
      'carries out operations one after the other',
      [
        { op: 'replace', path: 'title', value: 'a' },
        { op: 'remove', path: 'title' },
        { op: 'add', path: 'title', value: 'b' },
      ],
      { title: 'b' },
    ],
  ])('%s', async (_name, operations, after) => {
    const result = await patched(target, operations);

    const merged: Attributes = { ...start, ...after };
    const expected = Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== undefined));
    expect(result).toEqual({ outcome: '200', attributes: expected });
  });

  it.each<[name: string, outcome: string, operations: Operation[]]>([
    ['remove without a path', '400 noTarget', [{ op: 'remove' }]],
    [
      'replace of an element that there is not',
      '400 noTarget',
      [{ op: 'replace', path: 'emails[type eq "other"].value', value: 'x' }],
    ],
    ['an undeclared attribute', '400 invalidPath', [{ op: 'add', path: 'colour', value: 'red' }]],
    ['an undeclared sub-attribute', '400 invalidPath', [{ op: 'add', path: 'name.colour', value: 'red' }]],
    ['an undeclared attribute without path', '400 invalidSyntax', [{ op: 'add', value: { colour: 'red' } }]],
    ['a dotted key', '400 invalidSyntax', [{ op: 'add', value: { 'name.givenName': 'x' } }]],
    ['a path that cannot be read', '400 invalidPath', [{ op: 'add', path: 'emails[type eq', value: 'x' }]],
    [
      'a filter that cannot be read',
      '400 invalidPath',
      [{ op: 'add', path: 'emails[type is "x"]', value: 'x' }],
    ],
    [
      'a filter on a single value',
      '400 invalidPath',
      [{ op: 'add', path: 'title[value eq "x"]', value: 'x' }],
    ],
    ['a read-only attribute', '400 mutability', [{ op: 'replace', path: 'id', value: 'x' }]],
    ['a read-only list', '400 mutability', [{ op: 'add', path: 'groups', value: [{ value: 'x' }] }]],
    ['removal of what is required', '400 mutability', [{ op: 'remove', path: 'userName' }]],
    ['null for what is required', '400 invalidValue', [{ op: 'replace', path: 'userName', value: null }]],
    ['text for a Boolean', '400 invalidValue', [{ op: 'replace', path: 'active', value: 'False' }]],
    ['an array for a single value', '400 invalidValue', [{ op: 'replace', path: 'title', value: ['x'] }]],
    [
      'two primaries',
      '400 invalidValue',
      [{ op: 'replace', path: 'emails', value: [work, { ...home, primary: true }] }],
    ],
    ['an operation with a capital', '400 invalidSyntax', [{ op: 'Replace', path: 'title', value: 'x' }]],
    ['an unknown operation', '400 invalidSyntax', [{ op: 'move', path: 'title', value: 'x' }]],
    ['no value', '400 invalidValue', [{ op: 'add', path: 'title' }]],
    ['no operation', '400 invalidSyntax', []],
    [
      'one bad operation among good ones',
      '400 invalidPath',
      [
        { op: 'remove', path: 'title' },
        { op: 'remove', path: 'colour' },
      ],
    ],
  ])('refuses %s with %s, and changes nothing', async (_name, refusal, operations) => {
    expect(await patched(target, operations)).toEqual({ outcome: refusal, attributes: start });
  });

  it('keeps the version where nothing changes', async () => {
    const path = `/Users/${await target.user(start)}`;
    const before = (await target.get(path)).headers.get('etag');

    const answer = await target.patch(path, { op: 'add', path: 'emails', value: [home] });

    expect(answer.headers.get('etag')).toBe(before);
  });

  it('does not let a member be changed, only removed', async () => {
    const [ada, eve] = [await target.user({ userName: 'a' }), await target.user({ userName: 'e' })];
    const group = await target.group({ displayName: 'Club', members: [{ value: ada }] });

    const answer = await target.patch(`/Groups/${group}`, {
      op: 'replace',
      path: `members[value eq "${ada}"].value`,
      value: eve,
    });

    expect(outcome(answer)).toBe('400 mutability');
  });
});
