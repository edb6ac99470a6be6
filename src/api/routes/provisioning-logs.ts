import { z } from 'zod';
import { recommendedAction } from '../../policy/recommended-actions.js';
import { nextCursor, ofApp, pageQuery, route, sinceQuery } from '../route.js';

const statuses = z.enum(['success', 'warning', 'failure', 'skipped']);

const actions = z.enum([
  'create',
  'update',
  'disable',
  'delete',
  'skip',
  'fail',
  'stagedDelete',
  'stagedAction',
]);

const logQuery = pageQuery.extend({
  user: z
    .string()
    .min(1)
    .max(256)
    .optional()
    .describe("Part of the source's name, or its object id, or the target id."),
  status: statuses.optional(),
  action: z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(actions).max(actions.options.length))
    .optional()
    .describe(`A comma list of ${actions.options.join(', ')}.`),
  since: sinceQuery.optional(),
});

const value = z
  .union([
    z.string(),
    z.number(),
    z.boolean(),
    z.array(z.string()),
    z.array(z.record(z.string(), z.union([z.string(), z.boolean()]))),
  ])
  .nullable();

const change = z.object({
  path: z.string().describe('SCIM path in the target.'),
  oldValue: value.describe('Null: none.'),
  newValue: value.describe('Null: none.'),
  adds: z.literal(true).optional().describe('Added to a list that may hold more.'),
  isDefault: z.literal(true).optional().describe("The mapping's default value."),
  isRedacted: z.literal(true).optional().describe('The values are shown as a mask.'),
});

const entry = z.object({
  id: z.string(),
  activityDateTime: z.iso.datetime(),
  cycle: z.int().describe('Number of the cycle; below zero: on demand.'),
  action: z.string(),
  status: z.string(),
  sourceId: z.string(),
  sourceName: z.string().nullable(),
  targetId: z.string().nullable(),
  errorCode: z.string().nullable(),
  reason: z.string().nullable(),
  recommendedAction: z.string().nullable().describe('What to do about it.'),
  durationInMilliseconds: z.int().nullable(),
  changes: z.array(change),
});

/** What happened to whom, newest first. @see Microsoft Graph, provisioningObjectSummary. */
export const provisioningLogsRoute = route({
  name: 'listProvisioningLogs',
  path: '/v1/apps/:appId/provisioning-logs',
  summary: 'What happened to whom, newest first.',
  parameters: ofApp,
  query: logQuery,
  answer: z.object({ entries: z.array(entry), nextCursor }),
  async handler({ store }, { parameters: { appId }, query: { action, cursor, ...filter } }) {
    const entries = await store.log.entries({ ...filter, appId, actions: action, before: cursor });
    return {
      entries: entries.map((each) => ({ ...each, recommendedAction: recommendedAction(each) })),
      nextCursor: entries.length === filter.limit ? (entries.at(-1)?.id ?? null) : null,
    };
  },
});
