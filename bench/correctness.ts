import pg from 'pg';
import type { Company } from './company.js';
import type { Account } from './target/accounts.js';

const MOST_LINES = 10;

/**
 * What is wrong after the cycles, a line each; empty when everyone has exactly one account, active and up to date, and
 * the store links each user to theirs and to no other.
 */
export function mistakes(
  company: Company,
  accounts: readonly Account[],
  linkedIds: readonly string[],
): readonly string[] {
  const expected = company.expectedTitles();
  const lines: string[] = [];
  const seen = new Set<string>();
  for (const account of accounts) {
    const name = account.userName.toLowerCase();
    if (seen.has(name)) lines.push(`${name}: there are two accounts`);
    seen.add(name);
    if (!expected.has(name)) lines.push(`${name}: nobody should have this account`);
    else if (account['title'] !== expected.get(name)) lines.push(`${name}: the title is not the directory's`);
    if (account['active'] !== true) lines.push(`${name}: the account is not active`);
  }
  for (const name of expected.keys()) if (!seen.has(name)) lines.push(`${name}: has no account`);

  const ids = new Set(accounts.map(({ id }) => id));
  const linked = new Set(linkedIds);
  if (
    linkedIds.length !== expected.size ||
    linked.size !== ids.size ||
    [...ids].some((id) => !linked.has(id))
  )
    lines.push(`${linkedIds.length} links for ${expected.size} users and ${ids.size} accounts`);
  return lines.length <= MOST_LINES
    ? lines
    : [...lines.slice(0, MOST_LINES), `and ${lines.length - MOST_LINES} more`];
}

/** The target ids of an app's managed links. */
export async function linkedIds(databaseUrl: string, appId: string): Promise<readonly string[]> {
  const client = new pg.Client({ connectionString: databaseUrl, query_timeout: 60_000 });
  await client.connect();
  try {
    const { rows } = await client.query<{ target_id: string }>(
      `select target_id from link where app_id = $1 and state = 'managed'`,
      [appId],
    );
    return rows.map((row) => row.target_id);
  } finally {
    await client.end();
  }
}
