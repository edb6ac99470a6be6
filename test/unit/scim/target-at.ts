import { createScimTarget, type ScimTarget, type ScimTargetOptions } from '../../../src/scim/index.js';
import { standardDialect, type Dialect } from '../../../src/scim/quirks/index.js';
import { startScriptedServer, type SeenRequest, type Step } from './scripted-server.js';

export interface Talk {
  readonly target: ScimTarget;
  readonly seen: readonly SeenRequest[];
  stop(): Promise<void>;
}

/** A client of the standard dialect with `fields` changed, and a server that answers it with `steps`. */
export async function aTalk(
  steps: readonly [Step, ...Step[]],
  fields: Partial<Dialect> = {},
  options: Partial<ScimTargetOptions> = {},
): Promise<Talk> {
  const server = await startScriptedServer(steps);
  const target = createScimTarget({
    baseUrl: server.url,
    token: 'the-token',
    requestsPerSecond: 1_000,
    concurrency: 8,
    pageSize: 2,
    retryBudgetMs: 0,
    dialect: { ...standardDialect, ...fields },
    ...options,
  });
  return {
    target,
    seen: server.seen,
    stop: async () => {
      target.close();
      await server.stop();
    },
  };
}

/** The requests as `METHOD /path`, without the base path. */
export function linesOf(seen: readonly SeenRequest[]): readonly string[] {
  return seen.map(({ method, url }) => `${method} ${url.replace(/^\/scim/, '')}`);
}

/** The JSON of one request's body; an empty object when there was none. */
export function bodyOf(request: SeenRequest | undefined): Record<string, unknown> {
  if (request === undefined || request.body === '') return {};
  return JSON.parse(request.body) as Record<string, unknown>; // the client writes objects only
}

/** What a PATCH asks for; nothing when the request was none. */
export function operationsOf(request: SeenRequest | undefined): readonly Record<string, unknown>[] {
  const operations = bodyOf(request)['Operations'];
  return Array.isArray(operations) ? (operations as Record<string, unknown>[]) : []; // as the client writes them
}
