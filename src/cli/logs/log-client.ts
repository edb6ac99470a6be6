import { z } from 'zod';
import { askReadApi, notTheReadApi, UnknownToReadApi } from '../read-api.js';
import type { ApiSettings } from '../settings.js';
import { UserError } from '../user-error.js';

const complexValue = z.record(z.string(), z.union([z.string(), z.boolean()]));
const targetValue = z
  .union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.array(complexValue)])
  .nullable();

const logStep = z.object({
  name: z.string(),
  provisioningStepType: z.string(),
  status: z.string(),
  description: z.string(),
  details: z.record(z.string(), z.string()),
});

/** Optional is what a worker of an older version does not tell. */
const logEntry = z.object({
  id: z.string(),
  activityDateTime: z.string(),
  jobId: z.string().optional(),
  cycle: z.number(),
  changeId: z.string().optional(),
  action: z.string(),
  status: z.string(),
  objectName: z.string().optional(),
  about: z.string().optional(),
  sourceId: z.string().nullable(),
  sourceName: z.string().nullable(),
  targetId: z.string().nullable(),
  errorCode: z.string().nullable(),
  reason: z.string().nullable(),
  recommendedAction: z.string().nullish(),
  durationInMilliseconds: z.number().nullable(),
  initiatedBy: z.object({ displayName: z.string(), initiatorType: z.string() }).optional(),
  changes: z.array(
    z.object({
      path: z.string(),
      oldValue: targetValue,
      newValue: targetValue,
      adds: z.boolean().optional(),
      isRedacted: z.boolean().optional(),
    }),
  ),
  provisioningSteps: z.array(logStep).optional(),
});

const logEvent = z.object({
  id: z.string(),
  cycle: z.number(),
  occurredAt: z.string(),
  code: z.string(),
  subject: z.string(),
  message: z.string(),
});

const escrow = z.object({
  objectId: z.string(),
  sourceName: z.string().nullable(),
  about: z.string(),
  errorCode: z.string(),
  attempts: z.number(),
  firstFailedAt: z.string(),
  nextAttemptAt: z.string(),
  recommendedAction: z.string().nullish(),
});

export type LogEntry = z.infer<typeof logEntry>;
/** What led to an entry. */
export type LogStep = z.infer<typeof logStep>;
/** Something that a cycle decided about itself. */
export type LogEvent = z.infer<typeof logEvent>;
/** An object, or its references, that failed and is tried again. */
export type Escrow = z.infer<typeof escrow>;

export interface LogQuery {
  readonly user?: string;
  readonly status?: string;
  /** A comma list. */
  readonly action?: string;
  /** ISO 8601, UTC. */
  readonly since?: string;
  /** Newest first unless told. */
  readonly order?: 'asc' | 'desc';
  /** Whether entries carry their steps. */
  readonly steps?: true;
  readonly limit: number;
}

/** One page of a list. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

/**
 * Reads one page of a list about an app from the read API. `cursor`: where the page before ended.
 * @throws {UserError} that names the API, never its answer: that may name people.
 */
export type PageReader<T> = (
  api: ApiSettings,
  app: string,
  query: LogQuery,
  cursor: string | null,
  signal?: AbortSignal,
) => Promise<Page<T>>;

const MOST_ITEMS = 10_000;
const nextCursor = z.string().nullable();

/** An app's provisioning log, newest first. */
export const readLogPage = pageReader(
  'provisioning-logs',
  z
    .object({ entries: z.array(logEntry).max(MOST_ITEMS), nextCursor })
    .transform(({ entries: items, ...rest }) => ({ items, ...rest })),
);

/** The entries of a report, in its order. */
export const reportEntries = (reportId: string): PageReader<LogEntry> =>
  pageReader(
    `reports/${encodeURIComponent(reportId)}/entries`,
    z
      .object({ entries: z.array(logEntry).max(MOST_ITEMS), nextCursor })
      .transform(({ entries: items, ...rest }) => ({ items, ...rest })),
  );

/** What cycles of an app decided about themselves, newest first. */
export const readEventPage = pageReader(
  'events',
  z
    .object({ events: z.array(logEvent).max(MOST_ITEMS), nextCursor })
    .transform(({ events: items, ...rest }) => ({ items, ...rest })),
);

/** What failed and is tried again, longest first. */
export const readEscrowPage = pageReader(
  'escrows',
  z
    .object({ escrows: z.array(escrow).max(MOST_ITEMS), nextCursor })
    .transform(({ escrows: items, ...rest }) => ({ items, ...rest })),
);

/**
 * One entry with its steps.
 * @throws {UserError} when there is none of this id.
 */
export async function readEntry(api: ApiSettings, app: string, id: string): Promise<LogEntry> {
  const answer = await askReadApi(api, { app, resource: `provisioning-logs/${id}` }).catch(
    (error: unknown) => {
      if (!(error instanceof UnknownToReadApi)) throw error;
      throw new UserError(`The read API at ${api.url} has no entry ${id} in the log of ${app}.`, {
        remedy: `Entries are dropped when they are old. \`scimflow logs ${app} --output json\` shows the ids of those there are.`,
      });
    },
  );
  const entry = logEntry.safeParse(answer);
  if (entry.success) return entry.data;
  throw notTheReadApi(api);
}

function pageReader<T>(resource: string, pages: z.ZodType<Page<T>>): PageReader<T> {
  return async (api, app, query, cursor, signal) => {
    const question = { app, resource, query: { ...query, ...(cursor === null ? {} : { cursor }) } };
    const page = pages.safeParse(await askReadApi(api, question, signal));
    if (page.success) return page.data;
    throw notTheReadApi(api);
  };
}
