import { z } from 'zod';
import { recommendedAction } from '../../policy/recommended-actions.js';
import type { LogEntry } from '../../store/index.js';
import { nextCursor, NotFound, ofApp, orderQuery, pageQuery, route, sinceQuery } from '../route.js';

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
  order: orderQuery,
  steps: z
    .enum(['true', 'false'])
    .default('false')
    .transform((text) => text === 'true')
    .describe('Whether entries carry `provisioningSteps`.'),
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

const step = z.object({
  name: z.string().describe('Such as `EntryImport`, `EntrySynchronizationScoping`, `EntryExportUpdate`.'),
  provisioningStepType: z.enum([
    'import',
    'scoping',
    'matching',
    'processing',
    'referenceResolution',
    'export',
  ]),
  status: statuses,
  description: z.string(),
  details: z
    .record(z.string(), z.string())
    .describe('Codes, names of attributes and "True" or "False"; no values of attributes.'),
});

/** An entry of the provisioning log. */
export const logEntry = z.object({
  id: z.string(),
  activityDateTime: z.iso.datetime(),
  jobId: z.string().describe('Id of the app.'),
  cycle: z.int().describe('Number of the cycle; below zero: on demand.'),
  changeId: z.string().describe('The same of all entries about one object in one cycle.'),
  action: actions,
  status: statuses,
  objectName: z.enum(['User', 'Group']),
  about: z.enum(['object', 'references']).describe("The object's own attributes, or what others it names."),
  sourceId: z.string().describe("The object's id in the directory."),
  sourceName: z.string().nullable().describe('Display name and user principal name at that time.'),
  targetId: z.string().nullable().describe('Id in the app.'),
  errorCode: z.string().nullable(),
  reason: z.string().nullable(),
  recommendedAction: z.string().nullable().describe('What to do about it.'),
  durationInMilliseconds: z.int().nullable(),
  initiatedBy: z
    .object({ displayName: z.string(), initiatorType: z.enum(['system', 'user']) })
    .describe('`user`: somebody asked for it on demand.'),
  changes: z.array(change),
  provisioningSteps: z
    .array(step)
    .optional()
    .describe('What led to it, in order. Lists leave it out unless `steps=true`.'),
});

const SUMMARY = 'What happened to whom, and why. @see Microsoft Graph, provisioningObjectSummary.';

/** What happened to whom. @see Microsoft Graph, provisioningObjectSummary. */
export const provisioningLogsRoute = route({
  name: 'listProvisioningLogs',
  path: '/v1/apps/:appId/provisioning-logs',
  summary: SUMMARY,
  description:
    'A page may hold fewer entries than `limit`, or none, and others may follow: read on until `nextCursor` is null.',
  parameters: ofApp,
  query: logQuery,
  answer: z.object({ entries: z.array(logEntry), nextCursor }),
  async handler({ store }, { parameters: { appId }, query: { action, cursor, ...filter } }) {
    const { entries, next } = await store.log.page({ ...filter, appId, actions: action, after: cursor });
    return { entries: entries.map(toldEntry), nextCursor: next };
  },
});

/** One entry, with everything. */
export const provisioningLogRoute = route({
  name: 'getProvisioningLog',
  path: '/v1/apps/:appId/provisioning-logs/:id',
  summary: 'One entry of the provisioning log, with its steps.',
  parameters: ofApp.extend({
    id: z
      .string()
      .regex(/^\d{1,18}$/)
      .describe('Id of the entry.'),
  }),
  answer: logEntry,
  notFound: 'The app has no entry of this id, or has it no more.',
  async handler({ store }, { parameters: { appId, id } }) {
    const found = await store.log.entry(appId, id);
    if (found === null)
      throw new NotFound(`The log of ${appId} has no entry ${id}: it may have been dropped for its age.`);
    return toldEntry(found);
  },
});

/** An entry with what to do about it. */
export function toldEntry(found: LogEntry) {
  return { ...found, recommendedAction: recommendedAction(found) };
}
