import { z } from 'zod';
import { nextCursor, ofApp, orderQuery, pageQuery, route, sinceQuery } from '../route.js';

const event = z.object({
  id: z.string(),
  cycle: z.int().describe('Number of the cycle; below zero: on demand.'),
  occurredAt: z.iso.datetime(),
  code: z.string(),
  subject: z
    .string()
    .describe('What it is about where a cycle can say the same of several: the id of a group.'),
  message: z.string().describe('What happened, why, and what follows.'),
});

/** What cycles decided about themselves, such as to believe a reading or not, newest first. */
export const eventsRoute = route({
  name: 'listEvents',
  path: '/v1/apps/:appId/events',
  summary: 'What cycles decided about themselves, newest first.',
  parameters: ofApp,
  query: pageQuery.extend({ since: sinceQuery.optional(), order: orderQuery }),
  answer: z.object({ events: z.array(event), nextCursor }),
  async handler({ store }, { parameters: { appId }, query: { cursor, ...query } }) {
    const events = await store.events.list({ ...query, appId, after: cursor });
    return { events, nextCursor: events.length === query.limit ? (events.at(-1)?.id ?? null) : null };
  },
});
