import { APP, upn } from './directory.js';
import type { App, Event, Fault, Resource } from './scenario.js';

type Properties = Readonly<Record<string, unknown>>;

const inDirectory = (
  what: string,
  method: 'post' | 'patch' | 'delete',
  path: string,
  body?: object,
): Event => ({
  what,
  carryOut: (play) => play.administer(method, path, body),
});

/** Aliases of people, or names of groups in capitals, as the admin API of the directory knows them. */
const nameOf = (principal: string): string =>
  /^[a-z][a-z0-9._-]*$/.test(principal) ? upn(principal) : principal;
const user = (alias: string): string => `/users/${encodeURIComponent(upn(alias))}`;
const groupPath = (name: string): string => `/groups/${encodeURIComponent(name)}`;

export const assign = (principal: string, role?: string): Event =>
  inDirectory(`${principal} is assigned`, 'post', '/assignments', {
    app: APP,
    principal: nameOf(principal),
    ...(role === undefined ? {} : { role }),
  });
export const unassign = (principal: string): Event =>
  inDirectory(`${principal} is unassigned`, 'delete', '/assignments', {
    app: APP,
    principal: nameOf(principal),
  });

export const hire = (alias: string, more: Properties = {}): Event =>
  inDirectory(`${alias} is hired`, 'post', '/users', {
    userPrincipalName: upn(alias),
    displayName: alias,
    givenName: alias,
    surname: 'Example',
    mail: upn(alias),
    mailNickname: alias,
    ...more,
  });
export const change = (alias: string, properties: Properties): Event =>
  inDirectory(`${alias} changes: ${Object.keys(properties).join(', ')}`, 'patch', user(alias), properties);
export const block = (alias: string): Event =>
  inDirectory(`${alias} is blocked`, 'patch', user(alias), { accountEnabled: false });
export const unblock = (alias: string): Event =>
  inDirectory(`${alias} is unblocked`, 'patch', user(alias), { accountEnabled: true });
export const manage = (alias: string, manager: string | null): Event =>
  inDirectory(`${alias} is managed by ${manager ?? 'nobody'}`, 'patch', user(alias), {
    manager: manager === null ? null : nameOf(manager),
  });
export const removeUser = (alias: string): Event => inDirectory(`${alias} is deleted`, 'delete', user(alias));
export const restoreUser = (alias: string): Event =>
  inDirectory(`${alias} is restored`, 'post', `${user(alias)}/restore`);
export const purge = (name: string): Event =>
  inDirectory(`${name} is deleted for good`, 'delete', `/deleted/${encodeURIComponent(nameOf(name))}`);

export const found = (name: string, members: readonly string[], more: Properties = {}): Event =>
  inDirectory(`the group ${name} is founded`, 'post', '/groups', {
    displayName: name,
    members: members.map(nameOf),
    ...more,
  });
export const changeGroup = (name: string, properties: Properties): Event =>
  inDirectory(
    `the group ${name} changes: ${Object.keys(properties).join(', ')}`,
    'patch',
    groupPath(name),
    properties,
  );
export const removeGroup = (name: string): Event =>
  inDirectory(`the group ${name} is deleted`, 'delete', groupPath(name));
export const restoreGroup = (name: string): Event =>
  inDirectory(`the group ${name} is restored`, 'post', `${groupPath(name)}/restore`);
export const join = (group: string, ...members: readonly string[]): Event =>
  inDirectory(`${named(members)} join ${group}`, 'post', `${groupPath(group)}/members`, {
    members: members.map(nameOf),
  });
export const leave = (group: string, ...members: readonly string[]): Event =>
  inDirectory(`${named(members)} leave ${group}`, 'delete', `${groupPath(group)}/members`, {
    members: members.map(nameOf),
  });

export const timePasses = (duration: string): Event =>
  inDirectory(`${duration} pass`, 'post', '/clock', { advance: duration });
export const directoryBehaves = (quirks: Properties): Event =>
  inDirectory(`the directory behaves: ${JSON.stringify(quirks)}`, 'patch', '/quirks', quirks);

/** Behind scimflow's back. */
export const accountVanishes = (label: string): Event => ({
  what: `the account ${label} vanishes from the target`,
  carryOut: (play) => play.remove('User', label),
});
export const groupVanishes = (label: string): Event => ({
  what: `the group ${label} vanishes from the target`,
  carryOut: (play) => play.remove('Group', label),
});
export const accountAppears = (resource: Resource): Event => ({
  what: `somebody makes the account ${String(resource['userName'])}`,
  carryOut: (play) => play.create('User', resource),
});
export const memberAppears = (group: string, label: string): Event => ({
  what: `somebody adds ${label} to ${group} in the target`,
  carryOut: (play) => play.addMember(group, label),
});

export const targetFails = (...faults: readonly Fault[]): Event => ({
  what: `the target is to fail: ${JSON.stringify(faults)}`,
  carryOut: async (play) => {
    for (const fault of faults) play.target.fail(fault);
  },
});

export const configure = (app: Partial<App>): Event => ({
  what: `the configuration changes: ${Object.keys(app).join(', ')}`,
  beginsCycle: true,
  carryOut: (play) => play.configure(app),
});
export const restart = (resetScope?: string): Event => ({
  what: `restart${resetScope === undefined ? '' : ` with ${resetScope}`}`,
  beginsCycle: true,
  carryOut: (play) => play.restart(resetScope),
});

function named(members: readonly string[]): string {
  return members.length > 3 ? `${members.length} people` : members.join(', ');
}
