import { timingSafeEqual } from 'node:crypto';
import { createHash } from 'node:crypto';
import Fastify, { type FastifyInstance, type onRequestAsyncHookHandler } from 'fastify';
import { z } from 'zod';
import { exportedSchema } from '../config/exported-schema.js';
import { connectorFor } from '../config/app-connector.js';
import type { Store } from '../store/index.js';
import { recommendedAction } from './recommended-actions.js';

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);

export interface ReadApiOptions {
  readonly host: string;
  readonly port: number;
  /** Bearer token; may be missing on loopback only. */
  readonly token: string | undefined;
  readonly store: Store;
  /** Whether the worker takes work. */
  readonly isReady: () => boolean;
}

/** The read API: the one door for answers that name people, and the worker's health. It writes nothing. */
export interface ReadApi {
  readonly url: string;
  close(): Promise<void>;
}

/** @throws {Error} when the port is taken, or the host is not loopback and there is no token. */
export async function startReadApi(options: ReadApiOptions): Promise<ReadApi> {
  const { host, port, token } = options;
  if (token === undefined && !LOOPBACK.has(host))
    throw new Error(
      `The read API on ${host} names people and needs a token: set SCIMFLOW_API_TOKEN, or keep it on 127.0.0.1.`,
    );
  const app = Fastify({ logger: false, bodyLimit: 1_024 });
  registerHealth(app, options);
  const onRequest = bearerRequired(token);
  registerLog(app, options.store, onRequest);
  registerSchema(app, options.store, onRequest);
  app.setErrorHandler((error, _request, reply) => {
    const status = (error as { statusCode?: number }).statusCode ?? 500;
    const message = status < 500 && error instanceof Error ? error.message : 'The answer could not be read.';
    return reply.code(status).send({ error: message });
  });
  const url = await app.listen({ host, port });
  return { url, close: () => app.close() };
}

function registerHealth(app: FastifyInstance, { store, isReady }: ReadApiOptions): void {
  app.get('/healthz', () => ({ status: 'ok' }));
  app.get('/readyz', async (_request, reply) => {
    const database = await store.ping().then(
      () => true,
      () => false,
    );
    const ready = database && isReady();
    return reply.code(ready ? 200 : 503).send({ ready, database, worker: isReady() });
  });
}

const logQuery = z.object({
  user: z.string().min(1).max(256).optional(),
  status: z.enum(['success', 'warning', 'failure', 'skipped']).optional(),
  since: z.iso.datetime({ offset: true }).optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
  cursor: z
    .string()
    .regex(/^\d{1,18}$/)
    .optional(),
});

interface OfApp {
  readonly Params: { readonly appId: string };
}

function registerLog(app: FastifyInstance, store: Store, onRequest: onRequestAsyncHookHandler): void {
  app.get<OfApp>('/v1/apps/:appId/provisioning-logs', { onRequest }, async (request, reply) => {
    const query = logQuery.safeParse(request.query);
    if (!query.success)
      return reply.code(400).send({
        error: query.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '),
      });
    const { user, status, since, limit, cursor } = query.data;
    const entries = await store.log.entries({
      appId: request.params.appId,
      user,
      status,
      since: since === undefined ? undefined : new Date(since),
      limit,
      before: cursor,
    });
    return {
      entries: entries.map((entry) => ({ ...entry, recommendedAction: recommendedAction(entry) })),
      nextCursor: entries.length === limit ? (entries.at(-1)?.id ?? null) : null,
    };
  });
}

/** The app's mappings as Entra's schema document, from the configuration that was applied last. */
function registerSchema(app: FastifyInstance, store: Store, onRequest: onRequestAsyncHookHandler): void {
  app.get<OfApp>('/v1/apps/:appId/schema', { onRequest }, async ({ params: { appId } }, reply) => {
    const configuration = await store.configurations.newest(appId);
    if (configuration === null)
      return reply.code(404).send({ error: `There is no app ${appId}: see the jobs with scimflow status.` });
    return exportedSchema(configuration.app, connectorFor(configuration.app));
  });
}

function bearerRequired(token: string | undefined): onRequestAsyncHookHandler {
  return async (request, reply) => {
    if (token !== undefined && !isBearer(request.headers.authorization, token))
      await reply.code(401).send({ error: 'The bearer token is missing or wrong: set SCIMFLOW_API_TOKEN.' });
  };
}

/** Compared as digests, in constant time. */
function isBearer(header: string | undefined, token: string): boolean {
  return timingSafeEqual(digest(header ?? ''), digest(`Bearer ${token}`));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
