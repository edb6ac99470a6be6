import type { Directory } from '../directory/directory.js';
import { defaultAccess, type AppRole, type Member, type Properties } from '../directory/records.js';
import { without } from '../without.js';
import { roleIdOf } from './check.js';
import { Names, type NamedObject } from './names.js';
import {
  bystandersOf,
  SeedInvalid,
  seedId,
  type Seed,
  type SeedApp,
  type SeedGroup,
  type SeedUser,
} from './seed.js';

/** Everything in a seed was created at this moment, so that equal seeds give equal directories. */
const seededAt = '2024-01-15T08:00:00Z';

const membersAtOnce = 100;

/** Fills an empty directory from a checked seed. */
export function populate(directory: Directory, seed: Seed): void {
  const names = new Names(seed);
  const named = (key: string): NamedObject => {
    const found = names.find(key);
    if (found === undefined) throw new SeedInvalid([`"${key}" is nobody's id or name`]);
    return found;
  };
  for (const app of [...(seed.tenant.servicePrincipals ?? []), ...seed.apps]) {
    directory.addServicePrincipal(servicePrincipalOf(seed, app));
  }
  for (const bystander of bystandersOf(seed)) directory.addBystander(bystander);
  for (const user of seed.users) {
    directory.users.create({
      id: named(user.userPrincipalName).member.id,
      properties: userPropertiesOf(user),
      managerId: user.manager === undefined ? null : named(user.manager).member.id,
    });
  }
  populateGroups(directory, seed, named);
  for (const app of seed.apps) {
    const assignments = directory.assignmentsOf(seedId(seed, 'servicePrincipal', app.id, app.displayName));
    for (const { principal, role } of app.assignments ?? []) {
      const { member, type } = named(principal);
      const roleId = role === undefined ? defaultAccess : (roleIdOf(app, role) ?? defaultAccess);
      if (type !== null) assignments.add({ id: member.id, type }, roleId, { seededAt });
    }
  }
}

/**
 * Large groups were filled a portion at a time, in turns, as in life: so a delta round tells of them in many entries, with
 * other groups between.
 */
function populateGroups(directory: Directory, seed: Seed, named: (key: string) => NamedObject): void {
  const groups = seed.groups.map((group) => ({
    id: seedId(seed, 'group', group.id, group.displayName),
    properties: groupPropertiesOf(group),
    members: distinct((group.members ?? []).map((member) => named(member).member)),
  }));
  for (const group of groups)
    directory.groups.create({ ...group, members: group.members.slice(0, membersAtOnce) });
  const largest = Math.max(0, ...groups.map(({ members }) => members.length));
  for (let from = membersAtOnce; from < largest; from += membersAtOnce)
    for (const { id, members } of groups)
      directory.groups.addMembers(id, members.slice(from, from + membersAtOnce));
}

const distinct = (members: readonly Member[]) => [...new Map(members.map((one) => [one.id, one])).values()];

function userPropertiesOf(user: SeedUser): Properties {
  const properties = without(user, 'id', 'manager') as Properties;
  const mailNickname = user.userPrincipalName.split(/#EXT#|@/, 1)[0] ?? '';
  return { accountEnabled: true, mailNickname, userType: 'Member', createdDateTime: seededAt, ...properties };
}

function groupPropertiesOf(group: SeedGroup): Properties {
  return {
    createdDateTime: seededAt,
    description: null,
    groupTypes: [],
    mail: null,
    mailEnabled: false,
    mailNickname: group.displayName.toLowerCase().replace(/[^a-z0-9]+/g, '-'),
    securityEnabled: true,
    ...withoutUndefined(without(group, 'id', 'members')),
  };
}

function withoutUndefined(properties: Omit<SeedGroup, 'id' | 'members'>): Properties {
  return JSON.parse(JSON.stringify(properties)) as Properties;
}

function servicePrincipalOf(
  seed: Seed,
  app: Pick<SeedApp, 'id' | 'appId' | 'displayName'> & Partial<SeedApp>,
) {
  return {
    id: seedId(seed, 'servicePrincipal', app.id, app.displayName),
    appId: seedId(seed, 'application', app.appId, app.displayName),
    displayName: app.displayName,
    accountEnabled: app.accountEnabled ?? true,
    appRoleAssignmentRequired: app.appRoleAssignmentRequired ?? false,
    appRoles: (app.appRoles ?? []).map((role): AppRole => ({
      id: role.id.toLowerCase(),
      value: role.value ?? null,
      displayName: role.displayName,
      description: role.description ?? role.displayName,
      isEnabled: role.isEnabled ?? true,
      allowedMemberTypes: role.allowedMemberTypes ?? ['User'],
      origin: 'Application',
    })),
  };
}
