import { describe, expect, it } from '@jest/globals';
import type { JobNotification } from '../../../activities/contract.js';
import { cycleFailedLetter } from '../../../src/notifications/cycle-failed.js';
import { jobLetter } from '../../../src/notifications/job-letter.js';
import { layOut } from '../../../src/notifications/lay-out.js';
import type { Letter, Mail } from '../../../src/notifications/letter.js';
import type { QuarantineReason } from '../../../workflows/contract.js';

const at = new Date('2026-03-03T08:05:09Z');
const jobPage = 'https://temporal.contoso.example/namespaces/default/workflows/provisioning-job%2Fdialpad';
const refused = {
  code: 'CredentialsRejected',
  message: 'Listing users: 401. Issue a new secret token, then run `scimflow test-connection`.',
  tenantActionable: true,
};
const mailOf = (letter: Letter): Mail => layOut(letter, { jobPage, at });
const quarantined = (more: Partial<Extract<JobNotification, { type: 'quarantined' }>> = {}): Mail =>
  mailOf(
    jobLetter('dialpad', {
      type: 'quarantined',
      reason: 'EncounteredQuarantineException',
      previousReason: null,
      error: refused,
      nextAttempt: '2026-03-03T14:05:09Z',
      ...more,
    }),
  );
const waiting = (more: Partial<Extract<JobNotification, { type: 'deletionsWaiting' }>> = {}): Mail =>
  mailOf(
    jobLetter('dialpad', {
      type: 'deletionsWaiting',
      waiting: 1_000,
      deletes: 30,
      threshold: '500',
      nextAttempt: '2026-03-03T08:45:00Z',
      ...more,
    }),
  );
const disabled = (): Mail =>
  mailOf(
    jobLetter('dialpad', {
      type: 'disabled',
      reason: 'EncounteredEscrowProportionThreshold',
      error: null,
      since: '2026-02-03T08:05:09Z',
    }),
  );
const failed = (): Mail =>
  mailOf(cycleFailedLetter({ appId: 'dialpad', number: 7, kind: 'incremental', error: refused }));

/** What a reader of the HTML sees. */
const seenIn = (html: string): string =>
  html
    .replace(/<head>.*?<\/head>/s, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#39;/g, "'")
    .replace(/&quot;/g, '"')
    .replace(/&gt;/g, '>')
    .replace(/&lt;/g, '<')
    .replace(/&amp;/g, '&');

describe('the mail about a quarantine', () => {
  it('says what happened, why, what to do, and when the next attempt is', () => {
    const { subject, text } = quarantined();

    expect(subject).toBe('Provisioning of dialpad: in quarantine (CredentialsRejected)');
    expect(text).toBe(`WHAT HAPPENED

The job dialpad is in quarantine. scimflow tries less often: 6, 12 and 24 hours after the quarantine began, then once a day.

No account is deleted or disabled because of it. What is to change waits until an attempt succeeds.

WHY

The app or the directory cannot be worked with.

CredentialsRejected: Listing users: 401.

WHAT TO DO

Issue a new secret token, then run \`scimflow test-connection\`.

See how the job stands:
  scimflow status dialpad

Try the credentials of both sides:
  scimflow test-connection dialpad

Once the cause is mended, try at once instead of waiting:
  scimflow resume dialpad

NEXT ATTEMPT

Tue, 03 Mar 2026 14:05 UTC. If it succeeds, the job leaves the quarantine by itself.

After 28 days in quarantine the job is disabled.

The job in Temporal's Web UI:
${jobPage}

--
Sent by scimflow. As of Tue, 03 Mar 2026 08:05 UTC.
`);
  });

  it('names both reasons when the reason changes', () => {
    const { subject, text } = quarantined({
      reason: 'EncounteredTotalEscrowThreshold',
      previousReason: 'EncounteredQuarantineException',
      error: null,
    });

    expect(subject).toBe(
      'Provisioning of dialpad: in quarantine for another reason (EncounteredTotalEscrowThreshold)',
    );
    expect(text).toContain('Before: The app or the directory cannot be worked with.');
    expect(text).toContain('Too many users, groups and references (managers, members) fail.');
    expect(text).toContain('scimflow logs dialpad --status failure');
  });

  it('plans no attempt while the job is paused', () => {
    expect(quarantined({ nextAttempt: null }).text).toContain('None is planned, because the job is paused.');
  });

  const reasons: Readonly<Record<QuarantineReason, string>> = {
    EncounteredBaseEscrowThreshold: 'scimflow logs dialpad --status failure',
    EncounteredTotalEscrowThreshold: 'scimflow logs dialpad --status failure',
    EncounteredEscrowProportionThreshold: 'scimflow logs dialpad --status failure',
    EncounteredQuarantineException: 'scimflow test-connection dialpad',
    QuarantinedOnDemand: 'scimflow status dialpad',
    TooManyDeletes: 'scimflow deletes dialpad allow',
    IngestionInterrupted: 'scimflow test-connection dialpad',
    Unknown: 'scimflow status dialpad',
  };
  it.each(Object.entries(reasons) as [QuarantineReason, string][])(
    'knows what to do about %s',
    (reason, command) => {
      const { text } = quarantined({ reason, error: null });

      expect(text).toContain(command);
      expect(text).toContain('scimflow resume dialpad');
    },
  );
});

describe('the mail about deletes that wait', () => {
  it('says how many of which kind wait, and gives both answers', () => {
    const { subject, text } = waiting();

    expect(subject).toBe('Provisioning of dialpad: 1,000 removals wait for your answer');
    expect(text).toContain('1,000 removals wait in dialpad: 30 to be deleted, 970 to be disabled.');
    expect(text).toContain('the threshold of 500,');
    expect(text).toContain('scimflow logs dialpad --action staged');
    expect(text).toContain('scimflow deletes dialpad allow');
    expect(text).toContain('scimflow deletes dialpad reject');
    expect(text).toContain('The next cycle is due Tue, 03 Mar 2026 08:45 UTC. It goes on without them.');
  });

  it.each([
    [{ threshold: '10%' }, 'the threshold of 10% of the accounts,'],
    [{ waiting: 1, deletes: 0 }, '1 removal waits in dialpad: 1 to be disabled.'],
    [{ waiting: 2_000, deletes: 2_000 }, '2,000 removals wait in dialpad: 2,000 to be deleted.'],
    [{ waiting: 500, deletes: 0 }, 'That reaches the threshold of 500, so a person decides.'],
    [
      { waiting: 499, deletes: 0 },
      'They were held back together with others, by the threshold of 500, so a person decides.',
    ],
    [{ threshold: '' }, 'held back before the deletion guard was switched off, so a person decides.'],
    [{ nextAttempt: null }, 'No cycle is planned.'],
  ])('%j: %s', (more, expected) => {
    expect(waiting(more).text).toContain(expected);
  });
});

describe('the mail about a disabled job', () => {
  it('says since when, what that means for people, and how the job is started', () => {
    const { subject, text } = disabled();

    expect(subject).toBe('Provisioning of dialpad: disabled after 28 days in quarantine');
    expect(text).toContain('in quarantine since Tue, 03 Feb 2026 08:05 UTC');
    expect(text).toContain('who leaves keeps theirs');
    expect(text).toContain('Too large a share of the users and groups fails.');
    expect(text).toContain('scimflow logs dialpad --status failure');
    expect(text).toContain('scimflow resume dialpad');
    expect(text).toContain('None, until somebody starts the job.');
  });
});

describe('the mail about a failed cycle', () => {
  it('says the advice of the error once', () => {
    const { subject, text } = failed();

    expect(subject).toBe('Provisioning of dialpad: cycle 7 failed (CredentialsRejected)');
    expect(text.split('Issue a new secret token')).toHaveLength(2);
    expect(text).toContain('scimflow sync dialpad');
  });
});

describe.each([
  ['quarantined', quarantined],
  ['deletionsWaiting', waiting],
  ['disabled', disabled],
  ['cycleFailed', failed],
])('the HTML of %s', (_, mail) => {
  const { subject, text, html } = mail();

  it('says all that the text says', () => {
    const seen = seenIn(html).replaceAll(/\s+/g, ' ');
    const said = text.split('\n').map((line) => line.trim());

    for (const line of said)
      if (!/^(--|http.*|The job in Temporal's Web UI:|[A-Z ]*)$/.test(line)) expect(seen).toContain(line);
    expect(seen).toContain(subject);
    expect(html).toContain(`href="${jobPage}"`);
  });

  it('is one column that fits a phone, needs nothing from elsewhere, and leaves its colours to light and dark', () => {
    expect(html).toContain('<meta name="viewport" content="width=device-width, initial-scale=1">');
    expect(html).toContain('<meta name="color-scheme" content="light dark">');
    expect(html).toContain('max-width:600px');
    expect(html).not.toMatch(/<(table|img|style|link|script|font)\b|src=|url\(|(?<!max-)width:\d/);
    const coloured = [...html.matchAll(/style="([^"]*)"/g)]
      .map(([, style = '']) => style)
      .filter((style) => /(^|;)(color|background(-color)?):#/.test(style));
    // The button brings both its colours.
    expect(coloured).toHaveLength(1);
    expect(coloured[0]).toMatch(/background-color:#1d4ed8;color:#ffffff/);
  });
});

describe('what comes from outside', () => {
  const hostile = {
    code: 'TargetUnavailable',
    message: `<img src=x onerror="alert('1')"> & a\r\nSubject: second\u202eline \u0007`,
    tenantActionable: false,
  };

  it('stays text in the HTML', () => {
    const { html } = quarantined({ error: hostile });

    expect(html).not.toContain('<img');
    expect(html).toContain('&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt; &amp; a');
  });

  it('cannot begin a line, a header or another direction', () => {
    const { subject, text, html } = quarantined({
      error: { ...hostile, code: 'Odd\r\nBcc: eve@contoso.example' },
    });

    expect(subject).not.toMatch(/[\r\n]/);
    expect(text).toContain(' & a Subject: second line');
    expect(text + html).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202a-\u202e]/);
  });

  it('cannot break out of the link', () => {
    const { html } = layOut(jobLetter('dialpad', { ...aDisabled, since: at.toISOString() }), {
      jobPage: 'https://temporal.example/"><script>alert(1)</script>',
      at,
    });

    expect(html).toContain('href="https://temporal.example/&quot;&gt;&lt;script&gt;');
    expect(html).not.toContain('<script');
  });
});

it('leaves the link out where nobody knows it', () => {
  const { text, html } = layOut(jobLetter('dialpad', { ...aDisabled, since: at.toISOString() }), {
    jobPage: null,
    at,
  });

  expect(text).not.toContain('Web UI');
  expect(html).not.toContain('<a ');
});

const aDisabled = { type: 'disabled', reason: 'Unknown', error: null } as const;
