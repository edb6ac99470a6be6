import Fastify from 'fastify';
import type { Store } from '../store/index.js';
import { bearerRequired } from './bearer.js';
import type { Route } from './route.js';
import { registerEscrows } from './routes/escrows.js';
import { registerEvents } from './routes/events.js';
import { registerHealth } from './routes/health.js';
import { registerProvisioningLogs } from './routes/provisioning-logs.js';
import { registerSchema } from './routes/schema.js';

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);

const routes: readonly Route[] = [registerProvisioningLogs, registerEvents, registerEscrows, registerSchema];

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
  const { host, port, token, store } = options;
  if (token === undefined && !LOOPBACK.has(host))
    throw new Error(
      `The read API on ${host} names people and needs a token: set SCIMFLOW_API_TOKEN, or keep it on 127.0.0.1.`,
    );
  const app = Fastify({ logger: false, bodyLimit: 1_024 });
  registerHealth(app, options);
  const onRequest = bearerRequired(token);
  for (const register of routes) register(app, store, onRequest);
  app.setErrorHandler((error, _request, reply) => {
    const status = (error as { statusCode?: number }).statusCode ?? 500;
    const message = status < 500 && error instanceof Error ? error.message : 'The answer could not be read.';
    return reply.code(status).send({ error: message });
  });
  const url = await app.listen({ host, port });
  return { url, close: () => app.close() };
}
