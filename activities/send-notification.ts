import { ProvisioningFailure } from '../src/failures.js';
import { MailFailure } from '../src/notifications/index.js';
import type { Activities } from './contract.js';
import type { ActivityDependencies } from './dependencies.js';
import { mailOccasion } from './mail-occasion.js';
import { configurationOf } from './with-cycle.js';

/** A mail server that is down must not fail the job that it would have spoken of. */
export const createSendNotification =
  ({ store, mailer, logger }: ActivityDependencies): Activities['sendNotification'] =>
  async ({ error, ...cycle }) => {
    try {
      const configuration = await configurationOf({ store }, cycle);
      const occasion = mailOccasion(cycle.appId, ['cycleFailed', cycle.number]);
      return { sent: await mailer.cycleFailed(configuration, { ...cycle, error }, occasion) };
    } catch (cause) {
      // What others throw may hold an address.
      const isOurs = cause instanceof MailFailure || cause instanceof ProvisioningFailure;
      const reason = isOurs ? cause.message : (cause as { code?: unknown }).code;
      logger.error({ app: cycle.appId, cycle: cycle.number, reason }, 'The failure mail could not be sent');
      return { sent: false };
    }
  };
