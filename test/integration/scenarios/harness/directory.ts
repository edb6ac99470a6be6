import type { Seed } from '../../../../src/emulators/graph/index.js';

export const DOMAIN = 'contoso.example';
export const APP = 'App';
export const CLIENT_SECRET = 'secret-of-the-scenarios-tenant';

/** The "User" role that apps of Microsoft's gallery have. */
export const USER_ROLE = {
  id: '18d14569-c3bd-439b-9a66-3a2aee01d14f',
  displayName: 'User',
  allowedMemberTypes: ['User' as const],
};

type Person = Seed['users'][number];
type Group = Seed['groups'][number];
type Role = NonNullable<Seed['apps'][number]['appRoles']>[number];

export interface Tenant {
  /** Who there is: an alias, or more about them under it. */
  readonly people: readonly (string | Partial<Person>)[];
  /** Groups by name: their members' names, or more about them. */
  readonly groups?: Readonly<Record<string, readonly string[] | Omit<Group, 'displayName'>>>;
  /** Names of people and groups who have the role `User`, or another one, or none: Default Access. */
  readonly assigned?: readonly (string | { readonly principal: string; readonly role?: string })[];
  readonly roles?: readonly Role[];
  readonly contacts?: readonly string[];
}

/** A tenant with one app. */
export function tenant({ people, groups = {}, assigned = [], roles = [USER_ROLE], contacts }: Tenant): Seed {
  const users = people.map((one) => (typeof one === 'string' ? person(one) : personWith(one)));
  const aliases = new Set(users.map(aliasOf));
  const principalName = (name: string): string => (aliases.has(name) ? upn(name) : name);
  return {
    tenant: {
      domain: DOMAIN,
      clients: [
        {
          clientSecret: CLIENT_SECRET,
          roles: ['User.Read.All', 'GroupMember.Read.All', 'Application.Read.All'],
        },
      ],
      ...(contacts === undefined ? {} : { orgContacts: contacts.map((displayName) => ({ displayName })) }),
    },
    users: users.map(({ manager, ...user }): Person => {
      return { ...(user as Person), ...(manager === undefined ? {} : { manager: principalName(manager) }) };
    }),
    groups: Object.entries(groups).map(([displayName, told]) => {
      const group: Omit<Group, 'displayName'> = isList(told) ? { members: [...told] } : told;
      return { displayName, ...group, members: (group.members ?? []).map(principalName) };
    }),
    apps: [
      {
        displayName: APP,
        appRoles: [...roles],
        assignments: assigned.map((one) => {
          const { principal, role } =
            typeof one === 'string' ? { principal: one, role: roles[0]?.displayName } : one;
          return { principal: principalName(principal), ...(role === undefined ? {} : { role }) };
        }),
      },
    ],
  };
}

/** Somebody with the usual attributes. */
export function person(alias: string, more: Partial<Person> = {}): Person {
  return {
    userPrincipalName: upn(alias),
    displayName: alias,
    givenName: alias,
    surname: 'Example',
    mail: upn(alias),
    mailNickname: alias,
    accountEnabled: true,
    ...(more as Person), // a person is their properties by name
  };
}

export const upn = (alias: string): string => `${alias}@${DOMAIN}`;

function personWith(one: Partial<Person>): Person {
  return person(aliasOf(one), one);
}

function aliasOf({ userPrincipalName, displayName }: Partial<Person>): string {
  return userPrincipalName?.split('@')[0] ?? String(displayName);
}

function isList<T>(value: readonly string[] | T): value is readonly string[] {
  return Array.isArray(value);
}
