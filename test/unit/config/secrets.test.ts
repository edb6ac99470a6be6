import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { resolveSecret, resolveText } from '../../../src/config/secrets.js';
import { ProvisioningFailure } from '../../../src/failures.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'secrets-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function secretFile(content: string): string {
  const path = join(folder, 'secret');
  writeFileSync(path, content);
  return path;
}

describe('a secret reference', () => {
  it('is resolved from the environment, as it is', () => {
    expect(resolveSecret({ env: 'TOKEN' }, { TOKEN: ' abc ' })).toBe(' abc ');
  });

  it.each([
    ['without newline', 'abc', 'abc'],
    ['with one newline', 'abc\n', 'abc'],
    ['with a Windows newline', 'abc\r\n', 'abc'],
    ['with two newlines', 'abc\n\n', 'abc\n'],
    ['with inner spaces', ' a b \n', ' a b '],
  ])('is resolved from a file %s', (_, content, expected) => {
    expect(resolveSecret({ file: secretFile(content) })).toBe(expected);
  });

  it.each([
    ['a variable that is not set', { env: 'TOKEN' }, {}, 'The environment variable TOKEN is not set.'],
    [
      'a variable that is empty',
      { env: 'TOKEN' },
      { TOKEN: ' ' },
      'The environment variable TOKEN is empty.',
    ],
    [
      'a file that is missing',
      { file: '/nowhere/token' },
      {},
      'The secret file /nowhere/token cannot be read (ENOENT).',
    ],
  ])('fails as SecretMissing for %s, naming it', (_, reference, env, message) => {
    const failure = failureOf(() => resolveSecret(reference, env));

    expect(failure).toMatchObject({ type: 'SecretMissing', message });
  });

  it.each([
    ['empty', '\n', 'is empty'],
    ['far too large', 'x'.repeat(65_537), 'EFBIG'],
  ])('fails as SecretMissing for a file that is %s', (_, content, reason) => {
    const path = secretFile(content);

    expect(failureOf(() => resolveSecret({ file: path })).message).toContain(reason);
    expect(failureOf(() => resolveSecret({ file: path })).message).not.toContain('xx');
  });
});

describe('a value that is literal or a reference', () => {
  it.each([
    ['literal', 'it@contoso.example'],
    ['a reference', { env: 'MAIL_TO' }],
  ])('is resolved when it is %s', (_, value) => {
    expect(resolveText(value, { MAIL_TO: 'it@contoso.example' })).toBe('it@contoso.example');
  });
});

function failureOf(act: () => unknown): ProvisioningFailure {
  try {
    act();
  } catch (error) {
    if (error instanceof ProvisioningFailure) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}
