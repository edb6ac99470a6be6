import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { ConfigurationError } from './configuration-error.js';

/**
 * The text of a file that a person wrote.
 * @param kind "configuration file", for messages.
 * @throws {ConfigurationError} when it is missing, unreadable, a folder, or too large to be what it should be.
 */
export function readText(path: string, kind: string, largestBytes: number): string {
  try {
    if (statSync(path).isDirectory()) throw unusable(path, `is a folder, not a ${kind}`);
    const content = readAtMost(path, largestBytes + 1);
    if (content.length > largestBytes)
      throw unusable(path, `is larger than ${largestBytes / 1_048_576} MiB, which no ${kind} is`);
    return content.toString('utf8');
  } catch (error) {
    if (error instanceof ConfigurationError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') throw unusable(path, 'does not exist');
    throw unusable(path, `cannot be read (${code ?? 'unknown reason'})`);
  }
}

/** The beginning of a file. Devices and pipes do not say how much they hold. */
function readAtMost(path: string, bytes: number): Buffer {
  const buffer = Buffer.alloc(bytes);
  const file = openSync(path, 'r');
  try {
    let length = 0;
    for (let read = -1; read !== 0 && length < bytes; length += read)
      read = readSync(file, buffer, length, bytes - length, null);
    return buffer.subarray(0, length);
  } finally {
    closeSync(file);
  }
}

/** A file that cannot be used as a whole. */
export function unusable(file: string, message: string): ConfigurationError {
  return new ConfigurationError(file, [{ line: null, column: null, path: '', message }]);
}
