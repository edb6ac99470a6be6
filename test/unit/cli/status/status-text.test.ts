import pc from 'picocolors';
import { describe, expect, it } from '@jest/globals';
import { liveFrame, sentence } from '../../../../src/cli/status/live-view.js';
import { statusPage } from '../../../../src/cli/status/status-page.js';
import { statusTable } from '../../../../src/cli/status/status-table.js';
import type { SynchronizationStatus, TaskExecution } from '../../../../workflows/contract.js';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const colors = pc.createColors(false);

function aCycle(over: Partial<TaskExecution> = {}): TaskExecution {
  return {
    activityIdentifier: 'provisioning-cycle/dialpad/7',
    number: 7,
    kind: 'incremental',
    state: 'Succeeded',
    timeBegan: '2026-03-01T11:49:58Z',
    timeEnded: '2026-03-01T11:50:00Z',
    error: null,
    countEntitled: 12,
    countExported: 3,
    countEscrowed: 0,
    counts: { imported: 5, planned: 5, created: 2, updated: 1, disabled: 0, skipped: 2, failed: 0 },
    ...over,
  };
}

function aStatus(over: Partial<SynchronizationStatus> = {}): SynchronizationStatus {
  return {
    app: 'dialpad',
    connector: 'dialpad',
    configurationVersion: 3,
    code: 'Active',
    countSuccessiveCompleteFailures: 0,
    escrowsPruned: false,
    lastExecution: aCycle(),
    lastSuccessfulExecution: aCycle(),
    lastSuccessfulExecutionWithExports: null,
    progress: [],
    quarantine: null,
    steadyStateFirstAchievedTime: null,
    steadyStateLastAchievedTime: null,
    synchronizedEntryCountByType: [{ key: 'User to User', value: 1_234 }],
    cycle: null,
    nextCycleAt: '2026-03-01T12:30:00Z',
    schedule: { state: 'Active', interval: '40m' },
    escrows: null,
    stagedDeletions: null,
    ...over,
  };
}

const failure = aCycle({
  state: 'Failed',
  error: { code: 'CredentialsRejected', message: 'The target refused the token.', tenantActionable: true },
});
const running = aStatus({
  cycle: { number: 8, kind: 'initial', phase: 'writeScim' },
  progress: [{ completedUnits: 30, totalUnits: 60, units: 'operations', progressObservationDateTime: '' }],
});

describe('the table of all jobs', () => {
  it('has a line for each, also for one that does not answer', () => {
    const text = statusTable(
      [
        { app: 'dialpad', status: aStatus(), problem: null },
        { app: 'slack', status: null, problem: 'No worker answered.' },
      ],
      NOW,
      colors,
    );

    expect(text.split('\n').slice(1)).toEqual([
      'dialpad  active     incremental 10m ago  2 created, 1 updated, 2 skipped  in 30m      none',
      'slack    no answer  No worker answered.',
    ]);
  });

  it('says what to do when there is none', () => {
    expect(statusTable([], NOW, colors)).toContain('scimflow apply');
  });
});

describe('the page of one job', () => {
  it.each([
    ['accounts', aStatus(), /accounts linked +1,234/],
    [
      'one person in scope',
      aStatus({ lastExecution: aCycle({ countEntitled: 1 }) }),
      /1 user in scope: good for a first try/,
    ],
    [
      'nobody in scope',
      aStatus({ lastExecution: aCycle({ countEntitled: 0 }) }),
      /assign a user or a group to the app/,
    ],
    [
      'a running cycle',
      running,
      /cycle 8 +initial: writing to the target\n.*━━━━━━━━━━━━─+ 30 of 60 operations/,
    ],
    [
      'a failure with its remedy',
      aStatus({ lastExecution: failure, countSuccessiveCompleteFailures: 3 }),
      /CredentialsRejected \(3 cycles in a row\)\n.*refused the token.\n.*What to do: Issue a new secret token/,
    ],
    [
      'a job that never ran',
      aStatus({ code: 'NotRun', lastExecution: null, lastSuccessfulExecution: null }),
      /state +not run yet[^]*last cycle +none yet/,
    ],
    ['a paused job', aStatus({ code: 'Paused' }), /Go on with: scimflow resume dialpad/],
    [
      'failed objects',
      aStatus({ lastExecution: aCycle({ counts: { ...aCycle().counts, failed: 2 } }) }),
      /2 failed objects: scimflow logs dialpad --status failure/,
    ],
  ])('shows %s', (_, status, expected) => {
    expect(statusPage(status, NOW, colors)).toMatch(expected);
  });
});

describe('the living picture', () => {
  it('draws a bar of the accounts where they can be counted', () => {
    const frame = liveFrame(
      [{ reading: { app: 'dialpad', status: running, problem: null }, tally: { done: 20, total: 40 } }],
      NOW - 5_000,
      NOW,
      colors,
    );

    expect(frame.split('\n')).toEqual([
      expect.stringContaining('dialpad  initial cycle 8: writing to the target'),
      expect.stringMatching(/━{15}─{15} 20 of 40 accounts$/),
      '  5s',
    ]);
  });

  it.each([
    [aStatus(), 'incremental cycle 7: 2 created, 1 updated, 2 skipped in 2s'],
    [aStatus({ lastExecution: failure }), 'incremental cycle 7: failed: CredentialsRejected'],
    [aStatus({ lastExecution: null }), 'about to begin'],
    [running, 'initial cycle 8: writing to the target'],
  ])('is one line where nothing can be redrawn (%#)', (status, expected) => {
    expect(sentence({ app: 'dialpad', status, problem: null })).toBe(expected);
  });
});
