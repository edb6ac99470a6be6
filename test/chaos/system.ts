import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WorkflowHandle } from '@temporalio/client';
import got from 'got';
import pg from 'pg';
import type { JobConfiguration } from '../../src/config/configuration.js';
import { startGraphEmulator, type GraphEmulator } from '../../src/emulators/graph/index.js';
import {
  startStrictScimTarget,
  type RunningStrictScimTarget,
} from '../../src/emulators/strict-scim/index.js';
import { openStore, type Store } from '../../src/store/index.js';
import * as contract from '../../workflows/contract.js';
import type { provisioningJob } from '../../workflows/index.js';
import { CLIENT_SECRET, DOMAIN } from '../integration/scenarios/harness/directory.js';
import { until } from '../support/until.js';
import type { Arena } from './arena.js';
import { directory, existing, mappings } from './company.js';
import type { Expected } from './expected.js';
import type { WorkerFault } from './faults.js';
import type { Deed } from './story.js';
import { ChaosWorkers } from './worker-process.js';
import { isAtRest, readStore, type World } from './world.js';

const TOKEN = 'token-of-the-chaos-target';
const SECRETS = { CHAOS_TARGET_TOKEN: TOKEN, CHAOS_GRAPH_SECRET: CLIENT_SECRET };
/** A job that is not at rest after so many cycles never will be. */
const MAX_CYCLES = 6;
/** Longer than the timeout of every activity a worker may die in, and than the pauses between its attempts. */
const CYCLE_TIMEOUT_MS = 600_000;

/** A company, its target, its job, and workers of its own. */
export class System {
  readonly graph: GraphEmulator;
  readonly target: RunningStrictScimTarget;
  readonly workers: ChaosWorkers;
  readonly #handle: WorkflowHandle<typeof provisioningJob>;
  readonly #configuration: JobConfiguration;
  readonly #pool: pg.Pool;
  readonly #store: Store;
  readonly #foreign: Set<string>;
  /** Also of those who are gone for good. */
  readonly #aliases = new Map<string, string>();
  readonly #close: () => Promise<void>;
  #cycles = 0;

  private constructor(parts: {
    graph: GraphEmulator;
    target: RunningStrictScimTarget;
    workers: ChaosWorkers;
    handle: WorkflowHandle<typeof provisioningJob>;
    configuration: JobConfiguration;
    pool: pg.Pool;
    store: Store;
    foreign: Set<string>;
    close: () => Promise<void>;
  }) {
    this.graph = parts.graph;
    this.target = parts.target;
    this.workers = parts.workers;
    this.#handle = parts.handle;
    this.#configuration = parts.configuration;
    this.#pool = parts.pool;
    this.#store = parts.store;
    this.#foreign = parts.foreign;
    this.#close = parts.close;
  }

  /** Everything runs, and the job is not configured yet. */
  static async open(arena: Arena): Promise<System> {
    const folder = await mkdtemp(join(tmpdir(), 'scimflow-chaos-'));
    const graph = await startGraphEmulator({
      seed: directory,
      throttle: false,
      pageSizes: { users: 4, groups: 1, membersPerEntry: 1, members: 1, assignments: 3 },
    });
    const target = await startStrictScimTarget({ token: TOKEN, pageSize: 3 });
    const seeded = target.seed(existing);
    const database = await arena.createDatabase();
    const store = await openStore(database.url);
    const pool = new pg.Pool({ connectionString: database.url, max: 2 });
    pool.on('error', () => undefined);
    const configuration = configurationOf(graph, target);
    const { id: appId } = configuration.app;
    const taskQueue = `chaos-${appId}`;
    const handle = await arena.client.workflow.start<typeof provisioningJob>('provisioningJob', {
      workflowId: contract.jobWorkflowId(appId),
      taskQueue,
      args: [{ appId }],
    });
    const workers = new ChaosWorkers({
      plan: {
        temporalAddress: arena.temporalAddress,
        taskQueue,
        databaseUrl: database.url,
        workflowBundle: arena.workflowBundle,
      },
      folder,
      environment: SECRETS,
      onReached: (fault, goOn, felt) => outage(arena, fault, goOn, felt),
    });
    return new System({
      graph,
      target,
      workers,
      handle,
      configuration,
      pool,
      store,
      foreign: new Set(seeded.users.map(({ id }) => id)),
      async close() {
        await handle.terminate('the story is over').catch(() => undefined);
        await workers.stop();
        await Promise.all([graph.stop(), target.stop(), pool.end(), store.close()]);
        await database.drop();
        await rm(folder, { recursive: true, force: true });
      },
    });
  }

  close(): Promise<void> {
    return this.#close();
  }

  async carryOut(deed: Deed): Promise<void> {
    if (deed.where === 'target') {
      for (const { id } of this.target.seed({ users: [deed.user] }).users) this.#foreign.add(id);
      return;
    }
    await this.administer(deed.method, deed.path, deed.body);
  }

  async administer(
    method: 'get' | 'post' | 'patch' | 'delete',
    path: string,
    body?: object,
  ): Promise<unknown> {
    return got(`${this.graph.adminUrl}${path}`, {
      method,
      headers: { authorization: `Bearer ${this.graph.adminToken}` },
      ...(body === undefined ? {} : { json: body }),
      retry: { limit: 0 },
    }).then(({ body: text }) => (text === '' ? null : (JSON.parse(text) as unknown)));
  }

  /** Configures the job; who finds that it did not work tries once more. */
  async configure(): Promise<void> {
    const attempt = (): Promise<unknown> =>
      this.#handle.executeUpdate(contract.configure, { args: [{ configuration: this.#configuration }] });
    await attempt().catch(attempt);
  }

  async askForCycle(): Promise<void> {
    await until(() => this.#handle.signal(contract.provisionNow).then(() => true), {
      timeoutMs: 60_000,
      what: 'the job to take a signal',
    });
  }

  /**
   * Runs cycle after cycle until nothing is left to do, as an administrator would who looks at it now and then: starts what is
   * in quarantine, asks for another cycle where something waits.
   * @throws when it does not come to rest.
   */
  async comesToRest(): Promise<contract.SynchronizationStatus> {
    for (let cycles = 1; ; cycles += 1) {
      const status = await this.#cycleEnds();
      const isWell = status.code === 'Active' && status.lastExecution?.state === 'Succeeded';
      const store = await until(() => readStore(this.#pool, this.#appId), { timeoutMs: 30_000 });
      if (isWell && isAtRest(store)) return status;
      if (cycles === MAX_CYCLES)
        throw new Error(
          `not at rest after ${cycles} cycles: ${status.code}, ${JSON.stringify(status.lastExecution?.error ?? status.lastExecution?.counts)}, ${JSON.stringify({ open: store.open, escrows: store.escrows, waiting: store.waiting })}`,
        );
      if (status.code === 'Quarantine') await this.#handle.signal(contract.start);
      else await this.askForCycle();
    }
  }

  /** What the judges are shown. */
  async world(expected: Expected): Promise<World> {
    const appId = this.#appId;
    const { users } = (await this.administer('get', '/state')) as {
      readonly users: readonly { readonly id: string; readonly properties: { userPrincipalName: string } }[];
    };
    for (const { id, properties } of users)
      this.#aliases.set(id, properties.userPrincipalName.replace(`@${DOMAIN}`, ''));
    const status = await this.#status();
    const log = await this.#store.log.entries({ appId, limit: 10_000 });
    return {
      expected,
      aliases: this.#aliases,
      target: {
        users: this.target.users(),
        groups: this.target.groups(),
        foreign: this.#foreign,
        requests: [...this.target.requests()],
        violations: this.target.violations(),
      },
      store: await readStore(this.#pool, appId),
      log: log.toReversed(),
      status,
    };
  }

  get #appId(): string {
    return this.#configuration.app.id;
  }

  /** Waits for the end of the next cycle, well or not. */
  async #cycleEnds(): Promise<contract.SynchronizationStatus> {
    const number = this.#cycles + 1;
    await until(
      async () => {
        if (this.workers.failure !== null) return true;
        const { rowCount } = await this.#pool.query(
          `select 1 from cycle where app_id = $1 and number >= $2 and state <> 'running'`,
          [this.#appId, number],
        );
        return rowCount === 0 ? this.#knowsOf(number) : true;
      },
      { everyMs: 100, timeoutMs: CYCLE_TIMEOUT_MS, what: `the end of cycle ${number}` },
    );
    if (this.workers.failure !== null) throw this.workers.failure;
    const status = await until(
      async () => {
        const told = await this.#status();
        return (told.lastExecution?.number ?? 0) >= number && told.cycle === null && told;
      },
      { everyMs: 100, timeoutMs: CYCLE_TIMEOUT_MS, what: `the status after cycle ${number}` },
    );
    this.#cycles = status.lastExecution?.number ?? number;
    return status;
  }

  #lastAsked = 0;

  /** A cycle can fail without a trace in the store, when it is the store that failed it. */
  async #knowsOf(number: number): Promise<boolean> {
    if (Date.now() - this.#lastAsked < 5_000) return false;
    this.#lastAsked = Date.now();
    return ((await this.#handle.query(contract.status)).lastExecution?.number ?? 0) >= number;
  }

  #status(): Promise<contract.SynchronizationStatus> {
    return until(() => this.#handle.query(contract.status), { timeoutMs: 60_000, what: "the job's status" });
  }
}

/** The service is down while the call takes place, and comes back when that was felt. */
async function outage(
  { services }: Arena,
  fault: WorkerFault,
  goOn: () => void,
  felt: Promise<void>,
): Promise<void> {
  if (services === null) throw new Error(`${fault.id} stops a service that others use too`);
  const service = fault.effect === 'stopPostgres' ? 'postgres' : 'temporal';
  await services.stop(service);
  goOn();
  await Promise.race([felt, new Promise((resolve) => setTimeout(resolve, 2_000))]);
  await services.start(service);
}

function configurationOf(graph: GraphEmulator, target: RunningStrictScimTarget): JobConfiguration {
  return {
    source: {
      type: 'microsoft-graph',
      tenantId: graph.tenantId,
      clientId: graph.clients[0]?.clientId ?? '',
      clientSecret: { env: 'CHAOS_GRAPH_SECRET' },
      graphUrl: graph.url,
      authorityUrl: graph.url,
    },
    app: {
      id: `chaos-${randomUUID().slice(0, 8)}`,
      connector: 'generic-scim',
      servicePrincipalId: graph.apps[0]?.servicePrincipalId ?? '',
      tenantUrl: target.url,
      secretToken: { env: 'CHAOS_TARGET_TOKEN' },
      provisioningStatus: 'on',
      scope: 'assigned',
      interval: '24h',
      rateLimit: { requestsPerSecond: 1_000, concurrency: 4 },
      mappings,
    },
  };
}
