import { z } from 'zod';
import type { LogEntry, Report } from '../../store/index.js';
import { nextCursor, NotFound, ofApp, pageQuery, route, type RouteContext } from '../route.js';
import { logEntry, toldEntry } from './provisioning-logs.js';

const counts = z.record(z.string(), z.int()).describe('Operations, by what becomes of them.');

const plan = z.object({
  kind: z.enum(['initial', 'incremental']),
  counts,
  requests: z
    .object({ read: z.int(), create: z.int(), update: z.int(), delete: z.int() })
    .describe('Requests that the cycle would make to the app.'),
  requestsPerSecond: z.number().describe('Requests that the app takes a second.'),
});

const provisionOnDemand = z.object({
  id: z.string().describe('Object id in the source.'),
  objectName: z.enum(['User', 'Group']),
  isDryRun: z.boolean().describe('Whether nothing was written.'),
  result: z.enum(['Success', 'Skipped', 'Failure']),
});

const entry = logEntry.extend({
  status: z
    .enum([...logEntry.shape.status.options, 'planned'])
    .describe('`planned`: it would be done, and nothing was written.'),
});

const about = {
  reportId: z.uuid(),
  createdAt: z.iso.datetime(),
};

const ofReport = ofApp.extend({
  reportId: z.uuid().describe("The report's id, as the one who asked was told."),
});
const NOT_FOUND = 'The app has no report of this id, or has it no more: reports are kept for a day.';

/** What somebody asked for by `plan` or `provision`. */
export const reportRoute = route({
  name: 'getReport',
  path: '/v1/apps/:appId/reports/:reportId',
  summary: 'What a plan of the next cycle, or provisioning on demand, came to.',
  parameters: ofReport,
  answer: z.discriminatedUnion('kind', [
    z.object({ ...about, kind: z.literal('plan'), summary: plan }),
    z.object({ ...about, kind: z.literal('provisionOnDemand'), summary: provisionOnDemand }),
  ]),
  notFound: NOT_FOUND,
  async handler({ store }, { parameters: { appId, reportId } }) {
    const { kind, createdAt, summary } = await found(store, appId, reportId);
    return kind === 'plan'
      ? { reportId, createdAt, kind, summary: summary as z.infer<typeof plan> }
      : { reportId, createdAt, kind, summary: summary as z.infer<typeof provisionOnDemand> };
  },
});

/** Whom it concerns. */
export const reportEntriesRoute = route({
  name: 'listReportEntries',
  path: '/v1/apps/:appId/reports/:reportId/entries',
  summary: 'What is to be done to whom, or was done on demand, in its order, with the steps that led to it.',
  description:
    'Entries of a plan are as the provisioning log will have them; ids of what is to be created begin with `new:`.',
  parameters: ofReport,
  query: pageQuery,
  answer: z.object({ entries: z.array(entry), nextCursor }),
  notFound: NOT_FOUND,
  async handler({ store }, { parameters: { appId, reportId }, query: { limit, cursor = '0' } }) {
    await found(store, appId, reportId);
    const rows = await store.reports.entries(reportId, { after: Number(cursor), limit });
    const last = rows.at(-1);
    return {
      // Written by this program, in the shape that it answers with.
      entries: rows.map(({ entry }) => toldEntry(entry as LogEntry)),
      nextCursor: last === undefined || rows.length < limit ? null : String(last.ordinal),
    };
  },
});

async function found(store: RouteContext['store'], appId: string, reportId: string): Promise<Report> {
  const report = await store.reports.get(appId, reportId);
  if (report === null) throw new NotFound(`${appId} has no report ${reportId}: reports are kept for a day.`);
  return report;
}
