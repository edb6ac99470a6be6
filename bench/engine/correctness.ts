import { isDeepStrictEqual } from 'node:util';
import { personId, type Person } from '../graph/tenant-shape.js';
import type { Account } from '../target/accounts.js';
import { withDatabase } from '../world/servers.js';
import { expectedAccount } from './expected-account.js';
import type { Job } from './job.js';

const MOST_LINES = 10;

/**
 * What is wrong after the cycles, a line each; empty when everyone assigned has exactly one account, with every mapped
 * attribute as the directory has it now and nothing else, made by one creation each, and the store links each to
 * theirs and to no other.
 * @param creations how many accounts the target was asked to create.
 */
export async function mistakesOf(
  job: Job,
  databaseUrl: string,
  creations: number,
): Promise<readonly string[]> {
  const people = new Map(
    job.company.assigned(job.app ?? 0).map((person) => [keyOf(person.userPrincipalName), person] as const),
  );
  const lines: string[] = [];
  const idByName = new Map<string, string>();
  for await (const { userName, id } of job.target.accounts()) {
    const name = keyOf(userName);
    if (idByName.has(name)) lines.push(`${name}: there are two accounts`);
    if (!people.has(name)) lines.push(`${name}: nobody should have this account`);
    idByName.set(name, id);
  }
  for (const name of people.keys()) if (!idByName.has(name)) lines.push(`${name}: has no account`);
  if (creations !== people.size) lines.push(`${creations} accounts were asked for, for ${people.size} users`);

  for await (const account of job.target.accounts()) {
    const person = people.get(keyOf(account.userName));
    if (person !== undefined) lines.push(...differences(account, person, idByName));
  }
  lines.push(...(await wrongLinks(job, databaseUrl, people, idByName)));
  const prefixed = lines.map((line) => `${job.appId}: ${line}`);
  return prefixed.length <= MOST_LINES
    ? prefixed
    : [...prefixed.slice(0, MOST_LINES), `and ${lines.length - MOST_LINES} more`];
}

function differences(
  account: Account,
  person: Person,
  idByName: ReadonlyMap<string, string>,
): readonly string[] {
  const managerId = person.manager === undefined ? undefined : idByName.get(keyOf(person.manager));
  // As it travels: an attribute that was removed is not there any more.
  const actual = JSON.parse(JSON.stringify({ ...account, id: undefined })) as Readonly<
    Record<string, unknown>
  >;
  const expected = expectedAccount(person, managerId ?? null);
  const names = new Set([...Object.keys(actual), ...Object.keys(expected)]);
  return [...names]
    .filter((name) => !isDeepStrictEqual(actual[name], expected[name]))
    .map((name) => `${account.userName}: ${name} is not the directory's`);
}

async function wrongLinks(
  { appId }: Job,
  databaseUrl: string,
  people: ReadonlyMap<string, Person>,
  idByName: ReadonlyMap<string, string>,
): Promise<readonly string[]> {
  const links = await withDatabase(databaseUrl, async (client) => {
    const { rows } = await client.query<{ source_id: string; target_id: string }>(
      `select source_id, target_id from link where app_id = $1 and state = 'managed'`,
      [appId],
    );
    return rows;
  });
  const expected = new Map(
    [...people].map(([name, { userPrincipalName }]) => [personId(userPrincipalName), idByName.get(name)]),
  );
  const wrong = links.filter(({ source_id, target_id }) => expected.get(source_id) !== target_id).length;
  return links.length === people.size && wrong === 0
    ? []
    : [`${links.length} links for ${people.size} users, of them ${wrong} to another account`];
}

/** A user name is the same whatever its letter case. */
function keyOf(userName: string): string {
  return userName.toLowerCase();
}
