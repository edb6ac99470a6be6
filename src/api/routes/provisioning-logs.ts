import { z } from 'zod';
import { recommendedAction } from '../../policy/recommended-actions.js';
import { mistakes, pageQuery, sinceQuery, type OfApp, type Route } from '../route.js';

const ACTIONS = [
  'create',
  'update',
  'disable',
  'delete',
  'skip',
  'fail',
  'stagedDelete',
  'stagedAction',
] as const;

const logQuery = pageQuery.extend({
  user: z.string().min(1).max(256).optional(),
  status: z.enum(['success', 'warning', 'failure', 'skipped']).optional(),
  /** A comma list. */
  action: z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(z.enum(ACTIONS)).max(ACTIONS.length))
    .optional(),
  since: sinceQuery.optional(),
});

/** What happened to whom, newest first. @see Microsoft Graph, provisioningObjectSummary. */
export const registerProvisioningLogs: Route = (app, store, onRequest) => {
  app.get<OfApp>('/v1/apps/:appId/provisioning-logs', { onRequest }, async (request, reply) => {
    const query = logQuery.safeParse(request.query);
    if (!query.success) return reply.code(400).send(mistakes(query.error));
    const { action, cursor, ...filter } = query.data;
    const { appId } = request.params;
    const entries = await store.log.entries({ ...filter, appId, actions: action, before: cursor });
    return {
      entries: entries.map((entry) => ({ ...entry, recommendedAction: recommendedAction(entry) })),
      nextCursor: entries.length === filter.limit ? (entries.at(-1)?.id ?? null) : null,
    };
  });
};
