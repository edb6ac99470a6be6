import { mistakes, pageQuery, sinceQuery, type OfApp, type Route } from '../route.js';

const eventQuery = pageQuery.extend({ since: sinceQuery.optional() });

/** What cycles decided about themselves, such as to believe a reading or not, newest first. */
export const registerEvents: Route = (app, store, onRequest) => {
  app.get<OfApp>('/v1/apps/:appId/events', { onRequest }, async (request, reply) => {
    const query = eventQuery.safeParse(request.query);
    if (!query.success) return reply.code(400).send(mistakes(query.error));
    const { limit, cursor, since } = query.data;
    const events = await store.events.list({ appId: request.params.appId, limit, before: cursor, since });
    return { events, nextCursor: events.length === limit ? (events.at(-1)?.id ?? null) : null };
  });
};
