import { endingSignal } from '../src/cycle/ending-signal.js';
import { LeasedTarget } from '../src/cycle/leased-target.js';
import { underFreeLease } from '../src/cycle/lease.js';
import {
  provisionOnDemand,
  RehearsedTarget,
  type AskedObject,
  type CycleContext,
} from '../src/cycle/index.js';
import { ProvisioningFailure } from '../src/failures.js';
import { objectLeaseName, type LogEntry } from '../src/store/index.js';
import type { ProvisionOnDemandResult } from '../workflows/contract.js';
import type { Activities } from './contract.js';
import type { ActivityDependencies } from './dependencies.js';
import { heartbeating } from './heartbeating.js';
import { asPlanned, type ReportedOperation } from './report-operations.js';
import { contextOf } from './with-cycle.js';

/** An object's own attributes, and whom it names; more is never told of one object. */
const MOST_OPERATIONS = 10;

/** Each attempt is a cycle of its own, with a number below zero. What an attempt before it left open is settled first. */
export const createProvisionOnDemand =
  ({ store, connections }: ActivityDependencies): Activities['provisionOnDemand'] =>
  ({ appId, objectId, objectName = 'User', isDryRun = false, reportId }) =>
    heartbeating(async (signal, onProgress) => {
      const stored = await store.configurations.newestVersion(appId);
      if (stored === null) throw unknownApp(appId);
      const { version: configurationVersion, configuration } = stored;
      const object = { id: objectId.toLowerCase(), objectName };
      const connection = connections.beside(configuration);
      try {
        await store.reports.begin({ id: reportId, appId, kind: 'provisionOnDemand' });
        const cycle = { number: await store.onDemand.nextNumber(), kind: 'incremental' } as const;
        const run = { store, lease: null, signal, onProgress };
        const context = contextOf(connection, configuration, cycle, run);
        const work = { context, configurationVersion, object };
        const operations = isDryRun ? await rehearsed(work) : await carriedOut(work);
        await store.reports.add(reportId, 1, operations);
        const result = { reportId, result: resultOf(operations), operations: operations.map(figuresOf) };
        await store.reports.complete(reportId, { ...result, ...object, appId, isDryRun });
        return result;
      } finally {
        connection.close();
      }
    });

interface Work {
  readonly context: CycleContext;
  readonly configurationVersion: number;
  readonly object: AskedObject;
}

/** Nothing of it stays. */
async function rehearsed(work: Work): Promise<readonly ReportedOperation[]> {
  const { context } = work;
  const operations = await context.store.rehearse((store) =>
    perform({ ...work, context: { ...context, store, target: new RehearsedTarget(context.target) } }),
  );
  return operations.map(asPlanned);
}

/** Under the object's lease; what was planned and is not carried out is marked again. */
function carriedOut(work: Work): Promise<readonly LogEntry[]> {
  const { context, object } = work;
  const { store, appId, signal } = context;
  const name = objectLeaseName({ appId, objectId: object.id });
  return underFreeLease(store.leases, { name, signal }, (lease) => {
    const target = new LeasedTarget(context.target, { signal: endingSignal(signal, lease.signal) });
    return finishing(work, () => perform({ ...work, context: { ...context, lease, target } }));
  });
}

/** @returns what the log tells of it. */
async function perform(work: Work): Promise<readonly LogEntry[]> {
  const { context, object } = work;
  await context.store.cycles.begin(rowOf(work));
  await provisionOnDemand(context, object);
  return context.store.log.ofCycle(context, { after: '0', limit: MOST_OPERATIONS });
}

async function finishing<T>(work: Work, perform: () => Promise<T>): Promise<T> {
  const { store } = work.context;
  const row = rowOf(work);
  try {
    const done = await perform();
    await store.cycles.finish(row, 'succeeded', null);
    return done;
  } catch (error) {
    await store.operations.abandon(row);
    await store.cycles.finish(row, 'failed', causeOf(error));
    throw error;
  }
}

function rowOf({ context: { appId, number }, configurationVersion }: Work) {
  return { appId, number, kind: 'onDemand', configurationVersion } as const;
}

function causeOf(error: unknown): { code: string; message: string } | null {
  return error instanceof ProvisioningFailure ? { code: error.type, message: error.message } : null;
}

function resultOf(operations: readonly ReportedOperation[]): ProvisionOnDemandResult['result'] {
  if (operations.some(({ status }) => status === 'failure')) return 'Failure';
  return operations.every(({ status }) => status === 'skipped') ? 'Skipped' : 'Success';
}

function figuresOf(entry: ReportedOperation): ProvisionOnDemandResult['operations'][number] {
  const { about, action, status, errorCode, reason, provisioningSteps } = entry;
  return {
    about,
    action,
    status,
    code: errorCode ?? (status === 'skipped' ? reason : null),
    steps: (provisioningSteps ?? []).map((step) => ({ name: step.name, status: step.status })),
  };
}

function unknownApp(appId: string): ProvisioningFailure {
  return new ProvisioningFailure('ConfigurationInvalid', `There is no app ${appId}.`, {
    remedy: 'See the jobs with `scimflow status`, or run `scimflow apply` with the configuration file.',
  });
}
