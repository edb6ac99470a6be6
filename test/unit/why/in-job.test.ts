import { describe, expect, it } from '@jest/globals';
import pc from 'picocolors';
import { whyText } from '../../../src/cli/why/why-text.js';
import { inJob, type Explanation } from '../../../src/why/index.js';
import type { SynchronizationStatus } from '../../../workflows/contract.js';
import { aStatus } from '../policy/a-status.js';
import { ann, SINCE } from './an-explanation.js';

const NOW = Date.parse('2026-05-01T12:00:00.000Z');
const inStep: Explanation = {
  ...ann,
  cause: 'InStep',
  because: 'it is as the directory says',
  remedy: null,
  next: { action: 'none', sentence: 'Nothing is due.', notBefore: null, needsCycle: false },
};
const held: Explanation = { ...inStep, cause: 'TooManyDeletes' };

const active = aStatus({ nextCycleAt: '2026-05-01T12:30:00.000Z' });
const quarantined: Partial<SynchronizationStatus> = {
  code: 'Quarantine',
  quarantine: {
    reason: 'EncounteredQuarantineException',
    currentBegan: SINCE,
    nextAttempt: '2026-05-01T15:00:00.000Z',
    seriesBegan: SINCE,
    seriesCount: 1,
    error: { code: 'CredentialsRejected', message: 'The token was refused.', tenantActionable: true },
  },
};
const disabled: Partial<SynchronizationStatus> = {
  ...quarantined,
  schedule: { state: 'Disabled', interval: '40m' },
  nextCycleAt: null,
};

function lines(
  explanation: Explanation,
  changes: Partial<SynchronizationStatus> | string,
): readonly string[] {
  const job =
    typeof changes === 'string'
      ? ({ status: null, problem: changes } as const)
      : ({ status: { ...active, ...changes }, problem: null } as const);
  return whyText(inJob(explanation, job), NOW, pc.createColors(false)).split('\n');
}

describe('an explanation with what the job is up to', () => {
  it.each<[string, Partial<SynchronizationStatus>, string, RegExp, RegExp]>([
    ['an active job', {}, 'ChangePending', /no cycle has got to it yet/, /Next: .* It begins in 30m/],
    [
      'a running cycle',
      { cycle: { number: 8, kind: 'incremental', phase: 'mapAttributes' } },
      'ChangePending',
      /no cycle/,
      /Cycle 8 is running/,
    ],
    [
      'a paused job',
      { code: 'Paused', nextCycleAt: null },
      'JobPaused',
      /the job is paused/,
      /What to do: .*scimflow resume dialpad/,
    ],
    [
      'a quarantined job',
      quarantined,
      'JobQuarantined',
      /in quarantine since 2026-05-01T09:00.*cannot be worked with.*CredentialsRejected/,
      /Next: Nothing before the next attempt at 2026-05-01T15:00/,
    ],
    [
      'a quarantined job, its remedy',
      quarantined,
      'JobQuarantined',
      /quarantine/,
      /What to do: Issue a new secret token.*scimflow resume/,
    ],
    [
      'a disabled job',
      disabled,
      'JobDisabled',
      /disabled, after 28 days/,
      /What to do: .*start it again with `scimflow resume dialpad`/,
    ],
    [
      'a job without configuration',
      { code: 'NotConfigured', nextCycleAt: null },
      'JobNotConfigured',
      /no configuration/,
      /scimflow apply/,
    ],
  ])('what a cycle is to do, in %s', (_name, changes, cause, first, other) => {
    const told = inJob(ann, { status: { ...active, ...changes }, problem: null });
    const [answer = '', ...rest] = lines(ann, changes);

    expect(told.cause).toBe(cause);
    expect(answer).toMatch(/^Ann Lee \(ann@contoso.example\) has no account in dialpad: /);
    expect(answer).toMatch(first);
    expect(rest.join('\n')).toMatch(other);
  });

  it('keeps the cause where no cycle is needed, and says that it may be old', () => {
    const told = inJob(inStep, { status: { ...active, code: 'Paused' }, problem: null });

    expect(told.cause).toBe('InStep');
    expect(told.remarks.join()).toMatch(
      /The job is paused: what the directory says since the last cycle is not known/,
    );
  });

  it('does not take waiting deletes for a hindrance, and tells how many there are', () => {
    const staged = {
      code: 'Quarantine',
      quarantine: { ...quarantined.quarantine, reason: 'TooManyDeletes', error: null },
      stagedDeletions: { waiting: 12, deletes: 2, sinceCycle: 5 },
    } as Partial<SynchronizationStatus>;

    expect(lines(held, staged).join('\n')).toContain('12 accounts of the app wait in all, since cycle 5.');
    expect(inJob(ann, { status: { ...active, ...staged }, problem: null }).cause).toBe('ChangePending');
  });

  it('answers about the person where the job could not be asked', () => {
    const text = lines(ann, 'No Temporal server answers at 127.0.0.1:7233.');

    expect(text[0]).toContain('has no account in dialpad: no cycle has got to it yet.');
    expect(text.at(-1)).toMatch(/job +could not be asked: No Temporal server answers/);
  });

  it('lets no name move the cursor', () => {
    const text = lines({ ...ann, standing: 'Ann\u001b[2J has no account' }, {}).join('\n');

    expect(text).not.toContain('\u001b');
  });
});
