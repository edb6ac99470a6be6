import type { FastifyInstance } from 'fastify';
import type { Store } from '../../store/index.js';

/** `/healthz`: the process answers. `/readyz`: the database does too, and the worker takes work. */
export function registerHealth(
  app: FastifyInstance,
  { store, isReady }: { readonly store: Store; readonly isReady: () => boolean },
): void {
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
