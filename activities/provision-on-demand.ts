import { endingSignal } from '../src/cycle/ending-signal.js';
import { LeasedTarget } from '../src/cycle/leased-target.js';
import { underFreeLease } from '../src/cycle/lease.js';
import { provisionOnDemand, RehearsedTarget, type CycleContext } from '../src/cycle/index.js';
import { ProvisioningFailure } from '../src/failures.js';
import { objectLeaseName, type Store } from '../src/store/index.js';
import type { ProvisionOnDemandResult } from '../workflows/contract.js';
import type { Activities } from './contract.js';
import type { ActivityDependencies } from './dependencies.js';
import { heartbeating } from './heartbeating.js';
import { asPlanned, type ReportedOperation } from './report-operations.js';
import { contextOf } from './with-cycle.js';

/** Each attempt is a cycle of its own, with a number below zero. What an attempt before it left open is settled first. */
export const createProvisionOnDemand =
  ({ store, connections }: ActivityDependencies): Activities['provisionOnDemand'] =>
  ({ appId, objectId, objectName = 'User', isDryRun = false, reportId }) =>
    heartbeating(async (signal, onProgress) => {
      const stored = await store.configurations.newestVersion(appId);
      if (stored === null) throw unknownApp(appId);
      const { version, configuration } = stored;
      const number = await store.onDemand.nextNumber();
      const cycle = { appId, number, kind: 'incremental' } as const;
      const row = { ...cycle, kind: 'onDemand', configurationVersion: version } as const;
      const object = { id: objectId.toLowerCase(), objectName };
      const perform = async (run: Pick<CycleContext, 'store' | 'lease'>, wrapped: WrapTarget) => {
        const context = contextOf(connections, configuration, cycle, { ...run, signal, onProgress });
        await run.store.cycles.begin(row);
        await provisionOnDemand({ ...context, target: wrapped(context.target) }, object);
        return run.store.log.ofCycle(cycle, { after: '0', limit: 10 });
      };
      await store.reports.begin({ id: reportId, appId, kind: 'provisionOnDemand' });
      const operations = isDryRun
        ? (
            await store.rehearse((rehearsed) =>
              perform({ store: rehearsed, lease: null }, (target) => new RehearsedTarget(target)),
            )
          ).map(asPlanned)
        : await underFreeLease(
            store.leases,
            { name: objectLeaseName({ appId, objectId: object.id }), signal },
            (lease) =>
              finishing(store, row, () =>
                perform(
                  { store, lease },
                  (target) => new LeasedTarget(target, { signal: endingSignal(signal, lease.signal) }),
                ),
              ),
          );
      await store.reports.add(reportId, 1, operations);
      const result = { reportId, result: resultOf(operations), operations: operations.map(figuresOf) };
      await store.reports.complete(reportId, { ...result, ...object, appId, isDryRun });
      return result;
    });

type WrapTarget = (target: CycleContext['target']) => CycleContext['target'];

/** Records how the work ended; what it planned and did not carry out is marked again. */
async function finishing<T>(
  store: Store,
  cycle: Parameters<Store['cycles']['begin']>[0],
  work: () => Promise<T>,
): Promise<T> {
  try {
    const done = await work();
    await store.cycles.finish(cycle, 'succeeded', null);
    return done;
  } catch (error) {
    await store.operations.abandon(cycle);
    await store.cycles.finish(cycle, 'failed', causeOf(error));
    throw error;
  }
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
