import type { CycleSummary } from '../../activities/contract.js';
import type {
  CycleCounts,
  CycleKind,
  SynchronizationError,
  TaskExecution,
} from '../../workflows/contract.js';

/** A cycle that is over, and how it went. `summary` is null when not even the summing up succeeded. */
export interface EndedCycle {
  readonly activityIdentifier: string;
  readonly number: number;
  readonly kind: CycleKind;
  readonly began: number;
  readonly ended: number;
  readonly summary: CycleSummary | null;
  readonly error: SynchronizationError | null;
}

const NO_COUNTS: CycleCounts = {
  imported: 0,
  planned: 0,
  created: 0,
  updated: 0,
  disabled: 0,
  deleted: 0,
  skipped: 0,
  failed: 0,
};

/** @see Microsoft Graph, synchronizationTaskExecution: `EntryLevelErrors` is a finished run with failed objects. */
export function taskExecution(cycle: EndedCycle): TaskExecution {
  const counts = cycle.summary?.counts ?? NO_COUNTS;
  return {
    activityIdentifier: cycle.activityIdentifier,
    number: cycle.number,
    kind: cycle.kind,
    state: cycle.error !== null ? 'Failed' : counts.failed > 0 ? 'EntryLevelErrors' : 'Succeeded',
    timeBegan: new Date(cycle.began).toISOString(),
    timeEnded: new Date(cycle.ended).toISOString(),
    error: cycle.error,
    countEntitled: cycle.summary?.countEntitled ?? 0,
    countExported: counts.created + counts.updated + counts.disabled + (counts.deleted ?? 0),
    countEscrowed: counts.failed,
    counts,
  };
}
