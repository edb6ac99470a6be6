import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { companyFolder } from '../../../../src/emulators/company/index.js';
import { generate, loadSeed, type Seed } from '../../../../src/emulators/graph/index.js';
import { aPerson, aSeed } from './tenant.js';

describe('a seed folder', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'seed-'));
  });

  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  async function load(changes: Partial<Record<keyof Seed, unknown>>): Promise<Seed> {
    for (const [name, content] of Object.entries({ ...aSeed(), ...changes })) {
      const text = typeof content === 'string' ? content : JSON.stringify(content);
      await writeFile(path.join(folder, `${name}.json`), text);
    }
    return loadSeed(folder);
  }

  it('is read', async () => {
    expect(await load({})).toEqual(aSeed());
  });

  it.each<[string, Partial<Record<keyof Seed, unknown>>, RegExp]>([
    ['text that is not JSON', { users: '[{' }, /users\.json: cannot be read as JSON/],
    ['a wrong type', { groups: [{ displayName: 7 }] }, /groups\.json \[0\]\.displayName: .*It is 7/],
    [
      'a missing name',
      { users: [{ displayName: 'x' }] },
      /users\.json \[0\]\.userPrincipalName: .*It is missing/,
    ],
    [
      'an unknown property',
      { users: [aPerson('a', { shoeSize: '42' })] },
      /users\.json \[0\]\.shoeSize: Could not find.*It is "42"/,
    ],
    [
      'a property of the wrong type',
      { users: [aPerson('a', { accountEnabled: 'yes' })] },
      /\[0\]\.accountEnabled.*It is "yes"/,
    ],
    [
      'an unknown manager',
      { users: [aPerson('a', { manager: 'b@contoso.example' })] },
      /users\.json \[0\]\.manager: "b@contoso\.example"/,
    ],
    [
      'a manager who is a device',
      {
        tenant: { ...aSeed().tenant, devices: [{ displayName: 'Laptop' }] },
        users: [aPerson('a', { manager: 'Laptop' })],
      },
      /users\.json \[0\]\.manager: "Laptop"/,
    ],
    [
      'an unknown member',
      { groups: [{ displayName: 'G', members: ['Ghosts'] }] },
      /groups\.json \[0\]\.members\[0\]: "Ghosts"/,
    ],
    [
      'a name twice',
      { users: [aPerson('a'), aPerson('A')] },
      /"a@contoso\.example" names more than one object/,
    ],
    [
      'an unknown role',
      { apps: [{ displayName: 'X', assignments: [{ principal: 'ada@contoso.example', role: 'Boss' }] }] },
      /apps\.json \[0\]\.assignments\[0\]\.role: "Boss"/,
    ],
  ])('is refused with %s, saying where', async (_name, changes, message) => {
    await expect(load(changes)).rejects.toThrow(message);
  });
});

describe('a generated tenant', () => {
  it('is the same for the same numbers and another for others', () => {
    const seed = generate({ users: 100, seed: 7 });
    expect(generate({ users: 100, seed: 7 })).toEqual(seed);
    expect(generate({ users: 100, seed: 8 })).not.toEqual(seed);
    expect([seed.users.length, seed.apps[0]?.assignments?.length]).toEqual([100, 100]);
  });
});

describe('the demo company', () => {
  it('has sixty people: four guests, three disabled, some without mail, all but a few below one chief', async () => {
    const { users, groups, apps } = await loadSeed(companyFolder);
    expect(users).toHaveLength(60);
    expect(users.filter((user) => user['userType'] === 'Guest')).toHaveLength(4);
    expect(users.filter((user) => user['accountEnabled'] === false)).toHaveLength(3);
    expect(users.filter((user) => user['mail'] === null).length).toBeGreaterThan(2);
    expect(users.filter((user) => user.manager === undefined && user['userType'] === undefined)).toHaveLength(
      1,
    );
    expect(groups.some(({ securityEnabled }) => securityEnabled === false)).toBe(true);
    expect(apps.map(({ displayName }) => displayName)).toEqual(['Dialpad', 'Dynamic Signal']);
  });

  it.each([
    ['Dialpad', 50, 47],
    ['Dynamic Signal', 43, 40],
  ])('has for %s %d users in scope, %d of them enabled', async (name, inScope, enabled) => {
    const { users, groups, apps } = await loadSeed(companyFolder);
    const entitled = (apps.find((app) => app.displayName === name)?.assignments ?? []).filter(
      ({ role }) => role !== undefined,
    );
    const principals = entitled.flatMap(({ principal }) => {
      const group = groups.find(({ displayName }) => displayName === principal);
      if (group === undefined) return [principal];
      return group.securityEnabled === false ? [] : (group.members ?? []);
    });
    const people = users.filter((user) => principals.includes(user.userPrincipalName));
    expect(people).toHaveLength(inScope);
    expect(people.filter((user) => user['accountEnabled'] !== false)).toHaveLength(enabled);
  });
});
