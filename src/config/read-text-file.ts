import { closeSync, openSync, readSync, statSync } from 'node:fs';

const BYTES_A_MIB = 1_048_576;

/**
 * The text of a file that a person wrote.
 * @param mostMiB what a file of its kind never exceeds.
 * @param unusable makes the error of what is wrong with the file: "does not exist", "is larger than 1 MiB".
 */
export function readTextFile(path: string, mostMiB: number, unusable: (problem: string) => Error): string {
  let content: Buffer;
  try {
    if (statSync(path).isDirectory()) throw unusable('is a folder');
    content = readAtMost(path, mostMiB * BYTES_A_MIB + 1);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    if (code === 'ENOENT' || code === 'ENOTDIR') throw unusable('does not exist');
    throw unusable(`cannot be read (${code})`);
  }
  if (content.length > mostMiB * BYTES_A_MIB) throw unusable(`is larger than ${mostMiB} MiB`);
  return content.toString('utf8');
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
