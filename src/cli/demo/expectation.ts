/**
 * What the demo's apps must hold after their first cycles, computed straight from the seed files and from nothing of
 * the engine: a second opinion, so that a mistake in planning or mapping cannot confirm itself.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** An account's fields by name; a field without value is absent. */
export type Account = ReadonlyMap<string, string>;

const text = z.string().nullish();

const seedUser = z.object({
  id: text,
  userPrincipalName: z.string(),
  accountEnabled: z.boolean().nullish(),
  displayName: text,
  givenName: text,
  surname: text,
  jobTitle: text,
  mail: text,
  department: text,
  country: text,
  employeeId: text,
  mailNickname: text,
  mobilePhone: text,
  businessPhones: z.array(z.string()).nullish(),
});
const seedGroup = z.object({
  id: text,
  displayName: z.string(),
  securityEnabled: z.boolean().nullish(),
  members: z.array(z.string()).nullish(),
});
const seedApp = z.object({
  displayName: z.string(),
  appRoles: z
    .array(
      z.object({
        id: z.string(),
        value: text,
        displayName: z.string(),
        isEnabled: z.boolean().nullish(),
        allowedMemberTypes: z.array(z.string()).nullish(),
      }),
    )
    .nullish(),
  assignments: z.array(z.object({ principal: z.string(), role: text })).nullish(),
});

type SeedUser = z.infer<typeof seedUser>;
type SeedApp = z.infer<typeof seedApp>;

/** What an app must hold. */
export interface Expectation {
  /** By user name in lower case. */
  readonly accounts: ReadonlyMap<string, Account>;
  /** By name; the user names of their members in lower case, in order. */
  readonly groups: ReadonlyMap<string, readonly string[]>;
}

/**
 * What an app must hold: the enabled people who are entitled, and, where it has groups, the assigned ones with those of
 * their direct members who have an account.
 * @param objectIds by user principal name in lower case, for people to whom the seed gives no id of their own.
 */
export async function expectationOf(
  seedFolder: string,
  appName: string,
  objectIds: ReadonlyMap<string, string>,
): Promise<Expectation> {
  const users = z.array(seedUser).parse(await readJson(seedFolder, 'users.json'));
  const groups = z.array(seedGroup).parse(await readJson(seedFolder, 'groups.json'));
  const apps = z.array(seedApp).parse(await readJson(seedFolder, 'apps.json'));
  const app = apps.find(({ displayName }) => displayName === appName);
  const fields = fieldsByApp[appName];
  if (app === undefined || fields === undefined) throw new Error(`The seed has no app ${appName}.`);

  const entitled = new Set<string>();
  const assignedGroups: z.infer<typeof seedGroup>[] = [];
  for (const { principal, role } of app.assignments ?? []) {
    if (!entitles(app, role ?? null)) continue;
    const group = groups.find(({ id, displayName }) => isNamed(principal, id, displayName));
    if (group === undefined) entitled.add(principal.toLowerCase());
    else if (group.securityEnabled !== false) {
      assignedGroups.push(group);
      for (const member of group.members ?? []) entitled.add(member.toLowerCase());
    }
  }
  const holders = users
    .filter((user) => user.accountEnabled !== false)
    .filter(({ id, userPrincipalName }) =>
      [...entitled].some((name) => isNamed(name, id, userPrincipalName)),
    );
  const accountOf = (user: SeedUser): Account => {
    const id = user.id ?? objectIds.get(user.userPrincipalName.toLowerCase());
    return withoutEmpty(fields({ ...user, id }));
  };
  const memberNames = ({ members }: z.infer<typeof seedGroup>): readonly string[] =>
    holders
      .filter(({ id, userPrincipalName }) =>
        (members ?? []).some((member) => isNamed(member, id, userPrincipalName)),
      )
      .map((user) => signInName(user.userPrincipalName).toLowerCase())
      .sort();
  return {
    accounts: new Map(
      holders.map((user) => [signInName(user.userPrincipalName).toLowerCase(), accountOf(user)]),
    ),
    groups: new Map(
      APPS_WITH_GROUPS.includes(appName)
        ? assignedGroups.map((group) => [group.displayName, memberNames(group)])
        : [],
    ),
  };
}

/** Default Access does not entitle where the app has a role that a user could be given; nor does a disabled role. */
function entitles({ appRoles }: SeedApp, role: string | null): boolean {
  const usable = (appRoles ?? []).filter(
    ({ isEnabled, allowedMemberTypes }) =>
      isEnabled !== false && (allowedMemberTypes ?? ['User']).includes('User'),
  );
  if (role === null) return usable.length === 0;
  return usable.some(({ id, value, displayName }) => [id, value, displayName].includes(role));
}

function isNamed(name: string, ...names: readonly (string | null | undefined)[]): boolean {
  return names.some((candidate) => candidate?.toLowerCase() === name.toLowerCase());
}

const APPS_WITH_GROUPS = ['Dialpad'];

type Fields = Readonly<Record<string, string | null | undefined>>;

const common = (user: SeedUser): Fields => ({
  userName: signInName(user.userPrincipalName),
  active: 'true',
  displayName: user.displayName,
  'name.givenName': user.givenName,
  'name.familyName': user.surname,
  'name.formatted': [user.givenName, user.surname].filter((part) => typeof part === 'string').join(' '),
  title: user.jobTitle,
  'work e-mail': user.mail,
  department: user.department,
});

const fieldsByApp: Readonly<Record<string, (user: SeedUser) => Fields>> = {
  Dialpad: (user) => ({ ...common(user), country: user.country, externalId: user.id }),
  'Dynamic Signal': (user) => ({
    ...common(user),
    externalId: user.mailNickname ?? alias(user.userPrincipalName),
    employeeNumber: user.employeeId,
    'work phone': user.businessPhones?.[0],
    'mobile phone': user.mobilePhone,
  }),
};

/** What a directory takes for the mail nickname of somebody created without one. */
function alias(userPrincipalName: string): string {
  return userPrincipalName.replace(/(#EXT#|@).*$/, '');
}

/** A guest signs in with the address of home: `mo_fabrik.example#EXT#@lab.example` is `mo@fabrik.example`. */
function signInName(userPrincipalName: string): string {
  const [alias, rest] = userPrincipalName.split('#EXT#');
  return rest === undefined || alias === undefined ? userPrincipalName : alias.replace(/_([^_]*)$/, '@$1');
}

function withoutEmpty(fields: Fields): Account {
  return new Map(
    Object.entries(fields).flatMap(([name, value]) =>
      value === null || value === undefined || value === '' ? [] : [[name, value]],
    ),
  );
}

async function readJson(folder: string, file: string): Promise<unknown> {
  return JSON.parse(await readFile(join(folder, file), 'utf8')) as unknown;
}
