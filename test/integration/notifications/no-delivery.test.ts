import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startMailCatcher } from '../../../src/emulators/mail/index.js';
import { timeSkippingMissing } from '../../support/time-skipping.js';
import { openTimelessPostOffice, type PostOffice } from './post-office.js';

(timeSkippingMissing === null ? describe : describe.skip)('a mail whose server never comes up', () => {
  let postOffice: PostOffice;
  beforeAll(async () => {
    postOffice = await openTimelessPostOffice();
  });
  afterAll(async () => {
    await postOffice.close();
  });

  it('is tried for seven days, and then fails visibly', async () => {
    const gone = await startMailCatcher();
    await gone.stop();
    const { handle } = await postOffice.handOver(gone.smtpUrl);

    await expect(handle.result()).rejects.toMatchObject({ cause: { type: 'MailServerUnavailable' } });

    const { startTime, closeTime } = await handle.describe();
    const days = ((closeTime?.getTime() ?? 0) - startTime.getTime()) / 86_400_000;
    expect(days).toBeGreaterThan(6.98);
    expect(days).toBeLessThanOrEqual(7.01);
  }, 180_000);
});
