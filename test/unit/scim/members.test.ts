import { afterEach, describe, expect, it } from '@jest/globals';
import { OutcomeUnknown, type MemberChange, type ScimTarget } from '../../../src/scim/index.js';
import type { Dialect } from '../../../src/scim/quirks/index.js';
import type { SeenRequest, Step } from './scripted-server.js';
import { aTalk, linesOf, operationsOf, type Talk } from './target-at.js';

const DONE: Step = { status: 204 };

let talk: Talk | undefined;

afterEach(async () => {
  await talk?.stop();
});

describe('changing members with PATCH', () => {
  it('is one request: one addition for all, one filtered removal each', async () => {
    const { target, seen } = await given([DONE]);

    await target.changeMembers('g/1', aChange({ add: ['a', 'b'], remove: ['c', 'd "x"'] }));

    expect(linesOf(seen)).toEqual(['PATCH /Groups/g%2F1']);
    expect(operationsOf(seen[0])).toEqual([
      { op: 'add', path: 'members', value: [{ value: 'a' }, { value: 'b' }] },
      { op: 'remove', path: 'members[value eq "c"]' },
      { op: 'remove', path: 'members[value eq "d \\"x\\""]' },
    ]);
  });

  it('names the members as value only where the dialect says so', async () => {
    const { target, seen } = await given([DONE], { memberRemoval: 'value' });

    await target.changeMembers('g', aChange({ remove: ['c', 'd'] }));

    expect(operationsOf(seen[0])).toEqual([
      { op: 'remove', path: 'members', value: [{ value: 'c' }, { value: 'd' }] },
    ]);
  });

  it('asks nothing of the target when nobody joins or leaves', async () => {
    const { target, seen } = await given([DONE]);

    await target.changeMembers('g', aChange({}));

    expect(seen).toEqual([]);
  });

  it('says when the group is gone', async () => {
    const { target } = await given([{ status: 404 }]);

    await expect(target.changeMembers('g', aChange({ add: ['a'] }))).rejects.toMatchObject({
      name: 'ObjectRejected',
      status: 404,
      errorCode: 'InvalidAnchor',
    });
  });
});

describe('members added with an unknown outcome', () => {
  const doubled = { repeatedAdditions: 'doubled' } as const;

  it.each<{ name: string; first: Step }>([
    { name: 'a lost answer', first: 'cut' },
    { name: 'an error of the server', first: { status: 500 } },
    { name: 'an error of a gateway', first: { status: 504 } },
  ])('are added again after $name where repetitions are ignored', async ({ first }) => {
    const { target, seen } = await given([first, DONE]);

    await target.changeMembers('g', aChange({ add: ['a'] }));

    expect(seen).toHaveLength(2);
  });

  it.each<{ name: string; first: Step }>([
    { name: 'a lost answer', first: 'cut' },
    { name: 'an error of the server', first: { status: 500 } },
    { name: 'an error of a gateway', first: { status: 504 } },
  ])('are asked for first after $name where repetitions are doubled', async ({ first }) => {
    const { target, seen } = await given([first, DONE], doubled);

    await expect(target.changeMembers('g', aChange({ add: ['a'] }))).rejects.toBeInstanceOf(OutcomeUnknown);

    expect(seen).toHaveLength(1);
  });

  it('are added again after a request that was surely not carried out', async () => {
    const { target, seen } = await given([{ status: 429, headers: { 'retry-after': '0' } }, DONE], doubled);

    await target.changeMembers('g', aChange({ add: ['a'] }));

    expect(seen).toHaveLength(2);
  });

  it('are no question when members only leave', async () => {
    const { target, seen } = await given(['cut', DONE], doubled);

    await target.changeMembers('g', aChange({ remove: ['a'] }));

    expect(seen).toHaveLength(2);
  });
});

describe('reading members', () => {
  it.each<{ name: string; body: object; expected: readonly string[] | null }>([
    { name: 'ids', body: { id: 'g', members: [{ value: 'a', display: 'Ann' }] }, expected: ['a'] },
    { name: 'ids of any letter case', body: { id: 'g', Members: [{ Value: 'a' }] }, expected: ['a'] },
    { name: 'numbers', body: { id: 'g', members: [{ value: 7 }] }, expected: ['7'] },
    { name: 'an empty list', body: { id: 'g', members: [] }, expected: null },
    { name: 'no list', body: { id: 'g' }, expected: null },
  ])('takes $name', async ({ body, expected }) => {
    const { target, seen } = await given([{ status: 200, body }]);

    expect(await target.members('g')).toEqual(expected);

    expect(linesOf(seen)).toEqual(['GET /Groups/g']);
  });

  it('says when the group is gone', async () => {
    const { target } = await given([{ status: 404 }]);

    await expect(target.members('g')).rejects.toMatchObject({ name: 'ObjectRejected', status: 404 });
  });
});

describe('a new group', () => {
  const sales = { displayName: 'Sales', members: [{ value: 'a' }, { value: 'b' }] };
  const named = (...ids: readonly string[]) => ids.map((value) => ({ value, $ref: `../Users/${value}` }));

  it.each<{
    name: string;
    newGroups: Dialect['newGroups'];
    body: Record<string, unknown> | undefined;
    sent: boolean;
    members: readonly string[];
  }>([
    {
      name: 'all',
      newGroups: 'asAnswered',
      body: { members: named('b', 'a') },
      sent: true,
      members: ['a', 'b'],
    },
    { name: 'some', newGroups: 'asAnswered', body: { members: named('b', 'z') }, sent: true, members: ['b'] },
    { name: 'none', newGroups: 'asAnswered', body: { members: [] }, sent: true, members: [] },
    { name: 'nothing of members', newGroups: 'asAnswered', body: {}, sent: true, members: [] },
    { name: 'nothing of members', newGroups: 'withMembers', body: {}, sent: true, members: ['a', 'b'] },
    { name: 'all', newGroups: 'empty', body: { members: named('a', 'b') }, sent: false, members: [] },
  ])('of a dialect of $newGroups whose target answers $name', async ({ newGroups, body, sent, members }) => {
    const { target, seen } = await given([{ status: 201, body: { id: 'g', ...body } }], { newGroups });

    expect(await target.create('Group', sales)).toEqual({ id: 'g', members });

    expect(JSON.parse(seen[0]?.body ?? '')).toEqual({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
      displayName: 'Sales',
      ...(sent ? { members: sales.members } : {}),
    });
  });

  it('has none of whom nothing is known where the target says the id in a header only', async () => {
    const location = 'https://app.example/scim/Groups/g';
    const { target } = await given([{ status: 201, headers: { location } }]);

    expect(await target.create('Group', sales)).toEqual({ id: 'g', members: [] });
  });
});

async function given(
  steps: readonly [Step, ...Step[]],
  dialect: Partial<Dialect> = {},
): Promise<{ target: ScimTarget; seen: readonly SeenRequest[] }> {
  talk = await aTalk(steps, dialect, { retryBudgetMs: 5_000 });
  return talk;
}

function aChange(change: Partial<MemberChange>): MemberChange {
  return { add: [], remove: [], all: () => Promise.reject(new Error('nobody should ask')), ...change };
}
