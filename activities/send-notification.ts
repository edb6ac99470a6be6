import type { Activities } from './contract.js';
import type { ActivityDependencies } from './dependencies.js';
import { configurationOf } from './with-cycle.js';

/** A mail server that is down must not fail the job that it would have spoken of. */
export const createSendNotification =
  ({ store, mailer, logger }: ActivityDependencies): Activities['sendNotification'] =>
  async ({ error, ...cycle }) => {
    try {
      return { sent: await mailer.cycleFailed(await configurationOf({ store }, cycle), { ...cycle, error }) };
    } catch (cause) {
      const code = (cause as { code?: unknown }).code;
      logger.error({ app: cycle.appId, cycle: cycle.number, code }, 'The failure mail could not be sent');
      return { sent: false };
    }
  };
