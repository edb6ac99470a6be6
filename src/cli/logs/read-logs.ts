import type { Patience } from '../patience.js';
import { pause } from '../poll.js';
import type { ApiSettings } from '../settings.js';
import { readLogPage, type LogEntry, type LogQuery } from './log-client.js';

const FOLLOW_EVERY_MS = 2_000;
const LARGEST_PAGE = 200;
const MOST_PAGES = 100;
const REMEMBERED = 10_000;

/** The newest `limit` entries that fit, oldest first: as people read a log. */
export async function readLogs(
  api: ApiSettings,
  app: string,
  query: LogQuery,
  signal?: AbortSignal,
): Promise<readonly LogEntry[]> {
  const entries: LogEntry[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < MOST_PAGES && entries.length < query.limit; page += 1) {
    const limit = Math.min(LARGEST_PAGE, query.limit - entries.length);
    const answer = await readLogPage(api, app, { ...query, limit }, cursor, signal);
    entries.push(...answer.entries);
    if (answer.nextCursor === null || answer.nextCursor === cursor) break;
    cursor = answer.nextCursor;
  }
  return entries.slice(0, query.limit).toReversed();
}

export interface Following {
  readonly everyMs?: number;
  readonly patience: Patience;
}

/**
 * Entries as they come, after those there are, until the signal aborts. Each is given once. The API may be away
 * for a while, as it is when its worker is replaced.
 */
export async function* followLogs(
  api: ApiSettings,
  app: string,
  query: LogQuery,
  signal: AbortSignal,
  { everyMs = FOLLOW_EVERY_MS, patience }: Following,
): AsyncGenerator<LogEntry> {
  const seen = new Set<string>();
  let { since } = query;
  let limit = query.limit;
  /** Entries of one moment that the first look left out are no news at the second. */
  let cutAt: string | undefined;
  while (!signal.aborted) {
    const reading = readLogs(
      api,
      app,
      { ...query, limit, ...(since === undefined ? {} : { since }) },
      signal,
    );
    const entries = (await patience.with(unlessAborted(signal, reading))) ?? [];
    for (const entry of entries) {
      if (seen.has(entry.id) || entry.activityDateTime === cutAt) continue;
      seen.add(entry.id);
      yield entry;
    }
    // Several entries share a moment: the newest is asked for again, and recognised.
    since = entries.reduce(
      (latest, { activityDateTime }) =>
        latest === undefined || activityDateTime > latest ? activityDateTime : latest,
      since,
    );
    if (limit === query.limit && entries.length === limit) cutAt = since;
    // What had no entry at the first look must not be cut off at the next.
    if (since !== undefined) limit = Math.max(query.limit, REMEMBERED);
    forget(seen);
    await pause(everyMs, signal);
  }
}

/** What was asked when the signal aborted ends in an error that nobody needs to hear of. */
async function unlessAborted(
  signal: AbortSignal,
  reading: Promise<readonly LogEntry[]>,
): Promise<readonly LogEntry[]> {
  try {
    return await reading;
  } catch (error) {
    if (signal.aborted) return [];
    throw error;
  }
}

function forget(seen: Set<string>): void {
  for (const id of seen) {
    if (seen.size <= REMEMBERED) return;
    seen.delete(id);
  }
}
