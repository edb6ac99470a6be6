import { z } from 'zod';
import { askReadApi, notTheReadApi } from '../read-api.js';
import type { ApiSettings } from '../settings.js';

const complexValue = z.record(z.string(), z.union([z.string(), z.boolean()]));
const targetValue = z
  .union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.array(complexValue)])
  .nullable();

const logEntry = z.object({
  id: z.string(),
  activityDateTime: z.string(),
  cycle: z.number(),
  action: z.string(),
  status: z.string(),
  sourceId: z.string().nullable(),
  sourceName: z.string().nullable(),
  targetId: z.string().nullable(),
  errorCode: z.string().nullable(),
  reason: z.string().nullable(),
  recommendedAction: z.string().nullish(),
  durationInMilliseconds: z.number().nullable(),
  changes: z.array(
    z.object({
      path: z.string(),
      oldValue: targetValue,
      newValue: targetValue,
      adds: z.boolean().optional(),
    }),
  ),
});

const logPage = z.object({ entries: z.array(logEntry).max(10_000), nextCursor: z.string().nullable() });

export type LogEntry = z.infer<typeof logEntry>;
export type LogPage = z.infer<typeof logPage>;

export interface LogQuery {
  readonly user?: string;
  readonly status?: string;
  /** ISO 8601, UTC. */
  readonly since?: string;
  readonly limit: number;
}

/**
 * One page of an app's provisioning log from the read API, newest first.
 * @throws {UserError} that names the API, never its answer: that may name people.
 */
export async function readLogPage(
  api: ApiSettings,
  app: string,
  query: LogQuery,
  cursor: string | null,
  signal?: AbortSignal,
): Promise<LogPage> {
  const question = {
    app,
    resource: 'provisioning-logs',
    query: { ...query, ...(cursor === null ? {} : { cursor }) },
  };
  const page = logPage.safeParse(await askReadApi(api, question, signal));
  if (page.success) return page.data;
  throw notTheReadApi(api);
}
