import { describe, expect, it } from '@jest/globals';
import type { SynchronizationStatus } from '../../../workflows/contract.js';
import { emptyJobRecord, type JobRecord } from '../../../workflows/job-record.js';
import { jobStatus } from '../../../workflows/job-status.js';
import { JobState } from '../../../workflows/job-state.js';
import { aConfiguration } from '../../support/a-configuration.js';
import { aJob, aJobAfterACycle, anError, DAY, HOUR, MINUTE } from './a-job.js';

const at = (time: number): string => new Date(time).toISOString();
const ran = aJobAfterACycle().record;
const quarantine = {
  reason: 'EncounteredQuarantineException',
  error: anError('CredentialsRejected'),
  seriesBegan: DAY,
  currentBegan: DAY + 12 * HOUR,
  seriesCount: 2,
} as const;
const stagedDeletions = { waiting: 7, deletes: 2, sinceCycle: 1, began: 3 * HOUR };
const byObjects = { ...quarantine, reason: 'EncounteredBaseEscrowThreshold' } as const;

const statusOf = (change: Partial<JobRecord>): SynchronizationStatus =>
  new JobState({ ...ran, ...change }).status();

describe('the code of a status', () => {
  it.each<[string, SynchronizationStatus['code'], Partial<JobRecord>]>([
    ['without a configuration', 'NotConfigured', { configuration: null, isPaused: true }],
    ['before its first cycle succeeded', 'NotRun', { lastSuccessfulExecution: null }],
    ['that runs', 'Active', {}],
    ['with failing objects that are few', 'Active', { escrows: { objects: 3, references: 1 } }],
    ['in quarantine', 'Quarantine', { quarantine }],
    [
      'in quarantine before its first cycle succeeded',
      'Quarantine',
      { quarantine, lastSuccessfulExecution: null },
    ],
    ['with deletes that wait', 'Quarantine', { stagedDeletions }],
    ['that is disabled', 'Quarantine', { quarantine, isDisabled: true }],
    ['paused', 'Paused', { isPaused: true }],
    ['paused in quarantine', 'Paused', { isPaused: true, quarantine }],
    ['paused with deletes that wait', 'Paused', { isPaused: true, stagedDeletions }],
  ])('of a job %s is %s', (_, code, change) => {
    expect(statusOf(change).code).toBe(code);
  });
});

describe('the quarantine of a status', () => {
  it('has the times of Graph’s synchronizationQuarantine', () => {
    expect(statusOf({ quarantine }).quarantine).toEqual({
      reason: 'EncounteredQuarantineException',
      currentBegan: at(DAY + 12 * HOUR),
      nextAttempt: at(2 * DAY),
      seriesBegan: at(DAY),
      seriesCount: 2,
      error: anError('CredentialsRejected'),
    });
  });

  it.each<[string, Partial<JobRecord>]>([
    ['paused', { isPaused: true }],
    ['disabled', { isDisabled: true }],
  ])('has no next attempt while the job is %s', (_, change) => {
    expect(statusOf({ quarantine, ...change }).quarantine).toMatchObject({
      reason: 'EncounteredQuarantineException',
      nextAttempt: null,
    });
    expect(statusOf({ quarantine, ...change }).nextCycleAt).toBeNull();
  });

  it('shows the attempt after one that proved nothing', () => {
    const lastCycle = { began: 2 * DAY, ended: 2 * DAY + HOUR };

    expect(statusOf({ quarantine, lastCycle })).toMatchObject({
      quarantine: { nextAttempt: at(3 * DAY) },
      nextCycleAt: at(3 * DAY),
    });
  });

  it.each<[string, Partial<JobRecord>, string]>([
    [
      'an exception before deletes that wait',
      { quarantine, stagedDeletions },
      'EncounteredQuarantineException',
    ],
    [
      'deletes that wait before failing objects',
      { quarantine: byObjects, stagedDeletions },
      'TooManyDeletes',
    ],
    [
      'somebody’s word before deletes that wait',
      { quarantine: { ...quarantine, reason: 'QuarantinedOnDemand' }, stagedDeletions },
      'QuarantinedOnDemand',
    ],
    ['failing objects alone', { quarantine: byObjects }, 'EncounteredBaseEscrowThreshold'],
    ['deletes that wait alone', { stagedDeletions }, 'TooManyDeletes'],
  ])('puts %s', (_, change, reason) => {
    expect(statusOf(change).quarantine?.reason).toBe(reason);
  });

  it('shows deletes that wait, while cycles go on at their interval', () => {
    expect(statusOf({ stagedDeletions })).toMatchObject({
      code: 'Quarantine',
      quarantine: {
        reason: 'TooManyDeletes',
        currentBegan: at(3 * HOUR),
        seriesBegan: at(3 * HOUR),
        seriesCount: 0,
        nextAttempt: at(40 * MINUTE),
        error: {
          code: 'TooManyDeletes',
          message:
            '7 deletes and disables wait until somebody allows or rejects them. Everything else goes on.',
        },
      },
      nextCycleAt: at(40 * MINUTE),
      stagedDeletions: { waiting: 7, deletes: 2, sinceCycle: 1 },
    });
    expect(statusOf({ stagedDeletions }).stagedDeletions).not.toHaveProperty('began');
  });

  it('has deletes that wait go by the ladder of failing objects', () => {
    expect(statusOf({ stagedDeletions, quarantine: byObjects }).quarantine?.nextAttempt).toBe(at(2 * DAY));
  });
});

describe('the schedule of a status', () => {
  it.each<[string, Partial<JobRecord>, string]>([
    ['runs', {}, 'Active'],
    ['waits in quarantine', { quarantine }, 'Active'],
    ['is paused', { isPaused: true }, 'Paused'],
    ['is disabled', { quarantine, isDisabled: true }, 'Disabled'],
    ['is disabled and paused', { quarantine, isDisabled: true, isPaused: true }, 'Disabled'],
  ])('of a job that %s', (_, change, state) => {
    expect(statusOf(change).schedule).toEqual({ state, interval: '40m' });
  });

  it('has no interval before there is a configuration', () => {
    expect(jobStatus(emptyJobRecord('dialpad'), null, null).schedule.interval).toBeNull();
  });
});

describe('what a status counts', () => {
  it('is null until a cycle counted it, then the failing objects and references', () => {
    expect(aJob().status()).toMatchObject({ escrows: null, stagedDeletions: null, escrowsPruned: false });
    expect(statusOf({ escrows: { objects: 3, references: 1 } }).escrows).toEqual({
      objects: 3,
      references: 1,
    });
  });

  it('names groups only where there are some', () => {
    expect(statusOf({ countLinked: 3 }).synchronizedEntryCountByType).toEqual([{ key: 'User', value: 3 }]);
    expect(statusOf({ countLinked: 3, countLinkedGroups: 2 }).synchronizedEntryCountByType).toEqual([
      { key: 'User', value: 3 },
      { key: 'Group', value: 2 },
    ]);
  });

  it('is at once, not at a time, when a cycle is wanted', () => {
    expect(statusOf({ isWanted: true, configuration: aConfiguration() }).nextCycleAt).toBeNull();
  });
});
