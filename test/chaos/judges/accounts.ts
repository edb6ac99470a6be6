import type { StoredResource } from '../../../src/emulators/strict-scim/index.js';
import { MANAGER, STRANGER } from '../company.js';
import type { Judge } from './judge.js';
import { textOf } from './names.js';
import { writesIn } from './writes.js';

/** Everybody who is to have an account has one. */
export const noAccountIsLost: Judge = ({ expected, target }) =>
  Object.keys(expected.accounts)
    .filter((alias) => accountsOf(alias, target.users).length === 0)
    .map((alias) => `${alias} has no account`);

/** Nobody has two accounts, nor had two made; no group is there twice; nobody has an account who is not to have one. */
export const noAccountIsThereTwice: Judge = ({ expected, target }) => {
  const aliases = Object.keys(expected.accounts);
  const twice = aliases
    .filter((alias) => accountsOf(alias, target.users).length > 1)
    .map((alias) => `${alias} has several accounts`);
  const unwanted = target.users
    .filter(({ externalId, userName }) => {
      return userName !== STRANGER.userName && !aliases.includes(textOf(externalId));
    })
    .map(({ userName }) => `${textOf(userName)} has an account that nobody wants`);
  const names = target.groups.map(({ displayName }) => textOf(displayName));
  const wanted = Object.values(expected.groups).map(({ displayName }) => displayName);
  const groups = [...new Set(names)].flatMap((name) => {
    if (names.filter((each) => each === name).length > 1) return [`the group ${name} is there several times`];
    return wanted.includes(name) ? [] : [`the group ${name} is not wanted`];
  });
  return [...twice, ...unwanted, ...groups, ...madeTwice(target.requests)];
};

/** Made, and made again, even if one of them is gone by now. */
function madeTwice(requests: Parameters<typeof writesIn>[0]): readonly string[] {
  const made = writesIn(requests).flatMap((write) => {
    if (write.type !== 'create') return [];
    const { externalId, userName, displayName } = write.body;
    return [`${write.endpoint} ${textOf(externalId ?? userName ?? displayName)}`];
  });
  return [...new Set(made)]
    .filter((one) => made.indexOf(one) !== made.lastIndexOf(one))
    .map((one) => `${one} was made several times`);
}

/** Every account has the values it is to have. */
export const accountsAreRight: Judge = ({ expected, target }) =>
  Object.entries(expected.accounts).flatMap(([alias, wanted]) => {
    const [user] = accountsOf(alias, target.users);
    if (user === undefined) return [];
    const { userName, displayName, title, active } = wanted;
    const told = Object.entries({ userName, displayName, title, active })
      .filter(([name, value]) => user[name] !== value)
      .map(
        ([name, value]) =>
          `the ${name} of ${alias} is ${JSON.stringify(user[name])} instead of ${JSON.stringify(value)}`,
      );
    const manager = managerOf(user);
    const [boss] = wanted.manager === null ? [] : accountsOf(wanted.manager, target.users);
    if (manager === (boss?.id ?? null)) return told;
    return [...told, `the manager of ${alias} is not ${wanted.manager ?? 'nobody'}`];
  });

/** Every group is there, with the members it is to have. */
export const groupsAreRight: Judge = ({ expected, target }) =>
  Object.values(expected.groups).flatMap(({ displayName, members }) => {
    const group = target.groups.find((each) => each['displayName'] === displayName);
    if (group === undefined) return [`there is no group ${displayName}`];
    const held = memberIdsOf(group);
    const wanted = members.flatMap((alias) => accountsOf(alias, target.users).map(({ id }) => id));
    const missing = wanted
      .filter((id) => !held.includes(id))
      .map((id) => `${displayName} lacks the member ${id}`);
    const surplus = held
      .filter((id) => !wanted.includes(id))
      .map((id) => `${displayName} has ${id}, who is no member`);
    return [...missing, ...surplus];
  });

/** What a target must never hold, whoever wrote it. */
export const targetIsSound: Judge = ({ target }) =>
  target.violations.map((violation) => `the target holds a ${violation.type}`);

function accountsOf(alias: string, users: readonly StoredResource[]): readonly StoredResource[] {
  return users.filter(({ externalId }) => externalId === alias);
}

export function managerOf(user: StoredResource): string | null {
  const at = MANAGER.lastIndexOf(':');
  const extension = user[MANAGER.slice(0, at)] as Readonly<Record<string, unknown>> | undefined;
  const manager = extension?.[MANAGER.slice(at + 1)] as { readonly value?: string } | undefined;
  return manager?.value ?? null;
}

function memberIdsOf(group: StoredResource): readonly string[] {
  const members = (group['members'] ?? []) as unknown as readonly { readonly value: string }[];
  return members.map(({ value }) => value);
}
