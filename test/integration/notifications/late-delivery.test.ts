import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startMailCatcher } from '../../../src/emulators/mail/index.js';
import { timeSkippingMissing } from '../../support/time-skipping.js';
import { until } from '../../support/until.js';
import { historyText, openTimelessPostOffice, type PostOffice } from './post-office.js';

(timeSkippingMissing === null ? describe : describe.skip)('a mail while the mail server is down', () => {
  let postOffice: PostOffice;
  beforeAll(async () => {
    postOffice = await openTimelessPostOffice();
  });
  afterAll(async () => {
    await postOffice.close();
  });

  it('is sent once the server is up, though the job is over, and history names nobody', async () => {
    const down = await startMailCatcher();
    await down.stop();
    const { handle } = await postOffice.handOver(down.smtpUrl);
    const failure = await until(
      async () => (await handle.describe()).raw.pendingActivities?.[0]?.lastFailure,
      { what: 'the first attempt' },
    );
    expect(failure.applicationFailureInfo?.type).toBe('MailServerUnavailable');
    expect(failure.message).toContain('(ECONNREFUSED)');

    const up = await startMailCatcher({ port: Number(new URL(down.smtpUrl).port) });
    await expect(handle.result()).resolves.toEqual({ sent: true });
    expect(up.messages()).toHaveLength(1);
    await up.stop();

    const history = await historyText(handle);
    expect(history).toContain('deletionsWaiting');
    expect(history).not.toContain('@contoso.example');
  });
});
