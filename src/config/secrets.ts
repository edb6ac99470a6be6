import { readFileSync, statSync } from 'node:fs';
import { ProvisioningFailure } from '../failures.js';
import type { SecretReference } from './secret-reference.js';

const LARGEST_SECRET_BYTES = 65_536;

/**
 * The secret behind a reference, at the moment of use. One newline at a file's end is not part of it.
 * @throws {ProvisioningFailure} `SecretMissing`, naming the variable or file, never what is in it.
 */
export function resolveSecret(
  reference: SecretReference,
  env: NodeJS.ProcessEnv = process.env,
  readFile: (path: string) => string = readSmallFile,
): string {
  return 'env' in reference ? fromEnvironment(reference.env, env) : fromFile(reference.file, readFile);
}

/** A value that the configuration gives as it is or by reference. */
export function resolveText(
  value: string | SecretReference,
  env: NodeJS.ProcessEnv = process.env,
  readFile: (path: string) => string = readSmallFile,
): string {
  return typeof value === 'string' ? value : resolveSecret(value, env, readFile);
}

function fromEnvironment(name: string, env: NodeJS.ProcessEnv): string {
  const secret = env[name];
  if (secret === undefined) throw missing(`The environment variable ${name} is not set.`);
  if (secret.trim() === '') throw missing(`The environment variable ${name} is empty.`);
  return secret;
}

function fromFile(path: string, readFile: (path: string) => string): string {
  let content: string;
  try {
    content = readFile(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw missing(`The secret file ${path} cannot be read (${code ?? 'unknown reason'}).`);
  }
  const secret = content.replace(/\r?\n$/, '');
  if (secret.trim() === '') throw missing(`The secret file ${path} is empty.`);
  return secret;
}

function readSmallFile(path: string): string {
  if (statSync(path).size > LARGEST_SECRET_BYTES)
    throw Object.assign(new Error('too large'), { code: 'EFBIG' });
  return readFileSync(path, 'utf8');
}

function missing(message: string): ProvisioningFailure {
  return new ProvisioningFailure('SecretMissing', message);
}
