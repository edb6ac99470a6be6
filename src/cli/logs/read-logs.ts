import type { Patience } from '../patience.js';
import { pause } from '../poll.js';
import { UnknownToReadApi } from '../read-api.js';
import type { ApiSettings } from '../settings.js';
import {
  readEventPage,
  readLogPage,
  type LogEvent,
  type LogQuery,
  type Page,
  type PageReader,
} from './log-client.js';
import { LogFeed } from './log-feed.js';
import { entryLine, eventLine, merged, type LogLine } from './log-line.js';

const FOLLOW_EVERY_MS = 2_000;
const LARGEST_PAGE = 200;
/** Of a list that ends: whatever answers with ever more pages is no read API. */
const MOST_PAGES = 1_000_000;

/** What is read of a log: what happened to people, what cycles decided about themselves, or both. */
export type LogContent = 'entries' | 'events' | 'both';

/** A list in its order, a page at a time, up to `query.limit` items. Empty pages are passed over. */
export async function* readPages<T>(
  read: PageReader<T>,
  api: ApiSettings,
  app: string,
  query: LogQuery,
  signal?: AbortSignal,
): AsyncGenerator<readonly T[]> {
  let cursor: string | null = null;
  for (let left = query.limit, page = 0; left > 0 && page < MOST_PAGES; page += 1) {
    const limit = Math.min(LARGEST_PAGE, left);
    const answer: Page<T> = await read(api, app, { ...query, limit }, cursor, signal);
    const items = answer.items.slice(0, left);
    if (items.length > 0) yield items;
    if (answer.nextCursor === null || answer.nextCursor === cursor) return;
    left -= items.length;
    cursor = answer.nextCursor;
  }
}

/** The first `query.limit` items of a list, in its order. */
export async function readList<T>(
  read: PageReader<T>,
  api: ApiSettings,
  app: string,
  query: LogQuery,
  signal?: AbortSignal,
): Promise<readonly T[]> {
  const items: T[] = [];
  for await (const page of readPages(read, api, app, query, signal)) items.push(...page);
  return items;
}

/** The newest `limit` lines that fit, oldest first: as people read a log. */
export async function readLogs(
  api: ApiSettings,
  app: string,
  query: LogQuery,
  content: LogContent,
): Promise<readonly LogLine[]> {
  const [entries = [], events = []] = await Promise.all(
    readersOf(api, app, content).map((read) => read(query)),
  );
  return merged(entries, events).slice(-query.limit);
}

export interface Following {
  readonly content: LogContent;
  readonly everyMs?: number;
  readonly patience: Patience;
}

/**
 * Lines as they come, after those there are, until the signal aborts. Each is given once. The API may be away
 * for a while, as it is when its worker is replaced.
 */
export async function* followLogs(
  api: ApiSettings,
  app: string,
  query: LogQuery,
  signal: AbortSignal,
  { content, everyMs = FOLLOW_EVERY_MS, patience }: Following,
): AsyncGenerator<LogLine> {
  const feeds = readersOf(api, app, content, signal).map((read) => new LogFeed(read, query));
  let isFirst = true;
  while (!signal.aborted) {
    const reading = Promise.all(feeds.map((feed) => feed.read()));
    const lists = await patience.with(unlessAborted(signal, reading));
    if (lists !== null) {
      const [entries = [], events = []] = lists.map((lines, index) => feeds[index]?.news(lines) ?? []);
      const lines = merged(entries, events);
      yield* isFirst ? lines.slice(-query.limit) : lines;
      isFirst = false;
    }
    await pause(everyMs, signal);
  }
}

type LineReader = (query: LogQuery) => Promise<readonly LogLine[]>;

/** One reader for each list, oldest first: that of the entries before that of the events. */
function readersOf(
  api: ApiSettings,
  app: string,
  content: LogContent,
  signal?: AbortSignal,
): readonly LineReader[] {
  const none: LineReader = () => Promise.resolve([]);
  const entries: LineReader = async (query) =>
    (await readList(readLogPage, api, app, query, signal)).map(entryLine).toReversed();
  const events: LineReader = async ({ since, limit }) => {
    const query = { limit, ...(since === undefined ? {} : { since }) };
    const list = await readList(readEventPage, api, app, query, signal).catch((error: unknown) =>
      noneWhereUnknown(error, content),
    );
    return list.map(eventLine).toReversed();
  };
  return [content === 'events' ? none : entries, content === 'entries' ? none : events];
}

/** In an upgrade a worker of the version before may answer, which knows no events; that hides no entries. */
function noneWhereUnknown(error: unknown, content: LogContent): readonly LogEvent[] {
  if (content === 'both' && error instanceof UnknownToReadApi) return [];
  throw error;
}

/** What was asked when the signal aborted ends in an error that nobody needs to hear of. */
async function unlessAborted<T>(signal: AbortSignal, reading: Promise<readonly T[]>): Promise<readonly T[]> {
  try {
    return await reading;
  } catch (error) {
    if (signal.aborted) return [];
    throw error;
  }
}
