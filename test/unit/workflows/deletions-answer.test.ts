import { describe, expect, it } from '@jest/globals';
import type { StagedDeletionsStatus } from '../../../workflows/contract.js';
import type { DeletionsAnswer } from '../../../workflows/job-record.js';
import type { JobState } from '../../../workflows/job-state.js';
import { aJobAfterACycle, aSummary, completeWith, MINUTE, travelled } from './a-job.js';

const waiting = (count: number, sinceCycle: number): StagedDeletionsStatus => ({
  waiting: count,
  deletes: 0,
  sinceCycle,
});
const withWaiting = (count: number, sinceCycle: number) =>
  aSummary({}, { stagedDeletions: waiting(count, sinceCycle), isSteady: false });

/** Its second cycle held back five, which somebody was told. */
function aJobWithWaiting(): JobState {
  const job = aJobAfterACycle();
  completeWith(job, withWaiting(5, 2), 41 * MINUTE);
  job.takeNews();
  return job;
}
/** The answer that is to be passed on. */
function given(job: JobState): DeletionsAnswer {
  const { deletionsAnswer } = job.record;
  if (deletionsAnswer === null) throw new Error('nobody answered');
  return deletionsAnswer;
}

describe('an answer to the deletion guard', () => {
  it('means what waits since the last cycle', () => {
    const job = aJobWithWaiting();

    expect(job.answerDeletions('allowed')).toBe(true);

    expect(given(job)).toEqual({ answer: 'allowed', upToCycle: 2 });
    expect(job.hasErrands).toBe(true);
  });

  it('means nothing that a running cycle holds back, and is passed on at its end', () => {
    const job = aJobWithWaiting();
    job.begin(80 * MINUTE);
    job.answerDeletions('allowed');
    expect(job.hasErrands).toBe(false);

    job.completed(withWaiting(7, 2), 81 * MINUTE);

    expect(given(job)).toEqual({ answer: 'allowed', upToCycle: 2 });
    expect(job.hasErrands).toBe(true);
  });

  it('means nothing when nothing waits', () => {
    const job = aJobAfterACycle();

    expect(job.answerDeletions('allowed')).toBe(false);
    expect(job.hasErrands).toBe(false);
  });

  it.each(['allowed', 'rejected'] as const)('makes the job active when nothing is left: %s', (answer) => {
    const job = aJobWithWaiting();
    expect(job.status()).toMatchObject({ code: 'Quarantine', quarantine: { reason: 'TooManyDeletes' } });
    job.answerDeletions(answer);

    job.deletionsAnswered(given(job), null, 42 * MINUTE);

    expect(job.status()).toMatchObject({ code: 'Active', quarantine: null, stagedDeletions: null });
    expect(job.hasErrands).toBe(false);
    // What is allowed is carried out at once.
    expect(job.nextStart()).toBe(answer === 'allowed' ? 0 : 80 * MINUTE + 59_000);
  });

  it('leaves what nobody was asked about yet: that is told as news', () => {
    const job = aJobWithWaiting();
    job.answerDeletions('allowed');

    job.deletionsAnswered(given(job), waiting(2, 3), 90 * MINUTE);

    expect(job.status()).toMatchObject({
      quarantine: { currentBegan: '1970-01-01T01:30:00.000Z' },
      stagedDeletions: { waiting: 2, sinceCycle: 3 },
    });
    expect(job.takeNews()).toMatchObject([{ notification: { type: 'deletionsWaiting', waiting: 2 } }]);
  });

  it.each([true, false])('may be changed while it is passed on (the store took it: %s)', (isTaken) => {
    const job = aJobWithWaiting();
    job.answerDeletions('allowed');
    const first = given(job);
    job.answerDeletions('rejected');

    if (isTaken) job.deletionsAnswered(first, waiting(5, 2), 42 * MINUTE);
    else job.deletionsUnanswered(first);

    expect(given(job)).toEqual({ answer: 'rejected', upToCycle: 2 });
  });

  it('is not passed on for ever to a store that will not take it', () => {
    const job = aJobWithWaiting();
    job.answerDeletions('allowed');

    job.deletionsUnanswered(given(job));

    expect(job.hasErrands).toBe(false);
    expect(job.status().stagedDeletions).toMatchObject({ waiting: 5 });
  });

  it('is not lost when the job continues as new', () => {
    const job = aJobWithWaiting();
    job.answerDeletions('rejected');

    const next = travelled(job);

    expect(next.hasErrands).toBe(true);
    expect(given(next)).toEqual({ answer: 'rejected', upToCycle: 2 });
    expect(next.status()).toEqual(job.status());
  });

  it('is passed on while the job is paused', () => {
    const job = aJobWithWaiting();
    job.pause();
    job.answerDeletions('allowed');

    expect(job.hasErrands).toBe(true);
  });
});

describe('deletes that wait', () => {
  it('are told once, with the time of the next cycle', () => {
    const job = aJobAfterACycle();
    completeWith(job, withWaiting(5, 2), 41 * MINUTE);
    completeWith(job, withWaiting(9, 2), 81 * MINUTE);

    expect(job.takeNews()).toMatchObject([
      {
        notification: {
          type: 'deletionsWaiting',
          waiting: 5,
          threshold: '500',
          nextAttempt: '1970-01-01T01:20:59.000Z',
        },
      },
    ]);
    expect(job.status().stagedDeletions).toMatchObject({ waiting: 9 });
  });

  it('are told again when others wait after they were gone', () => {
    const job = aJobWithWaiting();
    completeWith(job, aSummary(), 81 * MINUTE);
    completeWith(job, withWaiting(3, 4), 121 * MINUTE);

    expect(job.takeNews()).toMatchObject([{ notification: { waiting: 3 } }]);
  });

  it('do not keep the next cycle from its time', () => {
    expect(aJobWithWaiting().nextStart()).toBe(80 * MINUTE + 59_000);
  });
});
