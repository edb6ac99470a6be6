import { describe, expect, it } from '@jest/globals';
import type { ConfigureResult } from '../../../workflows/contract.js';
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
  HOUR,
  MINUTE,
  QUARANTINED_AT,
} from './a-job.js';

const accepted = (over: Partial<ConfigureResult> = {}): ConfigureResult => ({
  version: 2,
  changes: [],
  restartsCycle: false,
  ...over,
});

describe('leaving quarantine by somebody’s word', () => {
  const restarts = accepted({ changes: ['app.mappings'], restartsCycle: true });
  const otherInterval = aConfiguration({ interval: '6h' });
  const onDemand = (): JobState => {
    const job = aJobAfterACycle();
    job.quarantine(QUARANTINED_AT);
    return job;
  };
  const byObjects = (): JobState => {
    const job = aJobAfterACycle();
    completeWith(job, aSummary(failingObjects), QUARANTINED_AT);
    return job;
  };
  const disabled = (): JobState => {
    const job = aJobInQuarantine();
    job.disableWhenDue(QUARANTINED_AT + 28 * DAY);
    return job;
  };

  it.each<[string, () => JobState, (job: JobState) => void, boolean]>([
    [
      'start',
      aJobInQuarantine,
      (job) => {
        job.start();
      },
      true,
    ],
    [
      'start of a disabled job',
      disabled,
      (job) => {
        job.start();
      },
      true,
    ],
    [
      'restart with QuarantineState',
      aJobInQuarantine,
      (job) => {
        job.restart(['QuarantineState']);
      },
      true,
    ],
    [
      'restart without it',
      aJobInQuarantine,
      (job) => {
        job.restart(['Watermark', 'Escrows']);
      },
      false,
    ],
    [
      'restart of a disabled job, whatever it forgets',
      disabled,
      (job) => {
        job.restart(['Escrows']);
      },
      true,
    ],
    [
      'provisionNow',
      aJobInQuarantine,
      (job) => {
        job.provisionNow();
      },
      false,
    ],
    [
      'pause',
      aJobInQuarantine,
      (job) => {
        job.pause();
      },
      false,
    ],
    [
      'good credentials',
      aJobInQuarantine,
      (job) => {
        job.configured(otherInterval, accepted());
      },
      true,
    ],
    [
      'good credentials, for failing objects',
      byObjects,
      (job) => {
        job.configured(otherInterval, accepted());
      },
      false,
    ],
    [
      'good credentials, against somebody’s word',
      onDemand,
      (job) => {
        job.configured(otherInterval, accepted());
      },
      false,
    ],
    [
      'good credentials of a disabled job',
      disabled,
      (job) => {
        job.configured(otherInterval, accepted());
      },
      false,
    ],
    [
      'a configuration that restarts, for failing objects',
      byObjects,
      (job) => {
        job.configured(otherInterval, restarts);
      },
      true,
    ],
    [
      'a configuration that restarts, against somebody’s word',
      onDemand,
      (job) => {
        job.configured(otherInterval, restarts);
      },
      true,
    ],
    [
      'a configuration that restarts a disabled job',
      disabled,
      (job) => {
        job.configured(otherInterval, restarts);
      },
      false,
    ],
  ])('%s', (_, aHeldJob, act, isLifted) => {
    const job = aHeldJob();
    job.takeNews();
    act(job);

    expect(job.record.quarantine === null).toBe(isLifted);
    if (isLifted) {
      expect(job.record).toMatchObject({ isDisabled: false, escrowsPruned: false });
      expect(job.nextStart()).toBe(0);
    }
    expect(job.isProbeDue).toBe(true);
    expect(job.takeNews()).toEqual([]);
  });

  it('begins a new series when it fails again, with a mail of its own', () => {
    const job = aJobInQuarantine();
    job.start();
    job.probeFailed(anError('CredentialsRejected'), QUARANTINED_AT + HOUR);

    expect(job.record.quarantine).toMatchObject({ seriesBegan: QUARANTINED_AT + HOUR, seriesCount: 0 });
    expect(job.nextStart()).toBe(QUARANTINED_AT + 7 * HOUR);
    expect(job.takeNews()).toMatchObject([{ key: `quarantine/${QUARANTINED_AT + HOUR}/0` }]);
  });

  it('asks no second time once one harmless request went well', () => {
    const job = aJobInQuarantine();
    job.start();
    job.probed();
    expect(job.isProbeDue).toBe(false);

    job.begin(QUARANTINED_AT + HOUR);
    job.completed(aSummary(), QUARANTINED_AT + HOUR + MINUTE);

    expect(job.nextStart()).toBe(QUARANTINED_AT + HOUR + 40 * MINUTE);
  });

  it('keeps a start that comes while an attempt is running, though the attempt fails', () => {
    const job = aJobInQuarantine();
    job.begin(QUARANTINED_AT + 6 * HOUR);
    job.start();
    job.failed({ error: anError('CredentialsRejected'), summary: aSummary() }, QUARANTINED_AT + 7 * HOUR);

    expect(job.nextStart()).toBe(0);
    expect(job.record.quarantine).toMatchObject({ seriesBegan: QUARANTINED_AT + 7 * HOUR });
  });

  it('is nothing for a start of a job that runs', () => {
    const job = aJobAfterACycle();
    const before = job.status();
    job.start();

    expect(job.status()).toEqual(before);
  });

  it('leaves a disabled job alone for everything but start and restart', () => {
    const job = disabled();
    job.provisionNow();
    expect(job.nextStart()).toBeNull();
    job.pause();
    job.start();

    expect(job.nextStart()).toBe(0);
    expect(job.status().schedule.state).toBe('Active');
  });
});
