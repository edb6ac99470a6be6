import type { ResetScope } from '../activities/contract.js';
import type { JobConfiguration } from '../src/config/configuration.js';
import type { LastCycle } from '../src/policy/schedule.js';
import type { CycleKind, TaskExecution } from './contract.js';

/** What a job knows between cycles, as plain JSON: it travels whole through continue-as-new. Times are milliseconds. */
export interface JobRecord {
  readonly appId: string;
  readonly configuration: JobConfiguration | null;
  readonly configurationVersion: number | null;
  readonly isPaused: boolean;
  /** A cycle is to begin at once, not at its time. */
  readonly isWanted: boolean;
  readonly nextKind: CycleKind;
  /** What to forget before the next cycle. */
  readonly reset: readonly ResetScope[];
  readonly lastCycleNumber: number;
  readonly lastCycle: LastCycle | null;
  readonly countSuccessiveCompleteFailures: number;
  readonly lastExecution: TaskExecution | null;
  readonly lastSuccessfulExecution: TaskExecution | null;
  readonly lastSuccessfulExecutionWithExports: TaskExecution | null;
  readonly steadyStateFirstAchievedTime: string | null;
  readonly steadyStateLastAchievedTime: string | null;
  readonly countLinked: number;
  /** Absent in records of jobs that knew no groups. */
  readonly countLinkedGroups?: number;
}

export const emptyJobRecord = (appId: string): JobRecord => ({
  appId,
  configuration: null,
  configurationVersion: null,
  isPaused: false,
  isWanted: false,
  nextKind: 'initial',
  reset: [],
  lastCycleNumber: 0,
  lastCycle: null,
  countSuccessiveCompleteFailures: 0,
  lastExecution: null,
  lastSuccessfulExecution: null,
  lastSuccessfulExecutionWithExports: null,
  steadyStateFirstAchievedTime: null,
  steadyStateLastAchievedTime: null,
  countLinked: 0,
});
