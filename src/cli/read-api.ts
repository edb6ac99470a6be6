import got, { HTTPError, RequestError } from 'got';
import { pause } from './poll.js';
import type { ApiSettings } from './settings.js';
import { UserError } from './user-error.js';

/** Longer than the API takes at the most. */
const TIMEOUT_MS = 25_000;
/** How long one question waits, in all, where the API is asked too often. */
const PATIENCE_MS = 60_000;
const LONGEST_WAIT_MS = 30_000;
const LARGEST_ANSWER_BYTES = 32 * 1_048_576;

/** What is asked of the read API about one app. */
export interface ReadApiQuestion {
  readonly app: string;
  /** Below the app: `provisioning-logs`. */
  readonly resource: string;
  readonly query?: Readonly<Record<string, unknown>>;
}

/**
 * Asks the read API for JSON; undefined when the answer is none. Where it is asked too often, it is asked again when it says.
 * @throws {UserError} that names the API, never its answer: that may name people.
 */
export async function askReadApi(
  api: ApiSettings,
  { app, resource, query = {} }: ReadApiQuestion,
  signal: AbortSignal = new AbortController().signal,
): Promise<unknown> {
  const url = new URL(`${api.url}/v1/apps/${encodeURIComponent(app)}/${resource}`);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
  for (let waitedMs = 0; ;) {
    try {
      return await ask(url, api, signal);
    } catch (error) {
      if (!(error instanceof HTTPError)) throw error;
      const { statusCode, headers } = error.response;
      const waitMs = waitOf(headers['retry-after']);
      if (statusCode !== 429 || waitedMs + waitMs > PATIENCE_MS) throw refused(statusCode, api, app);
      await pause(waitMs, signal);
      signal.throwIfAborted();
      waitedMs += waitMs;
    }
  }
}

/** @throws {HTTPError} with the status that refuses the question. */
async function ask(url: URL, api: ApiSettings, signal: AbortSignal): Promise<unknown> {
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
    if (error instanceof HTTPError) throw error;
    if (error instanceof SyntaxError || tooLarge.signal.aborted) return undefined;
    if (error instanceof RequestError && !signal.aborted) throw unanswered(api, error.code);
    throw error;
  }
}

/** Milliseconds of a Retry-After in seconds. @see RFC 9110, section 10.2.3. */
function waitOf(retryAfter: string | undefined): number {
  const seconds = /^\d{1,6}$/.test(retryAfter ?? '') ? Number(retryAfter) : 1;
  return Math.min(Math.max(seconds * 1_000, 1_000), LONGEST_WAIT_MS);
}

/** The read API has no such app, or is of a version without such a question. */
export class UnknownToReadApi extends UserError {}

/** What answers is something else, or speaks another version. */
export function notTheReadApi(api: ApiSettings): UserError {
  return new UserError(`What answers at ${api.url} is not scimflow's read API, or one of another version.`, {
    remedy: 'Check SCIMFLOW_API_URL.',
  });
}

function refused(status: number, api: ApiSettings, app: string): UserError {
  switch (status) {
    case 401:
    case 403:
      return new UserError(`The read API at ${api.url} refused access.`, {
        remedy: 'Set SCIMFLOW_API_TOKEN to the token the worker was started with.',
      });
    case 404:
      return new UnknownToReadApi(`The read API at ${api.url} knows no app ${app}.`, {
        remedy:
          'See the jobs with `scimflow status`; a worker of an older version does not know every question.',
      });
    case 400:
      return new UserError(`The read API at ${api.url} did not accept the filter.`, {
        remedy: 'Check --status, --action, --since and --limit.',
        exitCode: 2,
      });
    case 429:
      return new UserError(`The read API at ${api.url} is asked too often.`, {
        remedy: 'Another program asks it as well, perhaps: try again in a moment.',
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
