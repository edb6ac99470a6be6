import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import PostalMime from 'postal-mime';
import type { JobNotification } from '../../../activities/contract.js';
import { startMailCatcher, type RunningMailCatcher } from '../../../src/emulators/mail/index.js';
import { Mailer, type Occasion } from '../../../src/notifications/index.js';
import { aMailedJob } from './a-configuration.js';

const notification: JobNotification = {
  type: 'quarantined',
  reason: 'EncounteredQuarantineException',
  previousReason: null,
  error: { code: 'CredentialsRejected', message: 'Listing users: 401.', tenantActionable: true },
  nextAttempt: '2026-03-03T14:05:09Z',
};
const occasion: Occasion = {
  namespace: 'default',
  workflowId: 'provisioning-job/dialpad',
  key: 'quarantined/1',
  at: new Date('2026-03-03T08:05:09Z'),
};
const webUiUrl = 'http://127.0.0.1:8233';

describe('the mailer', () => {
  const smtp = `SMTP_${randomUUID().replaceAll('-', '').toUpperCase()}`;
  let catcher: RunningMailCatcher;
  beforeEach(async () => {
    catcher = await startMailCatcher();
    process.env[smtp] = catcher.smtpUrl;
  });
  afterEach(async () => {
    Reflect.deleteProperty(process.env, smtp);
    await catcher.stop();
  });

  it('sends text and HTML as alternatives, from a program that wants no answer', async () => {
    await expect(
      new Mailer({ webUiUrl }).jobNotification(aMailedJob(smtp), notification, occasion),
    ).resolves.toBe(true);

    const [message] = catcher.messages();
    expect(message).toMatchObject({ from: 'provisioning@contoso.example', to: ['it@contoso.example'] });
    const { headers } = await PostalMime.parse(message?.raw ?? '');
    const header = (name: string): string | undefined => headers.find(({ key }) => key === name)?.value;
    expect(header('content-type')).toMatch(/^multipart\/alternative/);
    expect(header('auto-submitted')).toBe('auto-generated');
    expect(message?.text).toContain('scimflow resume dialpad');
    expect(message?.html).toContain('scimflow resume dialpad</pre>');
    const link = `${webUiUrl}/namespaces/default/workflows/provisioning-job%2Fdialpad`;
    expect(message?.text).toContain(link);
    expect(message?.html).toContain(`href="${link}"`);
  });

  it("takes the Web UI of the configuration before the worker's, and has no link without one", async () => {
    const configured = aMailedJob(smtp, { notifications: { webUiUrl: 'https://ui.contoso.example/t/' } });

    await new Mailer({ webUiUrl }).jobNotification(configured, notification, occasion);
    await new Mailer().jobNotification(aMailedJob(smtp), notification, occasion);

    const [first, second] = catcher.messages();
    expect(first?.text).toContain(
      'https://ui.contoso.example/t/namespaces/default/workflows/provisioning-job%2F',
    );
    expect(second?.text).not.toContain('Web UI');
  });

  it('gives the same mail the same id, and every other another', async () => {
    const mailer = new Mailer();
    for (const each of [
      occasion,
      { ...occasion, at: new Date() },
      { ...occasion, key: 'quarantined/2' },
      { ...occasion, workflowId: 'provisioning-job/slack' },
      { ...occasion, namespace: 'staging' },
    ])
      await mailer.jobNotification(aMailedJob(smtp), notification, each);

    const [first, again, ...others] = catcher.messages().map(({ messageId }) => messageId);
    expect(first).toMatch(/^<[0-9a-f]{40}@contoso\.example>$/);
    expect(again).toBe(first);
    expect(new Set([first, ...others]).size).toBe(4);
  });

  it.each([
    ['no mail server', { ...aMailedJob(smtp), notifications: undefined }],
    ['no recipient', aMailedJob(smtp, { app: { notification: undefined } })],
    [
      'no wish for mail',
      aMailedJob(smtp, { app: { notification: { email: 'it@contoso.example', onFailure: false } } }),
    ],
  ])('sends nothing where there is %s', async (_, configuration) => {
    await expect(new Mailer().jobNotification(configuration, notification, occasion)).resolves.toBe(false);

    expect(catcher.messages()).toEqual([]);
  });

  it('tells a refusal for good from one for now, and repeats no address', async () => {
    const send = (): Promise<unknown> =>
      new Mailer().jobNotification(aMailedJob(smtp), notification, occasion).catch((error: unknown) => error);
    catcher.faults.add({ at: 'recipient', code: 550 });
    const refused = await send();
    catcher.faults.add({ at: 'data', code: 451 });
    const deferred = await send();

    expect(refused).toMatchObject({ name: 'MailFailure', isPermanent: true });
    expect(deferred).toMatchObject({ name: 'MailFailure', isPermanent: false });
    expect(`${String(refused)} ${String(deferred)}`).toMatch(/\(550\).*\(451\)/);
    expect(JSON.stringify([refused, deferred]) + String(refused)).not.toContain('it@contoso.example');
  });

  it.each(['mail.contoso.example', 'https://mail.contoso.example', 'smtp://'])(
    'refuses the secret %s, which is no address of a mail server, and does not repeat it',
    async (secret) => {
      process.env[smtp] = secret;

      const sending = new Mailer().jobNotification(aMailedJob(smtp), notification, occasion);

      await expect(sending).rejects.toMatchObject({ type: 'ConfigurationInvalid' });
      await expect(sending).rejects.not.toThrow(secret);
    },
  );

  it('names the variable that is missing', async () => {
    Reflect.deleteProperty(process.env, smtp);

    await expect(
      new Mailer().jobNotification(aMailedJob(smtp), notification, occasion),
    ).rejects.toMatchObject({
      type: 'SecretMissing',
      message: `The environment variable ${smtp} is not set.`,
    });
  });

  it('leaves a server that says nothing when it is told to stop', async () => {
    const silent = await listening(createServer());
    process.env[smtp] = `smtp://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const controller = new AbortController();
    silent.once('connection', () => {
      controller.abort(new Error('told to stop'));
    });

    const sending = new Mailer().jobNotification(aMailedJob(smtp), notification, {
      ...occasion,
      signal: controller.signal,
    });

    await expect(sending).rejects.toThrow('told to stop');
    silent.close();
  });
});

function listening(server: Server): Promise<Server> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      resolve(server);
    });
  });
}
