import { afterEach, describe, expect, it } from '@jest/globals';
import {
  startStrictScimTarget,
  type Mode,
  type ProfileName,
  type RunningStrictScimTarget,
  type Switches,
} from '../../../src/emulators/strict-scim/index.js';
import type { TargetValues } from '../../../src/schema/model.js';
import { createScimTarget, type ListPosition, type ScimTarget } from '../../../src/scim/index.js';
import { dialectOf, type Dialect, type QuirkName } from '../../../src/scim/quirks/index.js';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const WORK_EMAIL = 'emails[type eq "work"].value';
const MOBILE = 'phoneNumbers[type eq "mobile"].value';
const CITY = 'addresses[type eq "work"].locality';

/** A target that differs, and the quirks that a client needs to get along with it. */
interface Case {
  readonly name: string;
  readonly switches?: Partial<Switches>;
  readonly mode?: Mode;
  readonly profile?: ProfileName;
  readonly quirks: readonly QuirkName[];
  readonly fields?: Partial<Dialect>;
}

const needed: readonly Case[] = [
  { name: 'text Booleans', switches: { booleans: 'text' }, quirks: ['textBooleans'] },
  {
    name: 'capital letters',
    switches: { operationNames: 'capitalized' },
    quirks: ['capitalizedOperations'],
  },
  {
    name: 'PATCH of active only',
    switches: { userPatch: 'activeOnly' },
    quirks: ['usersPatchedForActiveOnly'],
  },
  {
    name: 'removal of members by value',
    switches: { filteredRemoval: 'refused', rfcLiteralRemoval: false },
    quirks: ['memberRemovalByValue'],
  },
  {
    name: '400 for unknown ids',
    switches: { unknownIdAnswer: 400 },
    quirks: ['unknownIdIsBadRequest'],
  },
  { name: '403 for unknown ids', switches: { unknownIdAnswer: 403 }, quirks: ['unknownIdIsForbidden'] },
  { name: 'plain JSON', switches: { requestMediaType: 'application/json' }, quirks: ['plainJson'] },
  {
    name: 'one value an attribute',
    switches: { singleValuedAttributes: ['emails', 'phoneNumbers', 'addresses'] },
    quirks: ['singleElements'],
  },
];

const tolerated: readonly Case[] = [
  { name: 'the RFCs', quirks: [] },
  {
    name: 'the RFCs, spoken to as Entra does with its flag',
    mode: 'entra',
    quirks: ['entraCompliantDialect'],
  },
  { name: "Entra's older dialect", mode: 'entra', quirks: ['entraLegacyDialect'] },
  { name: 'references as text', mode: 'entra', quirks: ['referencesAsText'] },
  { name: 'lists by cursor only', switches: { indexPaging: false }, quirks: ['listsByCursor'] },
  { name: 'cursors that nobody asked for', switches: { volunteersCursors: true }, quirks: [] },
  { name: '204 for PATCH', switches: { patchAnswer: 'empty' }, quirks: [] },
  { name: '202 and no body for POST', switches: { createdStatus: 202, createAnswer: 'empty' }, quirks: [] },
  {
    name: 'no id and no Location',
    switches: { createAnswer: 'withoutId', sendsLocation: false },
    quirks: [],
  },
  { name: '200 for DELETE', switches: { deletedStatus: 200 }, quirks: [] },
  { name: 'Booleans answered as text', switches: { answeredBooleans: 'text' }, quirks: [] },
  { name: 'an empty list for unknown ids', switches: { unknownIdAnswer: 'emptyList' }, quirks: [] },
  { name: 'resources in small letters', switches: { listKey: 'resources' }, quirks: [] },
  { name: 'totals that are page sizes', switches: { totalResults: 'pageSize' }, quirks: [] },
  { name: 'no totals', switches: { totalResults: 'missing' }, quirks: [] },
  { name: 'awkward ids', switches: { ids: 'awkward' }, quirks: [] },
  { name: 'nulls refused', switches: { refusesNulls: true }, quirks: [] },
  { name: 'a wanted User-Agent', switches: { requiresUserAgent: true }, quirks: [] },
  { name: 'no operations without path', switches: { pathlessOperations: 'refused' }, quirks: [] },
  { name: 'a filter that compares exactly', switches: { filtersUserNameExactly: true }, quirks: [] },
  { name: 'no discovery', switches: { discovery: 'missing' }, quirks: [] },
  { name: 'groups that tell no members', switches: { listsMembers: false }, quirks: [] },
  { name: 'no change of all members at once', switches: { refusesWholeMemberChanges: true }, quirks: [] },
  { name: 'no PATCH of users, as told', switches: { userPatch: 'refused' }, quirks: ['usersWithoutPatch'] },
  { name: 'no PATCH of users', switches: { userPatch: 'refused' }, quirks: [] },
  {
    name: 'no PATCH of groups, as told',
    switches: { groupPatch: 'refused' },
    quirks: ['groupsWithoutPatch'],
  },
  {
    name: 'no PATCH of groups, answered with 501',
    switches: { groupPatch: 'refused', missingMethodStatus: 501 },
    quirks: [],
  },
  {
    name: 'PUT without ETags',
    switches: { etags: false, userPatch: 'refused' },
    quirks: ['usersWithoutPatch'],
  },
  { name: 'Atlassian', profile: 'atlassian', quirks: ['deletionDisables', 'disabledUsersHidden'] },
  { name: 'Dialpad', profile: 'dialpad', quirks: [] },
  { name: 'GitHub', profile: 'github-emu', quirks: [] },
  { name: 'AWS', profile: 'aws', quirks: ['listsByCursor', 'excludedAttributesRefused', 'singleElements'] },
];

let server: RunningStrictScimTarget | undefined;
let target: ScimTarget | undefined;

afterEach(stopBoth);

describe('a target that needs a quirk', () => {
  it.each(needed)('($name) is served with it', async (one) => {
    await expectServed(one);
  });

  it.each(needed)('($name) is not served without it', async (one) => {
    await expect(live(await start({ ...one, quirks: [] }))).rejects.toThrow();
  });
});

describe('a target with', () => {
  it.each(tolerated)('$name is served', async (one) => {
    await expectServed(one);
  });
});

describe('members removed by value', () => {
  it('would empty the group of a server that keeps to the RFC, so nobody does it unasked', async () => {
    const client = await start({ name: '', quirks: [] });
    const { id: ann } = await client.create('User', { userName: 'ann' });
    const { id: bob } = await client.create('User', { userName: 'bob' });
    const { id: group } = await client.create('Group', { displayName: 'Sales' });
    await client.changeMembers(group, { add: [ann, bob], remove: [], all: none });

    await client.changeMembers(group, { add: [], remove: [bob], all: none });

    expect(await client.members(group)).toEqual([ann]);
  });
});

async function expectServed(one: Case): Promise<void> {
  const { annAfter, membersAfter, ids } = await live(await start(one));

  expect(annAfter).toMatchObject({
    displayName: 'Ann Lopez',
    title: 'Engineer',
    name: { familyName: 'Lopez', givenName: 'Ann' },
    emails: expect.arrayContaining([
      expect.objectContaining({ value: 'ann.lopez@contoso.example' }),
    ]) as unknown,
    [ENTERPRISE]: { department: 'Legal', manager: { value: ids.bob } },
  });
  expect(String(annAfter?.['active'])).toMatch(/^false$/i);
  expect(membersAfter).toEqual([ids.ann]);
  expect(server?.groups()).toEqual([]);
  expect(server?.violations()).toEqual([]);
}

/** Two users and a group, from their creation to their deletion, as a cycle would do it. */
async function live(client: ScimTarget): Promise<{
  readonly annAfter: Readonly<Record<string, unknown>> | undefined;
  readonly membersAfter: readonly unknown[];
  readonly ids: { readonly ann: string; readonly bob: string };
}> {
  await client.probe('User', 'externalId');
  const { id: bob } = await client.create('User', person('Bob', 'Ray'));
  const before: TargetValues = { ...person('Ann', 'Lee'), [`${ENTERPRISE}:manager`]: bob };
  const { id: ann } = await client.create('User', before);
  expect((await client.find('User', 'externalId', 'x-Ann')).map(({ id }) => id)).toEqual([ann]);
  expect(await listed(client)).toEqual(expect.arrayContaining([ann, bob]));

  const after: TargetValues = {
    ...before,
    displayName: 'Ann Lopez',
    'name.familyName': 'Lopez',
    title: 'Engineer',
    [WORK_EMAIL]: 'ann.lopez@contoso.example',
    [MOBILE]: '+441',
    [CITY]: 'Leeds',
    [`${ENTERPRISE}:department`]: 'Legal',
  };
  const changes = Object.entries(after).flatMap(([path, newValue]) =>
    before[path] === newValue ? [] : [{ path, oldValue: before[path] ?? null, newValue }],
  );
  await client.update('User', ann, changes, undefined, after);

  const { id: group } = await client.create('Group', { displayName: 'Sales', externalId: 'g-1' });
  await client.changeMembers(group, { add: [ann, bob], remove: [], all: () => Promise.resolve([ann, bob]) });
  await client.changeMembers(group, { add: [], remove: [bob], all: () => Promise.resolve([ann]) });
  const membersAfter = membersOf(server?.groups()[0]);

  await client.update('User', ann, [{ path: 'active', oldValue: true, newValue: false }], undefined, after);
  const annAfter = server?.users().find(({ id }) => id === ann);
  await client.delete('Group', group);
  expect(await client.get('Group', group)).toBeNull();
  await client.delete('User', ann);
  await client.delete('User', 'nobody');
  expect(await client.get('User', 'nobody')).toBeNull();
  return { annAfter, membersAfter, ids: { ann, bob } };
}

async function listed(client: ScimTarget): Promise<readonly string[]> {
  const ids: string[] = [];
  let position: ListPosition | null = null;
  do {
    const page = await client.list('User', position);
    ids.push(...page.resources.map(({ id }) => id));
    position = page.next;
  } while (position !== null);
  return ids;
}

function person(givenName: string, familyName: string): TargetValues {
  return {
    userName: givenName.toLowerCase(),
    externalId: `x-${givenName}`,
    active: true,
    displayName: `${givenName} ${familyName}`,
    'name.givenName': givenName,
    'name.familyName': familyName,
    [WORK_EMAIL]: `${givenName}@contoso.example`,
    'emails[type eq "home"].value': `${givenName}@home.example`,
    [`${ENTERPRISE}:department`]: 'Sales',
  };
}

function membersOf(group: Readonly<Record<string, unknown>> | undefined): readonly unknown[] {
  const members = group?.['members'];
  return Array.isArray(members) ? members.map((member: { value?: unknown }) => member.value) : [];
}

function none(): Promise<readonly string[]> {
  return Promise.resolve([]);
}

async function start({ mode, profile, switches, quirks, fields }: Case): Promise<ScimTarget> {
  await stopBoth();
  server = await startStrictScimTarget({
    token: 'the-token',
    pageSize: 1,
    ...(mode && { mode }),
    ...(profile && { profile }),
    ...(switches && { switches }),
  });
  target = createScimTarget({
    baseUrl: server.url,
    token: 'the-token',
    requestsPerSecond: 1_000,
    concurrency: 4,
    pageSize: 1,
    dialect: dialectOf(quirks, fields),
  });
  return target;
}

async function stopBoth(): Promise<void> {
  target?.close();
  await server?.stop();
  target = undefined;
  server = undefined;
}
