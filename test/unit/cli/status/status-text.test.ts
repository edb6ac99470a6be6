import pc from 'picocolors';
import { describe, expect, it } from '@jest/globals';
import { liveFrame, sentence } from '../../../../src/cli/status/live-view.js';
import { statusPage } from '../../../../src/cli/status/status-page.js';
import { statusTable } from '../../../../src/cli/status/status-table.js';
import type {
  SynchronizationQuarantine,
  SynchronizationStatus,
  TaskExecution,
} from '../../../../workflows/contract.js';

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

const aQuarantine: SynchronizationQuarantine = {
  reason: 'EncounteredQuarantineException',
  currentBegan: '2026-03-01T06:00:00.000Z',
  nextAttempt: '2026-03-01T18:00:00.000Z',
  seriesBegan: '2026-03-01T00:00:00.000Z',
  seriesCount: 1,
  error: { code: 'CredentialsRejected', message: 'The target refused the token.', tenantActionable: true },
};
const quarantined = aStatus({
  code: 'Quarantine',
  quarantine: aQuarantine,
  nextCycleAt: aQuarantine.nextAttempt,
  countSuccessiveCompleteFailures: 3,
});
const disabled = aStatus({
  code: 'Quarantine',
  quarantine: { ...aQuarantine, nextAttempt: null },
  schedule: { state: 'Disabled', interval: '40m' },
  nextCycleAt: null,
});
const waiting = aStatus({
  code: 'Quarantine',
  quarantine: {
    ...aQuarantine,
    reason: 'TooManyDeletes',
    seriesCount: 0,
    error: { code: 'TooManyDeletes', message: 'They wait.', tenantActionable: true },
  },
  stagedDeletions: { waiting: 1_000, deletes: 200, sinceCycle: 7 },
});
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

  it('names below it what does not go on before somebody does something', () => {
    const lines = statusTable(
      [
        { app: 'dialpad', status: waiting, problem: null },
        { app: 'slack', status: { ...disabled, app: 'slack' }, problem: null },
        { app: 'zoom', status: quarantined, problem: null },
      ],
      NOW,
      colors,
    ).split('\n');

    expect(lines.slice(1)).toEqual([
      expect.stringMatching(/^dialpad +deletes wait +incremental 10m ago .* in 30m/),
      expect.stringMatching(/^slack +disabled +.* - +none$/),
      expect.stringMatching(/^zoom +quarantine +.* in 6h +3 in a row$/),
      '',
      'dialpad holds back 800 disables and 200 deletes: scimflow deletes dialpad',
      'slack is disabled after too long a quarantine: scimflow status slack',
    ]);
  });

  it.each([
    [{ objects: 3, references: 0 }, '3 to retry'],
    [{ objects: 0, references: 2 }, 'references of 2 to retry'],
    [{ objects: 3, references: 2 }, '3 to retry, references of 2 to retry'],
    [{ objects: 0, references: 0 }, 'none'],
  ])('counts what is tried again: %j', (escrows, expected) => {
    const text = statusTable([{ app: 'dialpad', status: aStatus({ escrows }), problem: null }], NOW, colors);

    expect(text.endsWith(`  ${expected}`)).toBe(true);
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
      /scimflow logs dialpad --status failure +shows 2 failures/,
    ],
    [
      'a quarantine: since when, what was tried, what is next',
      quarantined,
      /state +quarantine\n[^]*quarantine +since 12h ago \(2026-03-01T00:00:00.000Z\)\n +attempts +next in 6h, 1 failed since\n/,
    ],
    [
      'a quarantine: why, and what to do',
      quarantined,
      /The app or the directory cannot be worked with\.\n\n +CredentialsRejected \(3 cycles in a row\)\n.*refused the token\.\n +What to do: Issue[^]*scimflow resume dialpad +lifts the quarantine/,
    ],
    [
      'failures that were cleared',
      aStatus({ ...quarantined, escrowsPruned: true }),
      /its failures were cleared: the next attempt/,
    ],
    [
      'a disabled job',
      disabled,
      /state +disabled\n[^]*attempts +next by hand only[^]*resume dialpad +starts the job again, disabled after 28 days/,
    ],
    [
      'what waits for an answer, and the answers',
      waiting,
      /held back +800 disables and 200 deletes, since cycle 7\n[^]*logs dialpad --action staged[^]*deletes dialpad allow +carries out[^]*deletes dialpad reject/,
    ],
    [
      'what is tried again, objects and references apart',
      aStatus({ escrows: { objects: 3, references: 1 } }),
      /to retry +3 objects, references of 1 object\n[^]*logs dialpad --escrows/,
    ],
    [
      'what waits while it is paused',
      aStatus({ ...waiting, code: 'Paused', schedule: { state: 'Paused', interval: '40m' } }),
      /state +paused\n[^]*Go on with: scimflow resume dialpad\n[^]*deletes dialpad allow/,
    ],
  ])('shows %s', (_, status, expected) => {
    expect(statusPage(status, NOW, colors)).toMatch(expected);
  });
});

describe('a job that only holds deletes back', () => {
  it('is in no trouble: no error, no way out of a quarantine', () => {
    const page = statusPage(waiting, NOW, colors);

    expect(page).not.toMatch(/They wait|resume|attempts|What to do/);
  });
});

describe('a job in quarantine', () => {
  it('names its next attempt, and no next cycle beside it', () => {
    expect(statusPage(quarantined, NOW, colors)).not.toContain('next cycle');
  });

  it('is shown one way on while it is paused', () => {
    const paused = { code: 'Paused', schedule: { state: 'Paused', interval: '40m' } } as const;
    const page = statusPage(aStatus({ ...quarantined, ...paused }), NOW, colors);

    expect(page).toContain('Go on with: scimflow resume dialpad');
    expect(page).not.toContain('lifts the quarantine');
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
    [quarantined, 'incremental cycle 7: 2 created, 1 updated, 2 skipped in 2s; in quarantine'],
    [disabled, 'incremental cycle 7: 2 created, 1 updated, 2 skipped in 2s; disabled'],
    [waiting, 'incremental cycle 7: 2 created, 1 updated, 2 skipped in 2s; deletes wait for an answer'],
  ])('is one line where nothing can be redrawn (%#)', (status, expected) => {
    expect(sentence({ app: 'dialpad', status, problem: null })).toBe(expected);
  });
});
