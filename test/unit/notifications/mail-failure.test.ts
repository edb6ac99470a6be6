import { describe, expect, it } from '@jest/globals';
import { MailFailure, mailFailure } from '../../../src/notifications/mail-failure.js';

const thrown = (properties: object): Error =>
  Object.assign(new Error('550 <ada@contoso.example> no such user'), properties);

describe('mailFailure', () => {
  it.each([
    [{ code: 'EENVELOPE', responseCode: 550 }, '550', true],
    [{ code: 'EMESSAGE', responseCode: 554 }, '554', true],
    [{ code: 'EAUTH', responseCode: 535 }, '535', true],
    [{ code: 'EENVELOPE', responseCode: 503 }, '503', false],
    [{ code: 'EENVELOPE', responseCode: 450 }, '450', false],
    [{ code: 'EAUTH', responseCode: 454 }, '454', false],
    [{ code: 'ECONNECTION', responseCode: 421 }, '421', false],
    [{ code: 'ESOCKET', originalCode: 'ECONNREFUSED' }, 'ECONNREFUSED', false],
    [{ code: 'ETIMEDOUT' }, 'ETIMEDOUT', false],
    [{ code: 'EDNS' }, 'EDNS', false],
    [{ code: 'EABORT' }, 'EABORT', false],
    [{ code: 'EENVELOPE' }, 'EENVELOPE', true],
    [{ code: 'EAUTH' }, 'EAUTH', true],
  ])('%j becomes %s, permanent: %s, without what the server said', (properties, code, isPermanent) => {
    const failure = mailFailure(thrown(properties));

    expect(failure).toBeInstanceOf(MailFailure);
    expect(failure).toMatchObject({ isPermanent, message: expect.stringContaining(`(${code})`) as unknown });
    expect(JSON.stringify(failure) + String(failure)).not.toContain('ada@contoso.example');
    expect((failure as Error).cause).toBeUndefined();
  });

  it('lets through what is no answer of a mail server', () => {
    const error = new TypeError('a mistake of ours');

    expect(mailFailure(error)).toBe(error);
  });
});
