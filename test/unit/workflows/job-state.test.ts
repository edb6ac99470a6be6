import { describe, expect, it } from '@jest/globals';
import { emptyJobRecord } from '../../../workflows/job-record.js';
import { JobState } from '../../../workflows/job-state.js';
import { aConfiguration } from '../../support/a-configuration.js';
import { aJob, aJobAfterACycle as aJobAfter, MINUTE, oldSummary as aSummary, travelled } from './a-job.js';

/** What these rules say holds whatever the workers know. */
const aJobAfterACycle = (): JobState => aJobAfter(aSummary);
const error = { code: 'TargetUnavailable', message: 'down', tenantActionable: false };

describe('JobState', () => {
  it('has no cycle to come before it is configured', () => {
    const job = new JobState(emptyJobRecord('dialpad'));
    job.provisionNow();

    expect(job.nextStart()).toBeNull();
    expect(job.status().code).toBe('NotConfigured');
  });

  it('begins at once when configured, with an initial cycle', () => {
    const job = aJob();

    expect(job.nextStart()).toBe(0);
    expect(job.begin(0)).toEqual({ appId: 'dialpad', number: 1, kind: 'initial', configurationVersion: 1 });
  });

  it('never uses a cycle number twice, also when it is created anew', () => {
    const job = new JobState(emptyJobRecord('dialpad'));
    job.configured(aConfiguration(), { version: 7, changes: [], restartsCycle: false, lastCycleNumber: 41 });

    expect(job.begin(0).number).toBe(42);
  });

  it('is due at its interval after a cycle, and at the new one when that changes', () => {
    const job = aJobAfterACycle();
    expect(job.nextStart()).toBe(40 * MINUTE);

    job.configured(aConfiguration({ interval: '6h' }), { version: 2, changes: [], restartsCycle: false });

    expect(job.nextStart()).toBe(360 * MINUTE);
  });

  it('waits for a start while paused, and remembers that a cycle was wanted', () => {
    const job = aJobAfterACycle();
    job.pause();
    job.provisionNow();
    expect(job.nextStart()).toBeNull();

    job.start();

    expect(job.nextStart()).toBe(0);
  });

  it('repeats an initial cycle that failed as an initial one', () => {
    const job = aJob();
    job.begin(0);
    job.failed({ error, summary: null }, MINUTE);

    expect(job.begin(40 * MINUTE).kind).toBe('initial');
    expect(job.status().countSuccessiveCompleteFailures).toBe(1);
  });

  it('repeats an incremental cycle that failed as an incremental one', () => {
    const job = aJobAfterACycle();
    job.begin(40 * MINUTE);
    job.failed({ error, summary: aSummary }, 41 * MINUTE);

    expect(job.begin(80 * MINUTE).kind).toBe('incremental');
    expect(job.status()).toMatchObject({
      code: 'Active',
      lastExecution: { state: 'Failed', number: 2 },
      lastSuccessfulExecution: { number: 1 },
    });
  });

  it('lets a running cycle complete when the mapping changes, then begins an initial one', () => {
    const job = aJobAfterACycle();
    job.begin(40 * MINUTE);
    job.configured(aConfiguration(), { version: 2, changes: ['app.mappings'], restartsCycle: true });
    expect(job.isReplaced).toBe(false);

    job.completed(aSummary, 41 * MINUTE);

    expect(job.nextStart()).toBe(0);
    expect(job.record.reset).toEqual(['QuarantineState', 'Watermark', 'Escrows']);
    expect(job.begin(41 * MINUTE)).toMatchObject({ kind: 'initial', configurationVersion: 2 });
  });

  it.each([true, false])('forgets links when the target is another (configured before: %s)', (isKnown) => {
    const job = isKnown ? aJobAfterACycle() : new JobState(emptyJobRecord('dialpad'));
    const changes = ['app.tenantUrl'];
    job.configured(aConfiguration(), { version: 2, changes, restartsCycle: true, forgetsLinks: true });

    expect(job.record.reset).toContain('ConnectorDataStore');
    expect(job.begin(41 * MINUTE).kind).toBe('initial');
  });

  it('replaces a running cycle on restart, and counts it neither as success nor as failure', () => {
    const job = aJobAfterACycle();
    job.begin(40 * MINUTE);
    job.restart(['Escrows']);
    expect(job.isReplaced).toBe(true);

    job.cancelled(41 * MINUTE);

    expect(job.nextStart()).toBe(0);
    expect(job.status()).toMatchObject({ lastExecution: { number: 1 }, countSuccessiveCompleteFailures: 0 });
    expect(job.begin(41 * MINUTE).kind).toBe('incremental');
  });

  it('keeps what was asked to be forgotten while something else was being forgotten', () => {
    const job = aJobAfterACycle();
    job.restart(['Escrows']);
    job.restart(['ForceDeletes']);
    job.wasReset(['Escrows']);

    expect(job.record.reset).toEqual(['ForceDeletes']);
  });

  it('keeps the higher of two configurations that crossed each other', () => {
    const job = aJob();
    job.configured(aConfiguration({ interval: '6h' }), { version: 3, changes: [], restartsCycle: false });
    job.configured(aConfiguration({ interval: '1h' }), { version: 2, changes: [], restartsCycle: false });

    expect(job.status().schedule.interval).toBe('6h');
    expect(job.status().configurationVersion).toBe(3);
  });

  it('stays paused when a configuration changes anything but the provisioning status', () => {
    const job = aJob();
    job.pause();
    job.configured(aConfiguration({ interval: '6h' }), { version: 2, changes: [], restartsCycle: false });
    expect(job.isPaused).toBe(true);

    job.configured(aConfiguration({ provisioningStatus: 'off' }), {
      version: 3,
      changes: [],
      restartsCycle: false,
    });
    job.configured(aConfiguration({ provisioningStatus: 'on' }), {
      version: 4,
      changes: [],
      restartsCycle: false,
    });

    expect(job.isPaused).toBe(false);
  });

  it('shows the progress of the running cycle and of no other', () => {
    const job = aJob();
    job.begin(0);
    job.progressed({ number: 9, phase: 'writeScim', completed: 5, total: 9 }, 1);
    job.progressed({ number: 1, phase: 'writeScim', completed: 1_000, total: 2_000 }, 1);

    expect(job.status()).toMatchObject({
      cycle: { number: 1, kind: 'initial', phase: 'writeScim' },
      progress: [{ completedUnits: 1_000, totalUnits: 2_000, units: 'operations' }],
    });
  });

  it('remembers when it was steady for the first and for the last time', () => {
    const job = aJobAfterACycle();
    job.begin(40 * MINUTE);
    job.completed(aSummary, 41 * MINUTE);

    expect(job.status()).toMatchObject({
      steadyStateFirstAchievedTime: '1970-01-01T00:01:00.000Z',
      steadyStateLastAchievedTime: '1970-01-01T00:41:00.000Z',
    });
  });

  it('is the same after its record travelled as JSON', () => {
    const job = aJobAfterACycle();
    job.restart(['Watermark']);
    const after = travelled(job);

    expect(after.status()).toEqual(job.status());
    expect(after.nextStart()).toBe(job.nextStart());
    expect(after.begin(0)).toEqual(job.begin(0));
  });
});
