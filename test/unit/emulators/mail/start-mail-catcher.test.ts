import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createTransport } from 'nodemailer';
import { startMailCatcher, type RunningMailCatcher } from '../../../../src/emulators/mail/index.js';

describe('the mail catcher', () => {
  let catcher: RunningMailCatcher;

  beforeEach(async () => {
    catcher = await startMailCatcher();
  });

  afterEach(async () => {
    await catcher.stop();
  });

  it('keeps what nodemailer sends, decoded and raw', async () => {
    const transport = createTransport(catcher.smtpUrl);

    await transport.sendMail({
      from: 'Provisioning <provisioning@contoso.example>',
      to: ['it@contoso.example', 'ops@contoso.example'],
      subject: 'Müller wurde nicht angelegt',
      text: 'Zwei Zeilen,\ndie zweite mit ß.',
    });
    transport.close();

    const [message, ...others] = catcher.messages();
    expect(others).toEqual([]);
    expect(message).toMatchObject({
      from: 'provisioning@contoso.example',
      to: ['it@contoso.example', 'ops@contoso.example'],
      subject: 'Müller wurde nicht angelegt',
    });
    expect(message?.text.trim()).toBe('Zwei Zeilen,\ndie zweite mit ß.');
    expect(message?.raw).toContain('From: Provisioning <provisioning@contoso.example>');
  });

  it('starts empty, beside another', async () => {
    const other = await startMailCatcher();

    expect(other.smtpUrl).not.toBe(catcher.smtpUrl);
    expect(other.messages()).toEqual([]);
    await other.stop();
  });
});
