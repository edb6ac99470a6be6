import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createTransport, type SendMailOptions } from 'nodemailer';
import { startMailCatcher, type RunningMailCatcher } from '../../../../src/emulators/mail/index.js';

describe('the mail catcher', () => {
  let catcher: RunningMailCatcher;

  beforeEach(async () => {
    catcher = await startMailCatcher();
  });

  afterEach(async () => {
    await catcher.stop();
  });

  async function send(message: SendMailOptions): Promise<void> {
    const transport = createTransport(catcher.smtpUrl);
    try {
      await transport.sendMail({
        from: 'provisioning@contoso.example',
        to: 'it@contoso.example',
        subject: 'A mail',
        ...message,
      });
    } finally {
      transport.close();
    }
  }

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

  it('keeps both parts of a message that has two, and its id', async () => {
    await send({ text: 'plain', html: '<p>rich</p>', messageId: '<1@contoso.example>' });

    const [message] = catcher.messages();
    expect(message?.text.trim()).toBe('plain');
    expect(message?.html.trim()).toBe('<p>rich</p>');
    expect(message?.messageId).toBe('<1@contoso.example>');
  });

  it('refuses what it is told to, as often as it is told to, and may keep it all the same', async () => {
    catcher.faults.add({ at: 'recipient', code: 550 });
    catcher.faults.add({ at: 'data', code: 451, isKept: true });
    catcher.faults.add({ at: 'data', code: 552 });

    await expect(send({ text: 'to nobody' })).rejects.toMatchObject({ responseCode: 550 });
    await expect(send({ text: 'kept' })).rejects.toMatchObject({ responseCode: 451 });
    await expect(send({ text: 'too large' })).rejects.toMatchObject({ responseCode: 552 });
    await send({ text: 'accepted' });
    catcher.faults.add({ at: 'data', code: 451, times: 5 });
    catcher.faults.clear();
    await send({ text: 'accepted too' });

    expect(catcher.messages().map(({ text }) => text.trim())).toEqual(['kept', 'accepted', 'accepted too']);
  });

  it('starts empty, beside another', async () => {
    const other = await startMailCatcher();

    expect(other.smtpUrl).not.toBe(catcher.smtpUrl);
    expect(other.messages()).toEqual([]);
    await other.stop();
  });
});
