import { isCancellation, proxyActivities } from '@temporalio/workflow';
import type { Activities, JobNotification } from '../activities/contract.js';
import { asRefusal } from './failures.js';

export interface ProvisioningNotificationInput {
  readonly appId: string;
  readonly configurationVersion: number;
  readonly notification: JobNotification;
}

/** Nobody waits for a mail, and one that comes late is better than none. */
const { sendJobNotification } = proxyActivities<Activities>({
  cancellationType: 'WAIT_CANCELLATION_COMPLETED',
  heartbeatTimeout: '30 seconds',
  startToCloseTimeout: '12 minutes',
  scheduleToCloseTimeout: '7 days',
  retry: { initialInterval: '1 minute', backoffCoefficient: 2, maximumInterval: '15 minutes' },
});

/**
 * One mail, tried for seven days, so that a mail server that is down delays no job.
 * @returns `sent: false` when nobody wants a mail, or with the `reason` why it can never be sent.
 * @throws ApplicationFailure `MailServerUnavailable` when the seven days are over.
 */
export async function provisioningNotification(
  input: ProvisioningNotificationInput,
): Promise<{ sent: boolean; reason?: string }> {
  try {
    return await sendJobNotification.executeWithOptions({ summary: `mail: ${input.notification.type}` }, [
      input,
    ]);
  } catch (error) {
    throw isCancellation(error) ? error : asRefusal(error);
  }
}
