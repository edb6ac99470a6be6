import type { CycleReference } from '../activities/contract.js';
import { taskExecution, type EndedCycle } from '../src/policy/task-execution.js';
import {
  cycleWorkflowId,
  type CyclePhase,
  type CycleProgress,
  type SynchronizationProgress,
  type TaskExecution,
} from './contract.js';

/** A job's cycle, as far as the job knows of it. Times are milliseconds. */
export interface RunningCycle {
  readonly reference: CycleReference;
  readonly began: number;
  readonly phase: CyclePhase;
  readonly progress: SynchronizationProgress | null;
  /** A restart came: this cycle is to end, another takes its place. */
  readonly isReplaced: boolean;
}

/** The cycle after it told how far it is. */
export function progressedTo(
  running: RunningCycle,
  { phase, completed, total }: CycleProgress,
  now: number,
): RunningCycle {
  const progress: SynchronizationProgress = {
    completedUnits: completed,
    totalUnits: total,
    units: 'operations',
    progressObservationDateTime: new Date(now).toISOString(),
  };
  return { ...running, phase, progress: total === 0 ? running.progress : progress };
}

/** What is told of the cycle once it has ended. */
export function executionOf(
  { reference, began }: RunningCycle,
  ended: number,
  outcome: Pick<EndedCycle, 'summary' | 'error'>,
): TaskExecution {
  return taskExecution({
    activityIdentifier: cycleWorkflowId(reference.appId, reference.number),
    number: reference.number,
    kind: reference.kind,
    began,
    ended,
    ...outcome,
  });
}
