import { ProvisioningFailure } from '../src/failures.js';
import type { JobConfiguration } from '../src/config/configuration.js';
import { endingSignal } from '../src/cycle/ending-signal.js';
import type { CycleContext } from '../src/cycle/index.js';
import { underLease, type Lease } from '../src/cycle/lease.js';
import { LeasedTarget } from '../src/cycle/leased-target.js';
import { deletionThreshold } from '../src/policy/deletion-guard.js';
import { suspiciousDropPercent } from '../src/policy/suspicious-drop.js';
import { rulesFor } from '../src/cycle/rules.js';
import { sourceKey } from '../src/cycle/source-key.js';
import { appLease, type Store } from '../src/store/index.js';
import type { Connection } from '../src/worker/connections.js';
import { attemptScheduledAt } from './attempt-scheduled-at.js';
import type { CycleReference } from './contract.js';
import type { ActivityDependencies } from './dependencies.js';
import { heartbeating } from './heartbeating.js';

/**
 * Runs one phase of a cycle: its configuration loaded, its two ends connected, its lease held, heartbeats going.
 * @param leaseName the app's own unless other parts of the cycle go on beside this one.
 */
export async function withCycle<T>(
  { store, connections }: ActivityDependencies,
  cycle: CycleReference,
  phase: (context: CycleContext) => Promise<T>,
  leaseName = appLease(cycle.appId),
): Promise<T> {
  return underNamedLease(store, leaseName, async (lease, signal, onProgress) => {
    const configuration = await configurationOf({ store }, cycle);
    const run = { store, lease, signal, onProgress };
    const context = contextOf(connections.for(configuration), configuration, cycle, run);
    await store.cycles.begin(cycle);
    return phase({
      ...context,
      target: new LeasedTarget(context.target, { signal: endingSignal(signal, lease.signal) }),
    });
  });
}

/** What the work of one activity on one app goes by. Its target is the app's own: who may write to it is the caller's affair. */
export function contextOf(
  { connector, source, target, concurrency }: Connection,
  configuration: JobConfiguration,
  { number, kind }: Pick<CycleContext, 'number' | 'kind'>,
  run: Pick<CycleContext, 'store' | 'lease' | 'signal' | 'onProgress'>,
): CycleContext {
  const { app } = configuration;
  return {
    ...run,
    appId: app.id,
    number,
    kind,
    servicePrincipalId: app.servicePrincipalId,
    source,
    sourceKey: sourceKey(configuration),
    target,
    concurrency,
    rules: rulesFor(app, connector),
    deletionThreshold: deletionThreshold(app.accidentalDeletions),
    suspiciousDropPercent: suspiciousDropPercent(app.suspiciousDrop),
    now: attemptScheduledAt(),
  };
}

type LeasedWork<T> = (lease: Lease, signal: AbortSignal, onProgress: () => void) => Promise<T>;

/** Heartbeats, and holds the app's lease: what stalled, or was replaced, and goes on all the same changes nothing any more. */
export function exclusively<T>(store: Store, appId: string, work: LeasedWork<T>): Promise<T> {
  return underNamedLease(store, appLease(appId), work);
}

function underNamedLease<T>({ leases }: Store, name: string, work: LeasedWork<T>): Promise<T> {
  return heartbeating((signal, onProgress) =>
    underLease(leases, { name, attemptedAt: attemptScheduledAt(), signal }, (lease) =>
      work(lease, AbortSignal.any([signal, lease.signal]), onProgress),
    ),
  );
}

/** @throws {ProvisioningFailure} `ConfigurationInvalid` when the store lost the version, as after a restored backup. */
export async function configurationOf(
  { store }: Pick<ActivityDependencies, 'store'>,
  { appId, configurationVersion }: Pick<CycleReference, 'appId' | 'configurationVersion'>,
): Promise<JobConfiguration> {
  const configuration = await store.configurations.get(appId, configurationVersion);
  if (configuration === null)
    throw new ProvisioningFailure(
      'ConfigurationInvalid',
      `The store has no version ${configurationVersion} of the configuration of ${appId}.`,
      { remedy: 'Run `scimflow apply` with the configuration file.' },
    );
  return configuration;
}
