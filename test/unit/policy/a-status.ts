import type { SynchronizationStatus } from '../../../workflows/contract.js';

/** What an active job says of itself that has nothing to tell. */
export const aStatus = (parts: Partial<SynchronizationStatus> = {}): SynchronizationStatus => ({
  app: 'dialpad',
  connector: 'dialpad',
  configurationVersion: 1,
  code: 'Active',
  countSuccessiveCompleteFailures: 0,
  escrowsPruned: false,
  lastExecution: null,
  lastSuccessfulExecution: null,
  lastSuccessfulExecutionWithExports: null,
  progress: [],
  quarantine: null,
  steadyStateFirstAchievedTime: null,
  steadyStateLastAchievedTime: null,
  synchronizedEntryCountByType: [],
  cycle: null,
  nextCycleAt: null,
  schedule: { state: 'Active', interval: '40m' },
  escrows: null,
  stagedDeletions: null,
  ...parts,
});
