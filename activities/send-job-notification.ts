import type { Activities } from './contract.js';
import type { ActivityDependencies } from './dependencies.js';
import { configurationOf } from './with-cycle.js';

export const createSendJobNotification =
  ({ store, mailer }: ActivityDependencies): Activities['sendJobNotification'] =>
  async ({ appId, configurationVersion, notification }) => ({
    sent: await mailer.jobNotification(
      await configurationOf({ store }, { appId, configurationVersion }),
      notification,
    ),
  });
