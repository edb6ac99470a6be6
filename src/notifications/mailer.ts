import nodemailer from 'nodemailer';
import type { JobConfiguration } from '../config/configuration.js';
import { resolveSecret, resolveText } from '../config/secrets.js';
import { ProvisioningFailure } from '../failures.js';
import type { JobNotification } from '../../activities/contract.js';
import { cycleFailedLetter, type CycleFailure } from './cycle-failed.js';
import { jobLetter } from './job-letter.js';
import { jobPage } from './job-page.js';
import { layOut } from './lay-out.js';
import type { Letter } from './letter.js';
import { mailFailure } from './mail-failure.js';
import { messageId } from './message-id.js';

/** How long a mail server may take, in milliseconds. */
interface Patience {
  readonly connection: number;
  readonly reply: number;
  readonly whole: number;
}

/** A job waits for it. */
const SHORT: Patience = { connection: 10_000, reply: 10_000, whole: 60_000 };
/**
 * Nobody waits for it. Who gives up on a server that is still looking at a mail it then takes, sends it twice.
 * @see RFC 5321, section 4.5.3.2.6: ten minutes for the end of the data.
 */
const LONG: Patience = { connection: 30_000, reply: 600_000, whole: 660_000 };

/** When and where something came about that a mail tells of. */
export interface Occasion {
  readonly namespace: string;
  /** Of the job. */
  readonly workflowId: string;
  /** Tells it from every other of the same job. */
  readonly key: string;
  readonly at: Date;
  /** Breaks off the sending. */
  readonly signal?: AbortSignal;
}

/** Sends mail to an app's recipient, where one is configured. */
export class Mailer {
  readonly #webUiUrl: string | undefined;

  /** @param options `webUiUrl`: Temporal's Web UI, for jobs whose configuration does not say where it is. */
  constructor(options: { readonly webUiUrl?: string | undefined } = {}) {
    this.#webUiUrl = options.webUiUrl;
  }

  /**
   * @returns false when the app has no recipient, wants no mail, or the file names no mail server.
   * @throws {MailFailure} when the mail server does not take the mail within 10 seconds a step.
   * @throws {ProvisioningFailure} `SecretMissing` or `ConfigurationInvalid`.
   */
  cycleFailed(configuration: JobConfiguration, failure: CycleFailure, occasion: Occasion): Promise<boolean> {
    return this.#send(configuration, cycleFailedLetter(failure), { ...occasion, patience: SHORT });
  }

  /**
   * @returns false when the app has no recipient, wants no mail, or the file names no mail server.
   * @throws {MailFailure} when the mail server does not take the mail within 11 minutes.
   * @throws {ProvisioningFailure} `SecretMissing` or `ConfigurationInvalid`.
   */
  jobNotification(
    configuration: JobConfiguration,
    notification: JobNotification,
    occasion: Occasion,
  ): Promise<boolean> {
    const letter = jobLetter(configuration.app.id, notification);
    return this.#send(configuration, letter, { ...occasion, patience: LONG });
  }

  async #send(
    { app, notifications }: JobConfiguration,
    letter: Letter,
    { namespace, workflowId, key, at, signal, patience }: Occasion & { readonly patience: Patience },
  ): Promise<boolean> {
    if (notifications === undefined || app.notification?.onFailure !== true) return false;
    const webUiUrl = notifications.webUiUrl ?? this.#webUiUrl;
    const from = resolveText(notifications.from);
    const transport = nodemailer.createTransport({
      url: smtpUrl(resolveSecret(notifications.smtpUrl)),
      connectionTimeout: patience.connection,
      greetingTimeout: patience.reply,
      socketTimeout: patience.reply,
    });
    const timeout = AbortSignal.timeout(patience.whole);
    try {
      await transport.sendMail({
        from,
        to: resolveText(app.notification.email),
        messageId: messageId([namespace, workflowId, key], from),
        // Who is away must not answer a program. RFC 3834, section 5.
        headers: { 'Auto-Submitted': 'auto-generated' },
        ...layOut(letter, {
          jobPage: webUiUrl === undefined ? null : jobPage(webUiUrl, namespace, workflowId),
          at,
        }),
        signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
      });
      return true;
    } catch (error) {
      signal?.throwIfAborted();
      throw mailFailure(error);
    } finally {
      transport.close();
    }
  }
}

/** nodemailer takes anything for a URL, and then connects to this machine. */
function smtpUrl(secret: string): string {
  if (URL.canParse(secret)) {
    const { protocol, hostname } = new URL(secret);
    if (/^smtps?:$/.test(protocol) && hostname !== '') return secret;
  }
  throw new ProvisioningFailure(
    'ConfigurationInvalid',
    'The secret of notifications.smtpUrl is not like smtps://user:password@mail.example:465.',
    { remedy: 'Mend the secret on the workers.' },
  );
}
