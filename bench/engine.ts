import type { Client } from '@temporalio/client';
import { requireSuccess } from '../src/cli/applied-text.js';
import { applyConfiguration } from '../src/cli/apply-configuration.js';
import type { JobConfiguration } from '../src/config/configuration.js';
import { jobWorkflowId, provisionNow } from '../workflows/contract.js';
import type { Company } from './company.js';
import { linkedIds, mistakes } from './correctness.js';
import { cycleEnded, type CycleFigures } from './cycle.js';
import type { BenchInstallation } from './installation.js';
import type { MeasuredTarget } from './measured-target.js';
import type { Requests } from './target/tally.js';

/** The most that the configuration's schema lets an app ask for. */
export const REQUESTS_PER_SECOND = 10_000;
export const CONCURRENCY = 16;
export const TARGET_TOKEN_VARIABLE = 'BENCH_TARGET_TOKEN';
export const GRAPH_SECRET_VARIABLE = 'BENCH_GRAPH_CLIENT_SECRET';

/** Where the engine runs, and what it provisions from and to. */
export interface Stage {
  readonly installation: BenchInstallation;
  readonly client: Client;
  readonly company: Company;
  readonly target: MeasuredTarget;
  readonly signal: AbortSignal;
}

interface MeasuredCycle extends CycleFigures {
  readonly requests: Requests;
}

/** A new job's first three cycles. */
export interface EngineFigures {
  /** From the target's first POST to its last. */
  readonly usersPerSecond: number;
  /** From `apply` to the end of the initial cycle. */
  readonly wholeMs: number;
  readonly initial: MeasuredCycle;
  readonly changedUsers: number;
  readonly changed: MeasuredCycle;
  readonly unchanged: MeasuredCycle;
  /** A line each; empty when everything is as it must be. */
  readonly mistakes: readonly string[];
  /** What the engine sent to create each user. */
  readonly bodies: readonly string[];
}

/** Applies a new app: an initial cycle, one after 1 % of the users changed, one after nothing did. */
export async function runEngine(stage: Stage, appId: string, latencyMs: number): Promise<EngineFigures> {
  const { installation, client, company, target, signal } = stage;
  await company.reset();
  await target.reset(latencyMs);
  const job = client.workflow.getHandle(jobWorkflowId(appId));
  const measured = async (number: number): Promise<MeasuredCycle> => ({
    ...(await cycleEnded(client, appId, number, signal)),
    requests: await target.take(),
  });

  const beganAt = performance.now();
  requireSuccess(
    await applyConfiguration(client, [configuration(stage, appId)], installation.settings, () => undefined),
  );
  const initial = await measured(1);
  const wholeMs = performance.now() - beganAt;
  const bodies = (await target.accounts()).map((account) => JSON.stringify({ ...account, id: undefined }));

  const changedUsers = Math.max(1, Math.round(company.users / 100));
  await company.changeTitles(changedUsers);
  await job.signal(provisionNow);
  const changed = await measured(2);
  await job.signal(provisionNow);
  const unchanged = await measured(3);
  await job.terminate('measured');

  const { postsTookMs } = initial.requests;
  return {
    usersPerSecond: postsTookMs === null ? Number.NaN : (company.users * 1_000) / postsTookMs,
    wholeMs,
    initial,
    changedUsers,
    changed,
    unchanged,
    mistakes: mistakes(company, await target.accounts(), await linkedIds(installation.databaseUrl, appId)),
    bodies,
  };
}

function configuration({ company: { graph }, target }: Stage, appId: string): JobConfiguration {
  return {
    source: {
      type: 'microsoft-graph',
      tenantId: graph.tenantId,
      clientId: graph.clients[0]?.clientId ?? '',
      clientSecret: { env: GRAPH_SECRET_VARIABLE },
      graphUrl: graph.url,
      authorityUrl: graph.url,
    },
    app: {
      id: appId,
      connector: 'generic-scim',
      servicePrincipalId: graph.apps[0]?.servicePrincipalId ?? '',
      tenantUrl: target.url,
      secretToken: { env: TARGET_TOKEN_VARIABLE },
      provisioningStatus: 'on',
      scope: 'assigned',
      interval: '1d',
      groups: { provision: false },
      rateLimit: { requestsPerSecond: REQUESTS_PER_SECOND, concurrency: CONCURRENCY },
    },
  };
}
