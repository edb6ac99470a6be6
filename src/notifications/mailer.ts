import nodemailer from 'nodemailer';
import type { JobConfiguration } from '../config/configuration.js';
import { resolveSecret, resolveText } from '../config/secrets.js';
import type { JobNotification } from '../../activities/contract.js';
import { cycleFailedMail, type CycleFailure, type MailText } from './cycle-failed.js';

const SMTP_TIMEOUT_MS = 10_000;

/** Sends mail to an app's recipient, where one is configured. */
export class Mailer {
  /**
   * @returns false when the app has no recipient, wants no mail, or the file names no mail server.
   * @throws when the mail server does not take the mail within 10 seconds a step.
   */
  cycleFailed(configuration: JobConfiguration, failure: CycleFailure): Promise<boolean> {
    return this.#send(configuration, cycleFailedMail(failure));
  }

  /**
   * @returns false when the app has no recipient, wants no mail, or the file names no mail server.
   * @throws when the mail server does not take the mail within 10 seconds a step.
   */
  jobNotification(configuration: JobConfiguration, { type }: JobNotification): Promise<boolean> {
    return this.#send(configuration, { subject: `${configuration.app.id}: ${type}`, text: type });
  }

  async #send(configuration: JobConfiguration, mail: MailText): Promise<boolean> {
    const { app, notifications } = configuration;
    if (notifications === undefined || app.notification?.onFailure !== true) return false;
    const transport = nodemailer.createTransport({
      url: resolveSecret(notifications.smtpUrl),
      connectionTimeout: SMTP_TIMEOUT_MS,
      greetingTimeout: SMTP_TIMEOUT_MS,
      socketTimeout: SMTP_TIMEOUT_MS,
    });
    try {
      await transport.sendMail({
        from: resolveText(notifications.from),
        to: resolveText(app.notification.email),
        ...mail,
      });
      return true;
    } finally {
      transport.close();
    }
  }
}
