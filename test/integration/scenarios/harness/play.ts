import { randomUUID } from 'node:crypto';
import { WorkflowFailedError, WorkflowNotFoundError, type WorkflowHandle } from '@temporalio/client';
import got from 'got';
import type { JobConfiguration } from '../../../../src/config/configuration.js';
import { startGraphEmulator, type GraphEmulator } from '../../../../src/emulators/graph/index.js';
import type { LogEntry } from '../../../../src/store/log-entry.js';
import * as contract from '../../../../workflows/contract.js';
import type { provisioningJob } from '../../../../workflows/index.js';
import { until } from '../../../support/until.js';
import { CLIENT_SECRET } from './directory.js';
import { Labels } from './observed.js';
import type { App, Resource, Scenario } from './scenario.js';
import type { Stage } from './stage.js';
import type { ScenarioTarget } from './targets.js';

const SCHEMAS = {
  User: [
    'urn:ietf:params:scim:schemas:core:2.0:User',
    'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
  ],
  Group: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
};

/** One scenario being played: a directory, a target and a job of its own, on a stage that others share. */
export class Play {
  readonly target: ScenarioTarget;
  readonly labels = new Labels();
  readonly #stage: Stage;
  readonly #graph: GraphEmulator;
  readonly #handle: WorkflowHandle<typeof provisioningJob>;
  #configuration: JobConfiguration;
  #cycle = 1;

  private constructor(
    stage: Stage,
    graph: GraphEmulator,
    target: ScenarioTarget,
    configuration: JobConfiguration,
    handle: WorkflowHandle<typeof provisioningJob>,
  ) {
    this.#stage = stage;
    this.#graph = graph;
    this.target = target;
    this.#configuration = configuration;
    this.#handle = handle;
  }

  /** Everything runs and nothing has begun. */
  static async begin(stage: Stage, scenario: Scenario, target: ScenarioTarget): Promise<Play> {
    const graph = await startGraphEmulator({ seed: scenario.directory, throttle: false });
    const configuration = configurationOf(stage, graph, target, scenario.app ?? {});
    const appId = configuration.app.id;
    const handle = await stage.env.client.workflow.start<typeof provisioningJob>('provisioningJob', {
      workflowId: contract.jobWorkflowId(appId),
      taskQueue: stage.taskQueue,
      args: [{ appId }],
    });
    const play = new Play(stage, graph, target, configuration, handle);
    await play.#putThere(scenario.existing ?? {});
    return play;
  }

  async end(): Promise<void> {
    await this.#handle.terminate('the scenario is over');
    await this.#graph.stop();
  }

  /** Configures the job, which begins its first cycle. */
  async configure(app: Partial<App>): Promise<void> {
    const configuration = { ...this.#configuration, app: { ...this.#configuration.app, ...app } };
    this.#configuration = configuration;
    await this.#handle.executeUpdate(contract.configure, { args: [{ configuration }] });
  }

  async restart(resetScope: string | undefined): Promise<void> {
    await this.#handle.signal(contract.restart, resetScope === undefined ? {} : { resetScope });
  }

  async askForCycle(): Promise<void> {
    await this.#handle.signal(contract.provisionNow);
  }

  /** Waits for the end of the cycle that is next. @throws when it failed as a whole. */
  async cycleEnds(): Promise<void> {
    const { id } = this.#configuration.app;
    const number = this.#cycle;
    const handle = this.#stage.env.client.workflow.getHandle(contract.cycleWorkflowId(id, number));
    await until(
      async () => {
        try {
          await handle.result();
          return true;
        } catch (error) {
          if (error instanceof WorkflowNotFoundError) return false;
          throw error instanceof WorkflowFailedError ? new CycleFailed(number, error) : error;
        }
      },
      { everyMs: 100, timeoutMs: 30_000, what: `the end of cycle ${number}` },
    );
    this.#cycle += 1;
    await this.learnLabels();
  }

  /** The status once it tells of the cycle that ended last. */
  async status(): Promise<contract.SynchronizationStatus> {
    return until(
      async () => {
        const status = await this.#handle.query(contract.status);
        return (status.lastExecution?.number ?? 0) >= this.#cycle - 1 && status;
      },
      { everyMs: 100, what: 'the status after the cycle' },
    );
  }

  /** Of the cycle that ended last. */
  async log(): Promise<readonly LogEntry[]> {
    const entries = await this.#stage.store.log.entries({ appId: this.#configuration.app.id, limit: 1000 });
    return entries.filter(({ cycle }) => cycle === this.#cycle - 1);
  }

  /** Changes the directory as an administrator would, through the emulator's admin API. */
  async administer(method: 'post' | 'patch' | 'delete', path: string, body?: object): Promise<void> {
    await got(`${this.#graph.adminUrl}${path}`, {
      method,
      headers: { authorization: `Bearer ${this.#graph.adminToken}` },
      ...(body === undefined ? {} : { json: body }),
      retry: { limit: 0 },
    });
  }

  async create(kind: 'User' | 'Group', resource: Resource): Promise<void> {
    await this.#scim('post', `/${kind}s`, { schemas: SCHEMAS[kind], ...resource });
    await this.learnLabels();
  }

  async remove(kind: 'User' | 'Group', label: string): Promise<void> {
    await this.#scim('delete', `/${kind}s/${this.labels.idOf(label)}`);
  }

  async addMember(group: string, label: string): Promise<void> {
    await this.#scim('patch', `/Groups/${this.labels.idOf(group)}`, {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations: [{ op: 'add', path: 'members', value: [{ value: this.labels.idOf(label) }] }],
    });
  }

  async learnLabels(): Promise<void> {
    this.labels.add('User', await this.target.users());
    this.labels.add('Group', await this.target.groups());
  }

  async #putThere(resources: NonNullable<Scenario['existing']>): Promise<void> {
    if (this.target.seed !== null) this.target.seed(resources);
    else {
      for (const user of resources.users ?? []) await this.create('User', user);
      for (const group of resources.groups ?? []) await this.create('Group', group);
    }
    await this.learnLabels();
    this.target.clearRequests();
  }

  async #scim(method: 'post' | 'patch' | 'delete', path: string, json?: object): Promise<void> {
    await got(`${this.target.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${this.target.token}`, 'content-type': 'application/scim+json' },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
      retry: { limit: 0 },
    });
  }
}

class CycleFailed extends Error {
  override readonly name = 'CycleFailed';

  constructor(number: number, { cause }: WorkflowFailedError) {
    super(`cycle ${number} failed: ${cause?.message ?? 'for no reason'}`);
  }
}

function configurationOf(
  stage: Stage,
  graph: GraphEmulator,
  target: ScenarioTarget,
  app: Partial<App>,
): JobConfiguration {
  return {
    source: {
      type: 'microsoft-graph',
      tenantId: graph.tenantId,
      clientId: graph.clients[0]?.clientId ?? '',
      clientSecret: { env: stage.keep(CLIENT_SECRET) },
      graphUrl: graph.url,
      authorityUrl: graph.url,
    },
    app: {
      id: `app-${randomUUID().slice(0, 8)}`,
      connector: 'generic-scim',
      servicePrincipalId: graph.apps[0]?.servicePrincipalId ?? '',
      secretToken: { env: stage.keep(target.token) },
      provisioningStatus: 'on',
      scope: 'assigned',
      interval: '40m',
      rateLimit: { requestsPerSecond: 1_000, concurrency: 16 },
      ...app,
      tenantUrl: `${target.url}${app.tenantUrl ?? ''}`,
    },
  };
}
