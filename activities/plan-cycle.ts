import { rehearseCycle } from '../src/cycle/index.js';
import type { Activities } from './contract.js';
import type { ActivityDependencies } from './dependencies.js';
import { heartbeating } from './heartbeating.js';
import { reportRehearsal } from './report-operations.js';
import { resetJob } from './reset-job.js';
import { configurationOf, contextOf } from './with-cycle.js';

/** Everything happens in a rehearsal of the store, what was asked to be forgotten included; the report alone stays. */
export const createPlanCycle =
  ({ store, connections }: ActivityDependencies): Activities['planCycle'] =>
  ({ reportId, scopes, ...cycle }) =>
    heartbeating(async (signal, onProgress) => {
      const configuration = await configurationOf({ store }, cycle);
      const { appId, kind } = cycle;
      const connection = connections.for(configuration);
      await store.reports.begin({ id: reportId, appId, kind: 'plan' });
      const { counts, requests } = await store.rehearse(async (rehearsed) => {
        if (scopes.length > 0) await resetJob(rehearsed, { appId, scopes, number: cycle.number });
        await rehearsed.cycles.begin(cycle);
        const run = { store: rehearsed, lease: null, signal, onProgress };
        const made = await rehearseCycle(contextOf(connection, configuration, cycle, run));
        await reportRehearsal(store.reports, reportId, rehearsed.log, cycle);
        return { counts: await rehearsed.cycles.totals(appId, cycle.number), requests: made };
      });
      const { requestsPerSecond } = connection;
      const result = { reportId, kind, counts, requests, requestsPerSecond };
      await store.reports.complete(reportId, result);
      return result;
    });
