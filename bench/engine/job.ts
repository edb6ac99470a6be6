import type { JobConfiguration } from '../../src/config/configuration.js';
import type { Behaviour } from '../target/behaviour.js';
import type { Company } from '../world/company.js';
import type { MeasuredTarget } from '../world/measured-target.js';

/** The most that the configuration's schema lets an app ask for. */
export const MOST_REQUESTS_PER_SECOND = 10_000;
export const CONCURRENCY = 16;
const TARGET_TOKEN_VARIABLE = 'BENCH_TARGET_TOKEN';
const GRAPH_SECRET_VARIABLE = 'BENCH_GRAPH_CLIENT_SECRET';

/** One app's provisioning job: from whom to where. */
export interface Job {
  readonly appId: string;
  readonly company: Company;
  /** Which of the company's apps; the first unless told. */
  readonly app?: number;
  readonly target: MeasuredTarget;
  readonly behaviour: Partial<Behaviour>;
  /** What the configuration says that the target takes; the most unless told. */
  readonly requestsPerSecond?: number;
}

/** What the configurations refer to. */
export function secretsOf(company: Company, token: string): Readonly<Record<string, string>> {
  return {
    [TARGET_TOKEN_VARIABLE]: token,
    [GRAPH_SECRET_VARIABLE]: company.graph.clients[0]?.clientSecret ?? '',
  };
}

/** Woken by signals only: the interval is longer than any measurement. */
export function configurationOf(job: Job): JobConfiguration {
  const { graph } = job.company;
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
      id: job.appId,
      connector: 'generic-scim',
      servicePrincipalId: graph.apps[job.app ?? 0]?.servicePrincipalId ?? '',
      tenantUrl: job.target.url,
      secretToken: { env: TARGET_TOKEN_VARIABLE },
      provisioningStatus: 'on',
      scope: 'assigned',
      interval: '1d',
      groups: { provision: false },
      rateLimit: {
        requestsPerSecond: job.requestsPerSecond ?? MOST_REQUESTS_PER_SECOND,
        concurrency: CONCURRENCY,
      },
    },
  };
}
