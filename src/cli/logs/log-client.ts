import got, { HTTPError, RequestError } from 'got';
import { z } from 'zod';
import type { ApiSettings } from '../settings.js';
import { UserError } from '../user-error.js';

const complexValue = z.record(z.string(), z.union([z.string(), z.boolean()]));
const targetValue = z
  .union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.array(complexValue)])
  .nullable();

const logEntry = z.object({
  id: z.string(),
  activityDateTime: z.string(),
  cycle: z.number(),
  action: z.string(),
  status: z.string(),
  sourceId: z.string().nullable(),
  sourceName: z.string().nullable(),
  targetId: z.string().nullable(),
  errorCode: z.string().nullable(),
  reason: z.string().nullable(),
  recommendedAction: z.string().nullish(),
  durationInMilliseconds: z.number().nullable(),
  changes: z.array(z.object({ path: z.string(), oldValue: targetValue, newValue: targetValue })),
});

const logPage = z.object({ entries: z.array(logEntry).max(10_000), nextCursor: z.string().nullable() });

export type LogEntry = z.infer<typeof logEntry>;
export type LogPage = z.infer<typeof logPage>;

export interface LogQuery {
  readonly user?: string;
  readonly status?: string;
  /** ISO 8601, UTC. */
  readonly since?: string;
  readonly limit: number;
}

const TIMEOUT_MS = 10_000;
const LARGEST_ANSWER_BYTES = 32 * 1_048_576;

/**
 * One page of an app's provisioning log from the read API, newest first.
 * @throws {UserError} that names the API, never its answer: that may name people.
 */
export async function readLogPage(
  api: ApiSettings,
  app: string,
  query: LogQuery,
  cursor: string | null,
  signal: AbortSignal = new AbortController().signal,
): Promise<LogPage> {
  const url = new URL(`${api.url}/v1/apps/${encodeURIComponent(app)}/provisioning-logs`);
  for (const [name, value] of Object.entries({ ...query, ...(cursor === null ? {} : { cursor }) }))
    url.searchParams.set(name, String(value));
  const page = logPage.safeParse(await getJson(url, api, app, signal));
  if (page.success) return page.data;
  throw new UserError(`What answers at ${api.url} is not scimflow's read API, or one of another version.`, {
    remedy: 'Check SCIMFLOW_API_URL.',
  });
}

async function getJson(url: URL, api: ApiSettings, app: string, signal: AbortSignal): Promise<unknown> {
  const tooLarge = new AbortController();
  const request = got(url, {
    retry: { limit: 0 },
    timeout: { request: TIMEOUT_MS },
    followRedirect: false,
    signal: AbortSignal.any([signal, tooLarge.signal]),
    headers: api.token === undefined ? {} : { authorization: `Bearer ${api.token}` },
  });
  void request.on('downloadProgress', ({ transferred }) => {
    if (transferred > LARGEST_ANSWER_BYTES) tooLarge.abort();
  });
  try {
    const { body } = await request;
    return JSON.parse(body) as unknown;
  } catch (error) {
    if (error instanceof HTTPError) throw refused(error.response.statusCode, api, app);
    if (error instanceof SyntaxError || tooLarge.signal.aborted) return undefined;
    if (error instanceof RequestError && !signal.aborted) throw unanswered(api, error.code);
    throw error;
  }
}

function refused(status: number, api: ApiSettings, app: string): UserError {
  switch (status) {
    case 401:
    case 403:
      return new UserError(`The read API at ${api.url} refused access.`, {
        remedy: 'Set SCIMFLOW_API_TOKEN to the token the worker was started with.',
      });
    case 404:
      return new UserError(`The read API at ${api.url} knows no app ${app}.`, {
        remedy: 'See the jobs with `scimflow status`.',
      });
    case 400:
      return new UserError(`The read API at ${api.url} did not accept the filter.`, {
        remedy: 'Check --status, --since and --limit.',
        exitCode: 2,
      });
    default:
      return new UserError(`The read API at ${api.url} answered ${status}.`, {
        remedy: 'See the log of the worker.',
      });
  }
}

function unanswered(api: ApiSettings, code: string): UserError {
  return new UserError(`The read API at ${api.url} does not answer (${code}).`, {
    remedy: 'It is served by the worker: check that one runs, and set SCIMFLOW_API_URL to where it listens.',
  });
}
