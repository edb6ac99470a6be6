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
/** Properties of Microsoft Graph; `manager` is an alias or the name of a contact. */
type Properties = Readonly<Record<string, unknown>>;
type Group = Seed['groups'][number];
type Role = NonNullable<Seed['apps'][number]['appRoles']>[number];

export interface Tenant {
  /** Who there is: an alias, or more about them under it. */
  readonly people: readonly (string | Properties)[];
  /** Groups by name: their members' names, or more about them. */
  readonly groups?: Readonly<Record<string, readonly string[] | Omit<Group, 'displayName'>>>;
  /** Names of people and groups who have the role `User`, or another one, or none: Default Access. */
  readonly assigned?: readonly (string | { readonly principal: string; readonly role?: string })[];
  readonly roles?: readonly Role[];
  readonly contacts?: readonly string[];
}

/** A tenant with one app. */
export function tenant({ people, groups = {}, assigned = [], roles = [USER_ROLE], contacts }: Tenant): Seed {
  const aliases = new Set(people.map((one) => (typeof one === 'string' ? one : aliasOf(one))));
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
    users: people.map((one) => {
      if (typeof one === 'string') return person(one);
      const { manager } = one;
      return person(
        aliasOf(one),
        typeof manager === 'string' ? { ...one, manager: principalName(manager) } : one,
      );
    }),
    groups: Object.entries(groups).map(([displayName, told]) => {
      const group: Omit<Group, 'displayName'> = Array.isArray(told)
        ? { members: told as string[] }
        : (told as Omit<Group, 'displayName'>);
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
function person(alias: string, more: Properties = {}): Person {
  const usual = {
    userPrincipalName: upn(alias),
    displayName: alias,
    givenName: alias,
    surname: 'Example',
    mail: upn(alias),
    mailNickname: alias,
    accountEnabled: true,
  };
  const properties: unknown = { ...usual, ...more };
  return properties as Person; // the directory checks them itself
}

export const upn = (alias: string): string => `${alias}@${DOMAIN}`;

function aliasOf({ userPrincipalName, displayName }: Properties): string {
  return typeof userPrincipalName === 'string'
    ? (userPrincipalName.split('@')[0] ?? '')
    : String(displayName);
}
