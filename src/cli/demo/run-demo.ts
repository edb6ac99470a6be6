import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Client } from '@temporalio/client';
import { jobConfigurations, loadConfigurationFile } from '../../config/load-configuration.js';
import { applyConfiguration } from '../apply-configuration.js';
import { requireSuccess } from '../applied-text.js';
import { DEFAULT_API_PORT, DEFAULT_TEMPORAL_ADDRESS } from '../settings.js';
import { preferredPort } from '../start/free-port.js';
import { startInstallation, type Installation } from '../start/installation.js';
import type { Teardown } from '../start/teardown.js';
import type { JobReading } from '../status/read-jobs.js';
import { watchJobs } from '../status/watch-jobs.js';
import { withTemporal } from '../temporal.js';
import type { Terminal } from '../terminal.js';
import { demoFolder } from './data-folder.js';
import { demoConfiguration, demoSecrets } from './demo-configuration.js';
import { objectIds, startEmulatedWorld, type EmulatedWorld } from './emulated-world.js';
import { expectationOf, type Account, type Expectation } from './expectation.js';
import { nextSteps } from './next-steps.js';
import { outcomeOf, outcomeText, requireExpected } from './outcome.js';

export interface DemoOptions {
  /** Ends after the first cycles; a target that is not as expected is then a failure. */
  readonly isOnce: boolean;
  /** Null: a temporary one. */
  readonly dataDir: string | null;
}

type Expectations = ReadonlyMap<string, Expectation>;

const NOTHING: Expectation = { accounts: new Map(), groups: new Map() };

/** Everything on one machine: emulated directory and apps, real Temporal and PostgreSQL, and the worker of every day. */
export async function runDemo(options: DemoOptions, terminal: Terminal, teardown: Teardown): Promise<void> {
  const note = (line: string): void => {
    terminal.note(terminal.colors.dim(line));
  };
  const signal = terminal.interruption();
  const dataDir = await demoFolder(options.dataDir, teardown);
  const world = await startEmulatedWorld(teardown);
  const expectations = await expectationsOf(world);
  const file = join(dataDir, 'apps.yaml');
  await writeFile(file, demoConfiguration(world));
  const env = { ...withoutServers(terminal.env), ...demoSecrets(world) };
  const ports = await demoPorts(options.isOnce);
  const installation = await startInstallation(
    { dataDir, ports, env, isThrowaway: true, note, signal },
    teardown,
  );

  await withTemporal(installation.settings, async (client) => {
    const { settings } = installation;
    const jobs = jobConfigurations(loadConfigurationFile(file));
    requireSuccess(await applyConfiguration(client, jobs, settings, note));
    const readings = await firstCycles(client, world, expectations, installation, terminal, signal);
    if (signal.aborted) return;
    const outcomes = world.apps.map((app) => outcomeOf(app, expectations.get(app.id) ?? NOTHING, readings));
    terminal.print(`\n${outcomeText(outcomes, terminal.colors)}\n`);
    if (options.isOnce) requireExpected(outcomes);
    else await keepRunning(client, world, expectations, installation, file, terminal, signal);
  });
}

function firstCycles(
  client: Client,
  world: EmulatedWorld,
  expectations: Expectations,
  { settings, worker }: Installation,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<readonly JobReading[]> {
  return watchJobs({
    client,
    apps: world.apps.map(({ id }) => id),
    surroundings: settings,
    terminal,
    signal,
    failure: worker.failure,
    tally: (id) => ({
      done: world.apps.find((app) => app.id === id)?.target.users().length ?? 0,
      total: expectations.get(id)?.accounts.size ?? 0,
    }),
    isOver: (readings) => readings.every(({ status }) => status !== null && status.lastExecution !== null),
  });
}

async function keepRunning(
  client: Client,
  world: EmulatedWorld,
  expectations: Expectations,
  { settings, worker, apiUrl, webUiUrl }: Installation,
  configurationFile: string,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<void> {
  const [app] = world.apps;
  const person = [...(expectations.get(app?.id ?? '')?.accounts.values() ?? [])].find(isEasilyTyped);
  if (app !== undefined && person !== undefined) {
    const environment = {
      ...(settings.address === DEFAULT_TEMPORAL_ADDRESS ? {} : { TEMPORAL_ADDRESS: settings.address }),
      ...(apiUrl.endsWith(`:${DEFAULT_API_PORT}`) ? {} : { SCIMFLOW_API_URL: apiUrl }),
    };
    const userName = person.get('userName')?.toLowerCase() ?? '';
    const groups = expectations.get(app.id)?.groups ?? new Map<string, readonly string[]>();
    const group = [...groups].find(([, members]) => !members.includes(userName))?.[0] ?? null;
    const steps = {
      world,
      app,
      person,
      group,
      webUiUrl,
      configurationFile,
      workerPid: worker.pid(),
      environment,
    };
    terminal.print(nextSteps(steps, terminal.colors));
  }
  terminal.print(`\n${terminal.colors.bold('Running until Ctrl-C.')}\n`);
  const apps = world.apps.map(({ id }) => id);
  await watchJobs({ client, apps, surroundings: settings, terminal, signal, failure: worker.failure });
}

async function expectationsOf({ seedFolder, graph, apps }: EmulatedWorld): Promise<Expectations> {
  const ids = await objectIds(graph);
  const expectations = new Map<string, Expectation>();
  for (const { id, displayName } of apps)
    expectations.set(id, await expectationOf(seedFolder, displayName, ids));
  return expectations;
}

/** The usual ports where they are free, so that the other commands need no settings; any, for a demo that only checks. */
async function demoPorts(isOnce: boolean) {
  const port = (usual: number): Promise<number> => preferredPort(isOnce ? 0 : usual);
  return { temporal: await port(7233), webUi: await port(8233), api: await port(DEFAULT_API_PORT) };
}

const SERVER_VARIABLES =
  /^(TEMPORAL_(ADDRESS|NAMESPACE|API_KEY|TLS.*)|SCIMFLOW_(API_.*|TASK_QUEUE|METRICS_ADDRESS|WEB_UI_URL)|DATABASE_URL)$/;

/** A demo brings its own servers: it must never write into somebody's real ones. */
function withoutServers(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => !SERVER_VARIABLES.test(name));
  return Object.fromEntries(kept);
}

function isEasilyTyped(account: Account): boolean {
  return /^[a-z.]+@[a-z.]+$/.test(account.get('userName') ?? '');
}
