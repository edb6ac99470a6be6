import { chmod, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import {
  cacheDirectory,
  findOrInstallTemporal,
  startPostgres,
  startTemporal,
} from '../../src/embedded/index.js';
import { findTimeSkippingServer } from './time-skipping-server.js';

export interface TestServers {
  /** What the test files read from their environment. */
  readonly environment: Readonly<Record<string, string>>;
  readonly stop: () => Promise<void>;
}

const searchAttributes = {
  ProvisioningApp: 'Keyword',
  ProvisioningConnector: 'Keyword',
  ProvisioningStatus: 'Keyword',
  ProvisioningQuarantineReason: 'Keyword',
  ProvisioningLastSuccess: 'Datetime',
} as const;

/** One Temporal dev server, one PostgreSQL and one workflow bundle for a whole test run, all in a temporary folder. */
export async function startTestServers(log: (line: string) => void): Promise<TestServers> {
  const folder = await mkdtemp(join(tmpdir(), 'scimflow-test-'));
  await chmod(folder, 0o711);
  const stops: (() => Promise<void>)[] = [() => rm(folder, { recursive: true, force: true })];
  const stop = async (): Promise<void> => {
    for (const one of stops.splice(0).reverse()) await one();
  };
  try {
    const executable = await findOrInstallTemporal({ cacheDir: cacheDirectory(), log });
    const temporal = await startTemporal({
      dataDir: join(folder, 'temporal'),
      executable,
      port: 0,
      uiPort: 0,
      inMemory: true,
      searchAttributes,
      // Long histories come soon, so that continue-as-new is seen in every test of a long job.
      dynamicConfig: { 'limit.historyCount.suggestContinueAsNew': historyLimit() },
      log,
    });
    stops.push(temporal.stop);
    const postgres = await startPostgres({
      dataDir: join(folder, 'postgres'),
      settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' },
      log,
    });
    stops.push(postgres.stop);
    return {
      environment: {
        TEST_TEMPORAL_ADDRESS: temporal.address,
        TEST_TEMPORAL_UI: temporal.webUiUrl,
        TEST_DATABASE_URL: postgres.databaseUrl,
        ...(await writeBundle(folder, log)),
        ...(await describeTimeSkippingServer(log)),
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** After how many events the server suggests continue-as-new. */
function historyLimit(): number {
  return Number(process.env['TEST_SUGGEST_CONTINUE_AS_NEW'] ?? 60);
}

async function writeBundle(folder: string, log: (line: string) => void): Promise<Record<string, string>> {
  const workflowsPath = fileURLToPath(new URL('../../workflows/index.ts', import.meta.url));
  if (!(await stat(workflowsPath).catch(() => null))?.isFile()) {
    log('there is no workflows/index.ts, so no workflow bundle is built');
    return {};
  }
  const { code } = await bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('WARN') });
  const path = join(folder, 'workflow-bundle.cjs');
  await mkdir(folder, { recursive: true });
  await writeFile(path, code);
  return { TEST_WORKFLOW_BUNDLE: path };
}

async function describeTimeSkippingServer(log: (line: string) => void): Promise<Record<string, string>> {
  const server = await findTimeSkippingServer({ cacheDir: cacheDirectory(), log });
  return server.status === 'found'
    ? { TEST_TIME_SKIPPING_SERVER: server.path }
    : { TEST_TIME_SKIPPING_MISSING: server.reason };
}
