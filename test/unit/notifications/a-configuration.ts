import type { JobConfiguration } from '../../../src/config/configuration.js';
import { aConfiguration } from '../../support/a-configuration.js';

/** A job that mails to `it@contoso.example` through `smtpUrl`, whose secret is in the variable of that name. */
export function aMailedJob(
  smtpVariable: string,
  { notifications = {}, app = {} }: { notifications?: object; app?: Partial<JobConfiguration['app']> } = {},
): JobConfiguration {
  return {
    ...aConfiguration({ notification: { email: 'it@contoso.example', onFailure: true }, ...app }),
    notifications: {
      smtpUrl: { env: smtpVariable },
      from: 'provisioning@contoso.example',
      ...notifications,
    },
  };
}
