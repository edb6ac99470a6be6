import { notTheReadApi, UnknownToReadApi } from '../read-api.js';
import type { ApiSettings } from '../settings.js';
import { readEventPage, readLogPage, type LogQuery, type PageReader } from './log-client.js';
import { entryLine, eventLine, type LogLine } from './log-line.js';
import { readPages, type LogContent } from './read-logs.js';

/**
 * Every line that fits, oldest first. Of each list no more than one page is held at a time, so that a log of any length
 * can be read. Ends early when the signal aborts.
 */
export async function* streamLogs(
  api: ApiSettings,
  app: string,
  query: Omit<LogQuery, 'limit' | 'order'>,
  content: LogContent,
  signal: AbortSignal,
): AsyncGenerator<LogLine> {
  const { since } = query;
  const lines = <T>(
    read: PageReader<T>,
    toLine: (item: T) => LogLine,
    asked: Omit<LogQuery, 'limit' | 'order'>,
  ): AsyncGenerator<LogLine> =>
    linesOf(readPages(read, api, app, { ...asked, order: 'asc', limit: Infinity }, signal), toLine, api);

  const entries = content === 'events' ? nothing() : lines(readLogPage, entryLine, query);
  const events =
    content === 'entries' ? nothing() : lines(readEventPage, eventLine, since === undefined ? {} : { since });
  try {
    yield* interleaved(entries, content === 'both' ? toleratingUnknown(events) : events);
  } catch (error) {
    // What was asked when the signal aborted ends in an error that nobody needs to hear of.
    if (!signal.aborted) throw error;
  }
}

async function* linesOf<T>(
  pages: AsyncIterable<readonly T[]>,
  toLine: (item: T) => LogLine,
  api: ApiSettings,
): AsyncGenerator<LogLine> {
  let before: bigint | null = null;
  for await (const page of pages)
    for (const line of page.map(toLine)) {
      const id = BigInt(line.id);
      // A worker of an older version knows no order and answers newest first.
      if (before !== null && id <= before) throw notTheReadApi(api);
      before = id;
      yield line;
    }
}

/** Entries in the order they have, with the events between them. A cycle decides before it acts. */
async function* interleaved(
  entries: AsyncGenerator<LogLine>,
  events: AsyncGenerator<LogLine>,
): AsyncGenerator<LogLine> {
  let event = await events.next();
  for await (const entry of entries) {
    for (; event.done !== true && event.value.at <= entry.at; event = await events.next()) yield event.value;
    yield entry;
  }
  for (; event.done !== true; event = await events.next()) yield event.value;
}

/** In an upgrade a worker of the version before may answer, which knows no events; that hides no entries. */
async function* toleratingUnknown(events: AsyncIterable<LogLine>): AsyncGenerator<LogLine> {
  try {
    yield* events;
  } catch (error) {
    if (!(error instanceof UnknownToReadApi)) throw error;
  }
}

async function* nothing(): AsyncGenerator<LogLine> {
  // There is none of it.
}
