import rateLimit from '@fastify/rate-limit';
import Fastify, { type FastifyInstance } from 'fastify';
import type { Store } from '../store/index.js';
import { bearerRequired } from './bearer.js';
import { Refusal, type Route, type RouteContext } from './route.js';
import { routes } from './routes.js';
import type { AskSource } from './why/ask-source.js';

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);

/** How often one address may ask: 50 times a second, and more for a moment. */
const RATE = { max: 250, timeWindow: 5_000 };
/** How long an answer may take. */
const ANSWER_TIMEOUT_MS = 20_000;
/** How long a caller may take to ask. */
const QUESTION_TIMEOUT_MS = 10_000;

export interface ReadApiOptions {
  readonly host: string;
  readonly port: number;
  /** Bearer token; may be missing on loopback only. */
  readonly token: string | undefined;
  readonly store: Store;
  /** Whether the worker takes work. */
  readonly isReady: () => boolean;
  /** Asks the directory of an app whom a name means; without it, only what cycles have read is known. */
  readonly askSource?: AskSource;
  /** How often one address may ask; by default 250 times in 5 seconds. */
  readonly rate?: {
    readonly max: number;
    /** Milliseconds. */
    readonly timeWindow: number;
  };
  /** How long an answer may take, in milliseconds; 20 seconds by default. */
  readonly answerTimeoutMs?: number;
}

/** The read API: the one door for answers that name people, and the worker's health. It writes nothing. */
export interface ReadApi {
  readonly url: string;
  close(): Promise<void>;
}

/** @throws {Error} when the port is taken, or the host is not loopback and there is no token. */
export async function startReadApi(options: ReadApiOptions): Promise<ReadApi> {
  const { host, port, token, rate = RATE, answerTimeoutMs = ANSWER_TIMEOUT_MS } = options;
  if (token === undefined && !LOOPBACK.has(host))
    throw new Error(
      `The read API on ${host} names people and needs a token: set SCIMFLOW_API_TOKEN, or keep it on 127.0.0.1.`,
    );
  const app = Fastify({
    logger: false,
    bodyLimit: 1_024,
    requestTimeout: QUESTION_TIMEOUT_MS,
    handlerTimeout: answerTimeoutMs,
  });
  app.addHook('onSend', async (_request, reply) => {
    // Answers name people: nobody on the way keeps them.
    void reply.headers({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
  });
  refuseWell(app);
  await app.register(rateLimit, { ...rate, global: false, errorResponseBuilder: tooOften });
  const limited = app.rateLimit();
  app.setNotFoundHandler({ preHandler: limited }, ({ method }, reply) => {
    if (method === 'GET' || method === 'HEAD')
      throw new Refusal(404, 'There is no such resource: see /openapi.json.');
    void reply.header('allow', 'GET, HEAD');
    throw new Refusal(405, 'The read API is only read: ask with GET or HEAD.');
  });
  const { store, isReady, askSource = null } = options;
  const context: RouteContext = { store, isReady, askSource };
  for (const route of routes)
    serve(app, route, context, route.isOpen ? [] : [limited, bearerRequired(token)]);
  const url = await app.listen({ host, port });
  return { url, close: () => app.close() };
}

type Guards = readonly ReturnType<typeof bearerRequired>[];

function serve(
  app: FastifyInstance,
  { path, respond }: Route,
  context: RouteContext,
  onRequest: Guards,
): void {
  app.get(path, { onRequest: [...onRequest] }, async ({ params, query }, reply) => {
    const { status, body } = await respond(context, params, query);
    return reply.code(status).send(body);
  });
}

function tooOften(_request: unknown, { ttl }: { readonly ttl: number }): Refusal {
  return new Refusal(429, `Asked too often: ask again after ${Math.ceil(ttl / 1_000)} s.`);
}

const UNTOLD: Readonly<Record<number, string>> = {
  503: 'The answer took too long. Ask for less at once, or later.',
};

/** Refusals say what is wrong; of what went wrong here nobody outside is told the words. */
function refuseWell(app: FastifyInstance): void {
  app.setErrorHandler((error, _request, reply) => {
    const status = (error as { statusCode?: number }).statusCode ?? 500;
    const isTold = (status < 500 || error instanceof Refusal) && error instanceof Error;
    const words = isTold ? error.message : (UNTOLD[status] ?? 'The answer could not be read.');
    return reply.code(status).send({ error: words });
  });
}
