import { ApplicationFailure } from '@temporalio/common';
import { ProvisioningFailure } from '../src/failures.js';
import { MailFailure } from '../src/notifications/index.js';
import type { Activities } from './contract.js';
import type { ActivityDependencies } from './dependencies.js';
import { heartbeating } from './heartbeating.js';
import { mailOccasion } from './mail-occasion.js';
import { configurationOf } from './with-cycle.js';

/** What time does not heal ends here, so that nothing is tried for days in vain; the rest is for Temporal to try again. */
export const createSendJobNotification =
  ({ store, mailer, logger }: ActivityDependencies): Activities['sendJobNotification'] =>
  ({ appId, configurationVersion, notification }) =>
    heartbeating(async (signal) => {
      try {
        const configuration = await configurationOf({ store }, { appId, configurationVersion });
        const occasion = { ...mailOccasion(appId, notification), signal };
        return { sent: await mailer.jobNotification(configuration, notification, occasion) };
      } catch (error) {
        if (isHopeless(error)) {
          const { message: reason } = error;
          logger.error({ app: appId, notification: notification.type, reason }, 'A mail can never be sent');
          return { sent: false, reason };
        }
        if (!(error instanceof MailFailure)) throw error;
        throw ApplicationFailure.retryable(error.message, 'MailServerUnavailable');
      }
    });

function isHopeless(error: unknown): error is Error {
  return (
    (error instanceof MailFailure && error.isPermanent) ||
    (error instanceof ProvisioningFailure && !error.retryable)
  );
}
