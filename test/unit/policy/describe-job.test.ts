import { describe, expect, it } from '@jest/globals';
import { describeCycle } from '../../../src/policy/describe-cycle.js';
import { describeCounts, describeJob } from '../../../src/policy/describe-job.js';
import { taskExecution } from '../../../src/policy/task-execution.js';
import type { SynchronizationStatus } from '../../../workflows/contract.js';

const counts = { imported: 3, planned: 3, created: 2, updated: 0, disabled: 1, skipped: 0, failed: 0 };
const execution = taskExecution({
  activityIdentifier: 'provisioning-cycle/dialpad/4',
  number: 4,
  kind: 'incremental',
  began: 0,
  ended: 60_000,
  summary: { counts, countEntitled: 3, countLinked: 3, isSteady: true },
  error: null,
});

const aStatus = (parts: Partial<SynchronizationStatus> = {}): SynchronizationStatus => ({
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

describe('describeJob', () => {
  it('tells a job at rest: state, what happened, what comes', () => {
    const text = describeJob(aStatus({ lastExecution: execution, nextCycleAt: '1970-01-01T00:40:00.000Z' }));

    expect(text).toBe(
      [
        '**dialpad** (dialpad): active.',
        'Last cycle: 4 (incremental), ended 1970-01-01T00:01:00.000Z: 2 created, 1 disabled.',
        'Next cycle: 1970-01-01T00:40:00.000Z. The signal `provisionNow` starts it at once.',
      ].join('\n\n'),
    );
  });

  it('tells how far a running cycle is', () => {
    const progress = [
      { completedUnits: 5, totalUnits: 9, units: 'operations', progressObservationDateTime: '' },
    ];
    const text = describeJob(
      aStatus({ cycle: { number: 5, kind: 'initial', phase: 'writeScim' }, progress }),
    );

    expect(text).toContain('Cycle 5 (initial): writing to the target, 5 of 9 operations.');
  });

  it('tells a failure, how often, and what to do about it', () => {
    const error = { code: 'CredentialsRejected', message: 'Listing users:\n401', tenantActionable: true };
    const text = describeJob(
      aStatus({
        lastExecution: { ...execution, state: 'Failed', error },
        countSuccessiveCompleteFailures: 3,
      }),
    );

    expect(text).toContain('> **CredentialsRejected** (3 cycles in a row): Listing users: 401');
    expect(text).toContain('What to do: Issue a new secret token');
  });

  it.each([
    ['NotConfigured', '`scimflow apply`'],
    ['NotRun', 'first cycle'],
    ['Paused', 'signal `start`'],
    ['Quarantine', 'quarantine'],
  ] as const)('says of %s what it means', (code, words) => {
    expect(describeJob(aStatus({ code }))).toContain(words);
  });
});

describe('describeCounts', () => {
  it('leaves out the zeros', () => {
    expect(describeCounts(counts)).toBe('2 created, 1 disabled');
    expect(describeCounts({ ...counts, created: 0, disabled: 0 })).toBe('nothing to do');
  });
});

describe('describeCycle', () => {
  it('tells phase and share', () => {
    expect(describeCycle({ phase: 'writeScim', isPaused: false, completed: 1_000, total: 2_000 })).toBe(
      'Phase `writeScim`: writing to the target, 1000 of 2000 operations done.',
    );
  });

  it('says first that it is held', () => {
    const text = describeCycle({ phase: 'fetchChanges', isPaused: true, completed: 0, total: 0 });

    expect(text).toMatch(/^\*\*Paused\.\*\*/);
  });
});
