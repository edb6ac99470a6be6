import type { CycleHealth } from '../../activities/contract.js';
import type { QuarantineReason, SynchronizationError } from '../../workflows/contract.js';
import { ESCROW_LIFETIME_MS, nextRung } from './escrow-ladder.js';

/** As the configuration file has it. */
export interface QuarantineThresholds {
  readonly minFailures?: number | undefined;
  readonly proportion?: string | undefined;
  readonly maxFailures?: number | undefined;
  readonly maxTotal?: number | undefined;
}

/** @see Microsoft Entra, "Application provisioning in quarantine status". */
const DEFAULTS = { minFailures: 5_000, proportion: '40%', maxFailures: 40_000, maxTotal: 60_000 };

/** A tenant that is too small for those figures is in trouble all the same when every write of a cycle fails. */
const WRITES_THAT_PROVE_TROUBLE = 10;

/** A job in quarantine, as it is kept. Times are milliseconds since the epoch. */
export interface Quarantine {
  readonly reason: QuarantineReason;
  readonly error: SynchronizationError | null;
  readonly seriesBegan: number;
  readonly currentBegan: number;
  readonly seriesCount: number;
}

/** The reason that a cycle's failures give for a quarantine; null when they are few enough. Total comes before base, base before proportion. */
export function reasonOfHealth(
  health: CycleHealth,
  thresholds: QuarantineThresholds = {},
): QuarantineReason | null {
  const { minFailures, proportion, maxFailures, maxTotal } = { ...DEFAULTS, ...withoutUndefined(thresholds) };
  const { failedObjects, failedReferences, succeededObjects, attemptedWrites, failedWrites } = health;
  const total = failedObjects + failedReferences;
  if (total > maxTotal) return 'EncounteredTotalEscrowThreshold';
  if (failedObjects > maxFailures) return 'EncounteredBaseEscrowThreshold';
  const isShareTooLarge =
    failedObjects >= minFailures &&
    failedObjects * 100 > Number.parseInt(proportion, 10) * (failedObjects + succeededObjects);
  const hasNothingWorked = attemptedWrites >= WRITES_THAT_PROVE_TROUBLE && failedWrites === attemptedWrites;
  return isShareTooLarge || hasNothingWorked ? 'EncounteredEscrowProportionThreshold' : null;
}

/** What a quarantine for failing objects says of itself. */
export function thresholdError(reason: QuarantineReason, health: CycleHealth): SynchronizationError {
  const { failedObjects, failedReferences, succeededObjects } = health;
  return {
    code: reason,
    message: `${failedObjects} objects failed and ${succeededObjects} were written; the references of ${failedReferences} failed.`,
    tenantActionable: true,
  };
}

/** The reason that a failed cycle gives. */
export function reasonOfError({ code }: SynchronizationError): QuarantineReason {
  if (code === 'SourceIncompatible') return 'IngestionInterrupted';
  return /^(Credentials|Target|Source|Secret|Configuration)/.test(code)
    ? 'EncounteredQuarantineException'
    : 'Unknown';
}

/** A quarantine that is imposed at `now`, or left in place after an attempt that did not help. */
export function impose(
  before: Quarantine | null,
  reason: QuarantineReason,
  error: SynchronizationError | null,
  now: number,
): Quarantine {
  return {
    reason,
    error,
    seriesBegan: before?.seriesBegan ?? now,
    currentBegan: now,
    seriesCount: before === null ? 0 : before.seriesCount + 1,
  };
}

/** When the next attempt is due: 6, 12 and 24 hours after the series began, then daily. */
export function nextQuarantineAttempt({ seriesBegan, currentBegan }: Quarantine): number {
  return nextRung(seriesBegan, currentBegan);
}

/** When a job that never leaves its quarantine is disabled. */
export function disablesAt({ seriesBegan }: Pick<Quarantine, 'seriesBegan'>): number {
  return seriesBegan + ESCROW_LIFETIME_MS;
}

function withoutUndefined(thresholds: QuarantineThresholds): Partial<typeof DEFAULTS> {
  return Object.fromEntries(Object.entries(thresholds).filter(([, value]) => value !== undefined));
}
