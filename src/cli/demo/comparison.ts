import { z } from 'zod';
import type { Account, Expectation } from './expectation.js';

const typed = z.array(z.object({ type: z.string().optional(), value: z.string().optional() })).optional();

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

/** A SCIM user as a target keeps it; what the demo does not compare is passed over. */
const storedUser = z.object({
  userName: z.string(),
  active: z.union([z.boolean(), z.string()]).optional(),
  externalId: z.string().optional(),
  displayName: z.string().optional(),
  title: z.string().optional(),
  name: z
    .object({
      givenName: z.string().optional(),
      familyName: z.string().optional(),
      formatted: z.string().optional(),
    })
    .optional(),
  emails: typed,
  phoneNumbers: typed,
  addresses: z.array(z.object({ type: z.string().optional(), country: z.string().optional() })).optional(),
  [ENTERPRISE]: z
    .object({ department: z.string().optional(), employeeNumber: z.string().optional() })
    .optional(),
});

/** A SCIM group as a target keeps it. */
const storedGroup = z.object({
  displayName: z.string(),
  members: z.array(z.object({ value: z.string() })).optional(),
});

/** What a target holds, over SCIM or as it is stored. */
export interface Stored {
  readonly users: readonly unknown[];
  readonly groups: readonly unknown[];
}

/** What is wrong in a target, a line each; empty when everything expected is there as expected, and nothing else. */
export function differences(expected: Expectation, stored: Stored): readonly string[] {
  return [
    ...accountDifferences(expected.accounts, stored.users),
    ...groupDifferences(expected.groups, stored),
  ];
}

function groupDifferences(expected: Expectation['groups'], { users, groups }: Stored): readonly string[] {
  const names = new Map(
    users.map((user) => {
      const { id, userName } = z.object({ id: z.string(), userName: z.string() }).parse(user);
      return [id, userName.toLowerCase()];
    }),
  );
  const found = groups.map((group) => storedGroup.parse(group));
  return [
    ...found
      .filter(({ displayName }) => !expected.has(displayName))
      .map(({ displayName }) => `${displayName}: this group should not be there`),
    ...[...expected].flatMap(([name, members]) => {
      const [group, ...others] = found.filter(({ displayName }) => displayName === name);
      if (group === undefined) return [`${name}: there is no such group`];
      if (others.length > 0) return [`${name}: there are ${others.length + 1} such groups`];
      const held = (group.members ?? []).map(({ value }) => names.get(value) ?? value).sort();
      return held.join() === members.join()
        ? []
        : [`${name}: its members are ${held.join(', ')}, should be ${members.join(', ')}`];
    }),
  ];
}

function accountDifferences(
  expected: Expectation['accounts'],
  stored: readonly unknown[],
): readonly string[] {
  const found = new Map<string, Account>();
  const lines: string[] = [];
  for (const resource of stored) {
    const account = accountOf(storedUser.parse(resource));
    const name = account.get('userName')?.toLowerCase() ?? '';
    if (found.has(name)) lines.push(`${name}: there are two accounts`);
    found.set(name, account);
    if (!expected.has(name)) lines.push(`${name}: nobody should have this account`);
  }
  for (const [name, account] of expected) {
    const other = found.get(name);
    if (other === undefined) lines.push(`${name}: has no account`);
    else lines.push(...fieldDifferences(name, account, other));
  }
  return lines;
}

function fieldDifferences(name: string, expected: Account, found: Account): readonly string[] {
  return [...new Set([...expected.keys(), ...found.keys()])].flatMap((field) => {
    const [should, is] = [expected.get(field), found.get(field)];
    return should === is ? [] : [`${name}: ${field} is ${shown(is)}, should be ${shown(should)}`];
  });
}

function shown(value: string | undefined): string {
  return value === undefined ? 'absent' : JSON.stringify(value);
}

function accountOf(user: z.infer<typeof storedUser>): Account {
  const fields = {
    userName: user.userName,
    active: user.active === undefined ? undefined : String(user.active).toLowerCase(),
    displayName: user.displayName,
    'name.givenName': user.name?.givenName,
    'name.familyName': user.name?.familyName,
    'name.formatted': user.name?.formatted,
    title: user.title,
    'work e-mail': user.emails?.find(({ type }) => type === 'work')?.value,
    department: user[ENTERPRISE]?.department,
    employeeNumber: user[ENTERPRISE]?.employeeNumber,
    country: user.addresses?.find(({ type }) => type === 'work')?.country,
    'work phone': user.phoneNumbers?.find(({ type }) => type === 'work')?.value,
    'mobile phone': user.phoneNumbers?.find(({ type }) => type === 'mobile')?.value,
    externalId: user.externalId,
  };
  return new Map(
    Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
