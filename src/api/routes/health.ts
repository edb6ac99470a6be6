import { z } from 'zod';
import { route } from '../route.js';

export const healthRoute = route({
  name: 'getHealth',
  path: '/healthz',
  summary: 'Whether the process answers.',
  isOpen: true,
  answer: z.object({ status: z.literal('ok') }),
  handler: () => Promise.resolve({ status: 'ok' as const }),
});

export const readinessRoute = route({
  name: 'getReadiness',
  path: '/readyz',
  summary: 'Whether the database answers and the worker takes work.',
  isOpen: true,
  answer: z.object({ ready: z.boolean(), database: z.boolean(), worker: z.boolean() }),
  isUnavailable: ({ ready }) => !ready,
  async handler({ store, isReady }) {
    const database = await store.ping().then(
      () => true,
      () => false,
    );
    const worker = isReady();
    return { ready: database && worker, database, worker };
  },
});
