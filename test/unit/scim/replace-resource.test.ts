import { afterEach, describe, expect, it } from '@jest/globals';
import type { AttributeChange } from '../../../src/schema/model.js';
import type { ScimTarget } from '../../../src/scim/index.js';
import { dialectOf, type Dialect } from '../../../src/scim/quirks/index.js';
import type { SeenRequest, Step } from './scripted-server.js';
import { aTalk, bodyOf, linesOf, operationsOf, type Talk } from './target-at.js';
import type { MemberChange } from '../../../src/scim/scim-target.js';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const CUSTOM = 'urn:ietf:params:scim:schemas:extension:contoso:2.0:User';
const DONE: Step = { status: 204 };
const STALE: Step = { status: 412 };

const TITLE: AttributeChange = { path: 'title', oldValue: 'a', newValue: 'b' };

let talk: Talk | undefined;

afterEach(async () => {
  await talk?.stop();
});

describe('replacing a user', () => {
  it('keeps what nobody maps, and sends back nothing that is the server’s, and no null', async () => {
    const { target, seen } = await given([
      {
        status: 200,
        body: {
          schemas: [USER],
          id: 'a',
          meta: { resourceType: 'User', created: '2026-01-01T00:00:00Z' },
          Groups: [{ value: 'g' }],
          userName: 'ann',
          shoeSize: 7,
          locale: null,
          name: { familyName: 'Lee', middleName: null },
          emails: [null, { type: 'work', value: 'ann@x.example' }],
          [CUSTOM]: { desk: '7' },
        },
      },
      DONE,
    ]);

    await target.update('User', 'a', [
      TITLE,
      { path: 'name.givenName', oldValue: null, newValue: 'Ann' },
      { path: `${ENTERPRISE}:manager`, oldValue: null, newValue: 'm' },
    ]);

    expect(linesOf(seen)).toEqual(['GET /Users/a', 'PUT /Users/a']);
    expect(bodyOf(seen[1])).toEqual({
      schemas: [USER, CUSTOM, ENTERPRISE],
      userName: 'ann',
      shoeSize: 7,
      title: 'b',
      name: { familyName: 'Lee', givenName: 'Ann' },
      emails: [{ type: 'work', value: 'ann@x.example' }],
      [CUSTOM]: { desk: '7' },
      [ENTERPRISE]: { manager: { value: 'm' } },
    });
  });

  it('finds names in any letter case', async () => {
    const body = { id: 'a', Title: 'a', Emails: [{ Type: 'Work', Value: 'a@x.example' }] };
    const { target, seen } = await given([{ status: 200, body }, DONE]);

    await target.update('User', 'a', [
      TITLE,
      { path: 'emails[type eq "work"].value', oldValue: 'a@x.example', newValue: 'b@x.example' },
    ]);

    expect(bodyOf(seen[1])).toEqual({
      schemas: [USER],
      Title: 'b',
      Emails: [{ Type: 'Work', Value: 'b@x.example' }],
    });
  });

  it.each<{ name: string; change: AttributeChange; expected: object }>([
    {
      name: 'an attribute',
      change: { path: 'title', oldValue: 'a', newValue: null },
      expected: { phoneNumbers: [{ type: 'work', value: '1', display: 'one' }], roles: [{ value: 'x' }] },
    },
    {
      name: 'an element without its value',
      change: { path: 'phoneNumbers[type eq "work"].value', oldValue: '1', newValue: null },
      expected: { title: 'a', phoneNumbers: [], roles: [{ value: 'x' }] },
    },
    {
      name: 'a part of an element',
      change: { path: 'phoneNumbers[type eq "work"].display', oldValue: 'one', newValue: null },
      expected: { title: 'a', phoneNumbers: [{ type: 'work', value: '1' }], roles: [{ value: 'x' }] },
    },
    {
      name: 'what is not there',
      change: { path: `${ENTERPRISE}:department`, oldValue: 'Sales', newValue: null },
      expected: {
        title: 'a',
        phoneNumbers: [{ type: 'work', value: '1', display: 'one' }],
        roles: [{ value: 'x' }],
      },
    },
    {
      name: 'a list in favour of another',
      change: { path: 'roles', oldValue: ['x'], newValue: ['y', 'z'] },
      expected: {
        title: 'a',
        phoneNumbers: [{ type: 'work', value: '1', display: 'one' }],
        roles: [{ value: 'y' }, { value: 'z' }],
      },
    },
    {
      name: 'nothing of a list that is added to',
      change: { path: 'roles', oldValue: ['x'], newValue: ['x', 'y'], adds: true },
      expected: {
        title: 'a',
        phoneNumbers: [{ type: 'work', value: '1', display: 'one' }],
        roles: [{ value: 'x' }, { value: 'y' }],
      },
    },
  ])('leaves out $name', async ({ change, expected }) => {
    const body = {
      id: 'a',
      title: 'a',
      phoneNumbers: [{ type: 'work', value: '1', display: 'one' }],
      roles: [{ value: 'x' }],
    };
    const { target, seen } = await given([{ status: 200, body }, DONE]);

    await target.update('User', 'a', [change]);

    expect(bodyOf(seen[1])).toEqual({ schemas: [USER], ...expected });
  });

  it('asks nothing when nothing changes', async () => {
    const { target, seen } = await given([DONE]);

    await target.update('User', 'a', []);

    expect(seen).toEqual([]);
  });

  it.each(unknownAnswers())('says that the user is gone when $name', async ({ step }) => {
    const { target, seen } = await given([step]);

    await expect(target.update('User', 'a', [TITLE])).rejects.toMatchObject({
      name: 'ObjectRejected',
      status: 404,
      errorCode: 'InvalidAnchor',
    });

    expect(linesOf(seen)).toEqual(['GET /Users/a']);
  });
});

describe('a version', () => {
  it.each<{ name: string; version: unknown; ifMatch: string | undefined }>([
    { name: 'that is a weak entity tag', version: 'W/"7"', ifMatch: 'W/"7"' },
    { name: 'that is a strong entity tag', version: '"a b"'.replace(' ', ''), ifMatch: '"ab"' },
    { name: 'that is no entity tag', version: '7', ifMatch: undefined },
    { name: 'that would break the header', version: '"7"\r\nx: y', ifMatch: undefined },
    { name: 'that is missing', version: undefined, ifMatch: undefined },
  ])('$name guards the PUT by $ifMatch', async ({ version, ifMatch }) => {
    const { target, seen } = await given([{ status: 200, body: { id: 'a', meta: { version } } }, DONE]);

    await target.update('User', 'a', [TITLE]);

    expect(seen[1]?.headers['if-match']).toBe(ifMatch);
  });

  it('that is stale makes the user be read again', async () => {
    const { target, seen } = await given([
      { status: 200, body: { id: 'a', nickName: 'before', meta: { version: '"1"' } } },
      STALE,
      { status: 200, body: { id: 'a', nickName: 'since', meta: { version: '"2"' } } },
      DONE,
    ]);

    await target.update('User', 'a', [TITLE]);

    expect(linesOf(seen)).toEqual(['GET /Users/a', 'PUT /Users/a', 'GET /Users/a', 'PUT /Users/a']);
    expect(seen[3]?.headers['if-match']).toBe('"2"');
    expect(bodyOf(seen[3])).toEqual({ schemas: [USER], nickName: 'since', title: 'b' });
  });

  it('that is stale again and again is the object’s error', async () => {
    const read: Step = { status: 200, body: { id: 'a', meta: { version: '"1"' } } };
    const { target, seen } = await given([read, STALE, read, STALE, read, STALE]);

    await expect(target.update('User', 'a', [TITLE])).rejects.toMatchObject({
      name: 'ObjectRejected',
      status: 412,
    });

    expect(seen).toHaveLength(6);
  });

  it('that a PUT with a lost answer has changed already is no obstacle', async () => {
    const { target, seen } = await given([
      { status: 200, body: { id: 'a', title: 'a', meta: { version: '"1"' } } },
      'cut',
      STALE,
      { status: 200, body: { id: 'a', title: 'b', meta: { version: '"2"' } } },
      DONE,
    ]);

    await target.update('User', 'a', [TITLE]);

    expect(bodyOf(seen.at(-1))).toMatchObject({ title: 'b' });
  });
});

describe('a user who is patched for active only', () => {
  const dialect = dialectOf(['usersPatchedForActiveOnly']);
  const disabled: Step = { status: 200, body: { id: 'a', active: false, title: 'a' } };

  it('is enabled first, and is so in the PUT, whatever was read', async () => {
    const { target, seen } = await given([DONE, disabled, DONE], dialect);

    await target.update('User', 'a', [TITLE, { path: 'active', oldValue: false, newValue: 'True' }]);

    expect(linesOf(seen)).toEqual(['PATCH /Users/a', 'GET /Users/a', 'PUT /Users/a']);
    expect(operationsOf(seen[0])).toEqual([{ op: 'replace', path: 'active', value: true }]);
    expect(bodyOf(seen[2])).toMatchObject({ active: true, title: 'b' });
  });

  it.each<{ name: string; changes: readonly AttributeChange[]; lines: readonly string[] }>([
    {
      name: 'disabled alone by one PATCH',
      changes: [{ path: 'active', oldValue: true, newValue: false }],
      lines: ['PATCH /Users/a'],
    },
    {
      name: 'enabled alone by one PATCH',
      changes: [{ path: 'active', oldValue: false, newValue: true }],
      lines: ['PATCH /Users/a'],
    },
    { name: 'changed otherwise by PUT', changes: [TITLE], lines: ['GET /Users/a', 'PUT /Users/a'] },
  ])('is $name', async ({ changes, lines }) => {
    const { target, seen } = await given([{ status: 200, body: { id: 'a' } }], dialect);

    await target.update('User', 'a', changes);

    expect(linesOf(seen)).toEqual(lines);
  });
});

describe('a refused replacement', () => {
  it('does not repeat what was sent of the person, changed or not', async () => {
    const held = { id: 'u', schemas: [USER], userName: 'ann@x.example', nickName: 'Annie', title: 'A' };
    const words = 'Annie may not be B in urn:ietf:params:scim:schemas:core:2.0:User';
    const { target } = await given(
      [
        { status: 200, body: held },
        { status: 400, body: { detail: words } },
      ],
      dialectOf(['usersWithoutPatch']),
    );

    await expect(
      target.update('User', 'u', [{ path: 'title', oldValue: 'A', newValue: 'B' }]),
    ).rejects.toMatchObject({ detail: '*** may not be *** in urn:ietf:params:scim:schemas:core:2.0:User' });
  });
});

describe('replacing a group', () => {
  const group: Step = {
    status: 200,
    body: {
      id: 'g',
      schemas: [GROUP],
      displayName: 'Sales',
      members: [
        { value: 'a', display: 'Ann', $ref: null },
        { value: 'b', type: 'User' },
      ],
    },
  };

  it.each<{
    name: string;
    change: Omit<MemberChange, 'all'>;
    all: readonly string[];
    members: readonly object[];
  }>([
    {
      name: 'those who are members afterwards, as the server tells them',
      change: { add: ['c'], remove: [] },
      all: ['b', 'c', 'a'],
      members: [{ value: 'a', display: 'Ann' }, { value: 'b', type: 'User' }, { value: 'c' }],
    },
    {
      name: 'whom somebody else made a member, too',
      change: { add: ['c'], remove: ['a'] },
      all: ['c'],
      members: [{ value: 'b', type: 'User' }, { value: 'c' }],
    },
    {
      name: 'an empty list when nobody is left',
      change: { add: [], remove: ['a', 'b'] },
      all: [],
      members: [],
    },
  ])('says $name', async ({ change, all, members }) => {
    const { target, seen } = await given([group, DONE], dialectOf(['groupsWithoutPatch']));

    await target.changeMembers('g', { ...change, all: () => Promise.resolve(all) });

    expect(linesOf(seen)).toEqual(['GET /Groups/g', 'PUT /Groups/g']);
    expect(bodyOf(seen[1])).toEqual({ schemas: [GROUP], displayName: 'Sales', members });
  });

  it('keeps its members when it is renamed', async () => {
    const { target, seen } = await given([group, DONE], dialectOf(['groupsWithoutPatch']));

    await target.update('Group', 'g', [{ path: 'displayName', oldValue: 'Sales', newValue: 'Vertrieb' }]);

    expect(bodyOf(seen[1])).toEqual({
      schemas: [GROUP],
      displayName: 'Vertrieb',
      members: [
        { value: 'a', display: 'Ann' },
        { value: 'b', type: 'User' },
      ],
    });
  });

  it('tells nobody out of it whom the server does not tell', async () => {
    const { target, seen } = await given(
      [{ status: 200, body: { id: 'g', displayName: 'Sales' } }, DONE],
      dialectOf(['groupsWithoutPatch']),
    );

    await target.update('Group', 'g', [{ path: 'displayName', oldValue: 'Sales', newValue: 'Vertrieb' }]);

    expect(bodyOf(seen[1])).not.toHaveProperty('members');
  });
});

function unknownAnswers(): readonly { readonly name: string; readonly step: Step }[] {
  return [
    { name: 'the answer is 404', step: { status: 404 } },
    { name: 'the answer is 410', step: { status: 410 } },
    { name: 'the answer is an empty list', step: { status: 200, body: { totalResults: 0, Resources: [] } } },
  ];
}

async function given(
  steps: readonly [Step, ...Step[]],
  dialect: Dialect = dialectOf(['usersWithoutPatch']),
): Promise<{ target: ScimTarget; seen: readonly SeenRequest[] }> {
  talk = await aTalk(steps, dialect, { retryBudgetMs: 5_000 });
  return talk;
}
