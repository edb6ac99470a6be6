import { describe, expect, it } from '@jest/globals';
import type { CycleSummary } from '../../../activities/contract.js';
import type { QuarantineReason } from '../../../workflows/contract.js';
import { describeNextStart } from '../../../workflows/job-health.js';
import type { JobState } from '../../../workflows/job-state.js';
import { aConfiguration } from '../../support/a-configuration.js';
import {
  aJobAfterACycle,
  aJobInQuarantine,
  anError,
  aSummary,
  completeWith,
  DAY,
  failingObjects,
  failWith,
  HOUR,
  MINUTE,
  oldSummary,
  QUARANTINED_AT,
  travelled,
} from './a-job.js';

const PROPORTION = 'EncounteredEscrowProportionThreshold';
const EXCEPTION = 'EncounteredQuarantineException';

const types = (job: JobState): readonly string[] =>
  job.takeNews().map(({ notification }) => notification.type);

describe('a cycle that completed', () => {
  it.each<[string, CycleSummary, QuarantineReason | null]>([
    ['without failures', aSummary(), null],
    ['with few failures', aSummary({ failedObjects: 3, attemptedWrites: 4, failedWrites: 3 }), null],
    ['with too many failures', aSummary(failingObjects), PROPORTION],
    [
      'of which every write failed',
      aSummary({ failedObjects: 10, attemptedWrites: 10, failedWrites: 10 }),
      PROPORTION,
    ],
    [
      'with 40,001 failures',
      aSummary({ ...failingObjects, failedObjects: 40_001 }),
      'EncounteredBaseEscrowThreshold',
    ],
    [
      'with 60,001 failures, references included',
      aSummary({ ...failingObjects, failedObjects: 40_001, failedReferences: 20_000 }),
      'EncounteredTotalEscrowThreshold',
    ],
    ['on a worker that knows no quarantine', oldSummary, null],
  ])('%s leaves the job as it must be', (_, summary, reason) => {
    const job = aJobAfterACycle();
    completeWith(job, summary, 41 * MINUTE);

    expect(job.record.quarantine?.reason ?? null).toBe(reason);
    expect(job.record.countSuccessiveCompleteFailures).toBe(0);
    expect(types(job)).toEqual(reason === null ? [] : ['quarantined']);
  });

  it('counts failures by what is configured', () => {
    const job = aJobAfterACycle();
    job.configured(aConfiguration({ quarantine: { minFailures: 3, proportion: '50%' } }), {
      version: 2,
      changes: [],
      restartsCycle: false,
    });
    completeWith(job, aSummary({ failedObjects: 3, succeededObjects: 1 }), 41 * MINUTE);

    expect(job.record.quarantine).toMatchObject({
      reason: PROPORTION,
      error: {
        code: PROPORTION,
        message: '3 objects failed and 1 were written; the references of 0 failed.',
      },
    });
  });

  it('lifts a quarantine, and is followed at the interval', () => {
    const job = aJobInQuarantine();
    const due = job.nextStart() ?? 0;
    completeWith(job, aSummary(), due + 1_000);

    expect(job.record.quarantine).toBeNull();
    expect(job.nextStart()).toBe(due + 40 * MINUTE);
    expect(job.isProbeDue).toBe(false);
  });

  it('lifts none that was imposed by hand while it ran', () => {
    const job = aJobAfterACycle();
    job.begin(40 * MINUTE);
    job.quarantine(40 * MINUTE);
    job.completed(aSummary(), 41 * MINUTE);

    expect(job.record.quarantine).toMatchObject({ reason: 'QuarantinedOnDemand', seriesBegan: 40 * MINUTE });
    expect(job.nextStart()).toBe(40 * MINUTE + 6 * HOUR);
  });

  it('proves nothing when a worker that knows no quarantine summed it up, but was an attempt', () => {
    const job = aJobInQuarantine();
    completeWith(job, oldSummary, QUARANTINED_AT + 6 * HOUR + 1_000);

    expect(job.record.quarantine).toMatchObject({ reason: EXCEPTION, seriesCount: 0 });
    expect(job.nextStart()).toBe(QUARANTINED_AT + 12 * HOUR);
  });

  it('keeps what earlier cycles said of waiting deletes when a worker without a guard summed it up', () => {
    const stagedDeletions = { waiting: 7, deletes: 2, sinceCycle: 1 };
    const job = aJobAfterACycle(aSummary({}, { stagedDeletions }));
    completeWith(job, oldSummary, 41 * MINUTE);
    job.begin(80 * MINUTE);
    job.failed({ error: anError('TargetUnavailable'), summary: oldSummary }, 81 * MINUTE);

    expect(job.status().stagedDeletions).toEqual(stagedDeletions);
  });
});

describe('an initial cycle with too many failures', () => {
  it('has its failures cleared, is told once, and is attempted as an initial one', () => {
    const job = aJobAfterACycle(aSummary(failingObjects));

    expect(job.status()).toMatchObject({ code: 'Quarantine', escrowsPruned: true });
    expect(job.record.reset).toEqual(['Escrows']);
    expect(job.begin(6 * HOUR + MINUTE).kind).toBe('initial');
    job.completed(aSummary(failingObjects), 7 * HOUR);
    expect(job.record).toMatchObject({
      escrowsPruned: true,
      nextKind: 'initial',
      quarantine: { seriesCount: 1 },
    });
    expect(types(job)).toEqual(['quarantined']);
  });

  it('shows no pruning any more once an attempt succeeded', () => {
    const job = aJobAfterACycle(aSummary(failingObjects));
    completeWith(job, aSummary(), 7 * HOUR);

    expect(job.status()).toMatchObject({ code: 'Active', escrowsPruned: false, quarantine: null });
  });

  it('is the only one whose failures are cleared', () => {
    const job = aJobAfterACycle();
    completeWith(job, aSummary(failingObjects), 41 * MINUTE);

    expect(job.record).toMatchObject({ escrowsPruned: false, reset: [], nextKind: 'incremental' });
  });
});

describe('a cycle that failed', () => {
  it.each<[string, QuarantineReason]>([
    ['CredentialsRejected', EXCEPTION],
    ['TargetNotScim', EXCEPTION],
    ['TargetUnavailable', EXCEPTION],
    ['SourcePermissionMissing', EXCEPTION],
    ['SourceIncompatible', 'IngestionInterrupted'],
    ['SecretMissing', EXCEPTION],
    ['ConfigurationInvalid', EXCEPTION],
    ['TimedOut', 'Unknown'],
    ['StoreUnavailable', 'Unknown'],
  ])('with %s puts the job in quarantine at once: %s', (code, reason) => {
    const job = aJobAfterACycle();
    failWith(job, code, 41 * MINUTE);

    expect(job.record.quarantine).toEqual({
      reason,
      error: anError(code),
      seriesBegan: 41 * MINUTE,
      currentBegan: 41 * MINUTE,
      seriesCount: 0,
    });
    expect(job.nextStart()).toBe(41 * MINUTE + 6 * HOUR);
    expect(job.takeNews()).toEqual([
      {
        key: `quarantine/${41 * MINUTE}/0`,
        notification: {
          type: 'quarantined',
          reason,
          previousReason: null,
          error: anError(code),
          nextAttempt: new Date(41 * MINUTE + 6 * HOUR).toISOString(),
        },
      },
    ]);
  });

  it('is what it was before for a job whose workers never knew quarantine', () => {
    const job = aJobAfterACycle(oldSummary);
    job.begin(40 * MINUTE);
    job.failed({ error: anError('CredentialsRejected'), summary: oldSummary }, 41 * MINUTE);

    expect(job.knowsQuarantine).toBe(false);
    expect(job.status()).toMatchObject({
      code: 'Active',
      quarantine: null,
      countSuccessiveCompleteFailures: 1,
    });
    expect(job.nextStart()).toBe(80 * MINUTE);
    expect(job.hasErrands).toBe(false);
  });

  it.each([
    ['summed up by a newer worker', aSummary()],
    ['not even summed up, after one that was', null],
  ])('counts for a job that began without quarantine: %s', (_, summary) => {
    const job = aJobAfterACycle(oldSummary);
    if (summary === null) completeWith(job, aSummary(), 40 * MINUTE);
    job.begin(80 * MINUTE);
    job.failed({ error: anError('TargetNotScim'), summary }, 81 * MINUTE);

    expect(job.record.quarantine?.reason).toBe(EXCEPTION);
    expect(job.knowsQuarantine).toBe(true);
  });

  it('that somebody ended by hand is no reason for a quarantine', () => {
    const job = aJobAfterACycle();
    job.begin(40 * MINUTE);
    job.failed({ error: anError('TerminatedFailure'), summary: null }, 41 * MINUTE);

    expect(job.status()).toMatchObject({ code: 'Active', countSuccessiveCompleteFailures: 1 });
    expect(job.nextStart()).toBe(80 * MINUTE);
  });
});

describe('a job in quarantine', () => {
  it('tries after 6, 12 and 24 hours, then daily, and is disabled after 28 days with one mail', () => {
    const job = aJobInQuarantine();
    const attempts: number[] = [];
    for (let due = job.nextStart(); due !== null; due = job.nextStart()) {
      if (job.disableWhenDue(due)) break;
      attempts.push((due - QUARANTINED_AT) / HOUR);
      job.probeFailed(anError('CredentialsRejected'), due + 1_000);
    }

    expect(attempts).toEqual([6, 12, ...Array.from({ length: 27 }, (_, day) => (day + 1) * 24)]);
    expect(job.record).toMatchObject({ isDisabled: true, quarantine: { seriesCount: attempts.length } });
    expect(job.takeNews()).toEqual([
      {
        key: `disabled/${QUARANTINED_AT}`,
        notification: {
          type: 'disabled',
          reason: EXCEPTION,
          error: anError('CredentialsRejected'),
          since: new Date(QUARANTINED_AT).toISOString(),
        },
      },
    ]);
  });

  it.each([
    ['a millisecond before', 28 * DAY - 1, false],
    ['28 days after it began', 28 * DAY, true],
  ])('is disabled %s: %s', (_, after, isDisabled) => {
    expect(aJobInQuarantine().disableWhenDue(QUARANTINED_AT + after)).toBe(isDisabled);
  });

  it('tells again when the reason changes, and only then', () => {
    const job = aJobInQuarantine();
    failWith(job, 'TargetUnavailable', QUARANTINED_AT + 6 * HOUR);
    expect(types(job)).toEqual([]);

    job.probeFailed(anError('SourceIncompatible'), QUARANTINED_AT + 12 * HOUR);
    failWith(job, 'SourceIncompatible', QUARANTINED_AT + 24 * HOUR);

    expect(job.takeNews()).toMatchObject([
      {
        key: `quarantine/${QUARANTINED_AT}/2`,
        notification: { reason: 'IngestionInterrupted', previousReason: EXCEPTION },
      },
    ]);
    expect(job.record.quarantine).toMatchObject({ seriesBegan: QUARANTINED_AT, seriesCount: 3 });
  });

  it.each<[string, (job: JobState) => void]>([
    [
      'a completed cycle with too many failures',
      (job) => {
        completeWith(job, aSummary(failingObjects), QUARANTINED_AT + 6 * HOUR);
      },
    ],
    [
      'a failed cycle of that sort',
      (job) => {
        failWith(job, 'TimedOut', QUARANTINED_AT + 6 * HOUR);
      },
    ],
  ])('goes by what its newest attempt says: %s', (_, attempt) => {
    const job = aJobInQuarantine();
    attempt(job);

    expect(job.record.quarantine?.reason).not.toBe(EXCEPTION);
    expect(types(job)).toEqual(['quarantined']);
  });

  it('tries at once on provisionNow, with one harmless request first, and keeps to its ladder afterwards', () => {
    const job = aJobInQuarantine();
    job.provisionNow();
    expect(job.nextStart()).toBe(0);
    expect(job.isProbeDue).toBe(true);

    job.probeFailed(anError('CredentialsRejected'), QUARANTINED_AT + HOUR);

    expect(job.nextStart()).toBe(QUARANTINED_AT + 6 * HOUR);
    expect(job.record.quarantine).toMatchObject({ seriesBegan: QUARANTINED_AT, seriesCount: 1 });
  });

  it('does not begin again at once when its attempt was cancelled by hand', () => {
    const job = aJobInQuarantine();
    job.begin(QUARANTINED_AT + 6 * HOUR);
    job.cancelled(QUARANTINED_AT + 6 * HOUR + MINUTE);

    expect(job.nextStart()).toBe(QUARANTINED_AT + 12 * HOUR);
  });

  it('is not imposed a second time by hand, nor on a job without a configuration', () => {
    const job = aJobInQuarantine();
    job.quarantine(QUARANTINED_AT + HOUR);
    expect(job.record.quarantine).toMatchObject({ reason: EXCEPTION, currentBegan: QUARANTINED_AT });
  });

  it('may be imposed by hand, and is told', () => {
    const job = aJobAfterACycle();
    job.quarantine(5 * MINUTE);

    expect(job.status()).toMatchObject({
      code: 'Quarantine',
      quarantine: { reason: 'QuarantinedOnDemand', error: null },
    });
    expect(job.nextStart()).toBe(5 * MINUTE + 6 * HOUR);
    expect(types(job)).toEqual(['quarantined']);
  });

  it('is not lifted by a cycle that was wanted before somebody imposed it', () => {
    const job = aJobAfterACycle();
    job.provisionNow();
    job.quarantine(5 * MINUTE);

    expect(job.nextStart()).toBe(5 * MINUTE + 6 * HOUR);
    job.provisionNow();
    expect(job.nextStart()).toBe(0);
  });

  it('says what it waits for', () => {
    expect(describeNextStart(aJobInQuarantine().record)).toBe(`next attempt, in quarantine: ${EXCEPTION}`);
    expect(describeNextStart(aJobAfterACycle().record)).toBe('next cycle, every 40m');
  });

  it('travels whole through continue-as-new, its news too', () => {
    const job = aJobAfterACycle(
      aSummary(failingObjects, { stagedDeletions: { waiting: 7, deletes: 2, sinceCycle: 1 } }),
    );
    job.answerDeletions('allowed');
    job.probeFailed(anError('TargetUnavailable'), DAY);
    const after = travelled(job);

    expect(after.record).toEqual(job.record);
    expect(after.status()).toEqual(job.status());
    expect(after.nextStart()).toBe(job.nextStart());
    expect(after.hasErrands).toBe(true);
    expect(types(after)).toEqual(['quarantined', 'deletionsWaiting', 'quarantined']);
  });
});

describe('news', () => {
  it('waits for the end of the running cycle', () => {
    const job = aJobAfterACycle();
    job.begin(40 * MINUTE);
    job.quarantine(41 * MINUTE);
    expect(job.hasErrands).toBe(false);

    job.completed(aSummary(), 42 * MINUTE);

    expect(job.hasErrands).toBe(true);
    expect(types(job)).toEqual(['quarantined']);
    expect(job.hasErrands).toBe(false);
  });

  it('of deletes that wait tells the time that goes after what the cycle said else', () => {
    const job = aJobInQuarantine();
    const ended = QUARANTINED_AT + 6 * HOUR + MINUTE;
    completeWith(job, aSummary({}, { stagedDeletions: { waiting: 500, deletes: 0, sinceCycle: 2 } }), ended);

    expect(job.takeNews()).toMatchObject([
      {
        notification: {
          type: 'deletionsWaiting',
          nextAttempt: new Date(ended - 1_000 + 40 * MINUTE).toISOString(),
        },
      },
    ]);
  });
});
