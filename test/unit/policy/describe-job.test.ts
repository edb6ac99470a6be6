import { describe, expect, it } from '@jest/globals';
import { describeCycle } from '../../../src/policy/describe-cycle.js';
import { describeCounts, describeJob } from '../../../src/policy/describe-job.js';
import { taskExecution } from '../../../src/policy/task-execution.js';
import type { QuarantineReason, SynchronizationQuarantine } from '../../../workflows/contract.js';
import { aStatus } from './a-status.js';

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

const aQuarantine = (parts: Partial<SynchronizationQuarantine> = {}): SynchronizationQuarantine => ({
  reason: 'EncounteredQuarantineException',
  currentBegan: '2026-03-01T12:00:00.000Z',
  nextAttempt: '2026-03-01T18:00:00.000Z',
  seriesBegan: '2026-03-01T12:00:00.000Z',
  seriesCount: 0,
  error: null,
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

  it('tells a quarantine: why, since when, what was tried, and when it is tried again', () => {
    const error = { code: 'CredentialsRejected', message: 'Listing users: 401', tenantActionable: true };
    const text = describeJob(
      aStatus({
        code: 'Quarantine',
        lastExecution: execution,
        quarantine: aQuarantine({ error, seriesCount: 2 }),
        nextCycleAt: '2026-03-02T12:00:00.000Z',
      }),
    );

    expect(text.split('\n\n')).toEqual([
      '**dialpad** (dialpad): in quarantine.',
      expect.stringContaining('Last cycle: 4'),
      'Quarantine since 2026-03-01T12:00:00.000Z: The app or the directory cannot be worked with. Attempts that failed since: 2.',
      '> **CredentialsRejected**: Listing users: 401',
      expect.stringContaining('What to do: Issue a new secret token'),
      'Next attempt: 2026-03-02T12:00:00.000Z. The signal `start` lifts the quarantine and tries at once.',
    ]);
  });

  it('says that nothing happens any more by itself once the job is disabled', () => {
    const text = describeJob(
      aStatus({
        code: 'Quarantine',
        quarantine: aQuarantine({ nextAttempt: null }),
        schedule: { state: 'Disabled', interval: '40m' },
      }),
    );

    expect(text).toMatch(/disabled, after 28 days in quarantine\. Send the signal `start`/);
    expect(text).not.toContain('Next');
  });

  it('tells what waits for an answer and how to give it, while everything else goes on', () => {
    const text = describeJob(
      aStatus({
        code: 'Quarantine',
        quarantine: aQuarantine({ reason: 'TooManyDeletes' }),
        stagedDeletions: { waiting: 1_000, deletes: 200, sinceCycle: 7 },
        nextCycleAt: '2026-03-01T12:40:00.000Z',
      }),
    );

    expect(text.split('\n\n')).toEqual([
      '**dialpad** (dialpad): active, and deletes wait.',
      '**Waiting for an answer: 800 to disable, 200 to delete**, since cycle 7. Everything else goes on. The signal `allowDeletes` carries out what is still due, `rejectDeletes` keeps the accounts.',
      'Next cycle: 2026-03-01T12:40:00.000Z. The signal `provisionNow` starts it at once.',
    ]);
  });

  it('tells what failed, objects and references apart, and when failures were cleared', () => {
    expect(describeJob(aStatus({ escrows: { objects: 3, references: 1 } }))).toContain(
      'tried again ever more rarely: 3 objects, references of 1 object.',
    );
    expect(describeJob(aStatus({ escrows: { objects: 0, references: 0 } }))).not.toContain('tried again');
    expect(describeJob(aStatus({ quarantine: aQuarantine(), escrowsPruned: true }))).toContain(
      'were cleared',
    );
  });

  it.each<[QuarantineReason]>([
    ['EncounteredBaseEscrowThreshold'],
    ['EncounteredTotalEscrowThreshold'],
    ['EncounteredEscrowProportionThreshold'],
    ['EncounteredQuarantineException'],
    ['QuarantinedOnDemand'],
    ['IngestionInterrupted'],
    ['Unknown'],
  ])('says of %s in words what it means', (reason) => {
    const text = describeJob(aStatus({ code: 'Quarantine', quarantine: aQuarantine({ reason }) }));

    expect(text).toMatch(/Quarantine since \S+: [A-Z][^]*\w\./);
    expect(text).not.toContain(reason);
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
    expect(describeCounts({ ...counts, disabled: 0, staged: 12 })).toBe('2 created, 12 held back');
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
