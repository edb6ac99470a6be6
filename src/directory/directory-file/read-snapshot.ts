import { setImmediate } from 'node:timers/promises';
import { compareChecksums } from './checksums.js';
import { parseCsv } from './csv-file.js';
import { readBytes, type FolderFile, type FolderListing, type Format } from './folder.js';
import { parseJson } from './json-file.js';
import { FilesRefused, unusableFile } from './mistakes.js';
import type { DeclaredAttribute } from './object-kinds.js';
import { positionAt, type RecordFile } from './record-file.js';
import { snapshotOf, type Snapshot } from './snapshot.js';
import { parseYamlFile } from './yaml-file.js';

const BYTES_A_MIB = 1_048_576;

/** Reading ends within seconds, or a worker would be taken for dead; YAML is read far more slowly than the others. */
const MOST_MIB: Readonly<Record<Format, number>> = { '.yaml': 4, '.yml': 4, '.json': 64, '.csv': 32 };

/**
 * Reads the files of a folder as they are now.
 * @throws {FilesRefused} when any of them cannot be used: then none is.
 * @throws {FilesUnreadable}
 */
export async function readSnapshot(
  listing: FolderListing,
  declared: readonly DeclaredAttribute[],
): Promise<Snapshot> {
  const users = await readOne(listing.users);
  const groups = listing.groups === null ? null : await readOne(listing.groups);
  const assignments = listing.assignments === null ? null : await readOne(listing.assignments);
  if (listing.checksums !== null) {
    const { path } = listing.checksums;
    const text = textOf(path, await readBytes(listing.checksums));
    compareChecksums(
      { path, text },
      [users, groups, assignments].filter((read) => read !== null),
    );
  }
  const files = {
    users: await parsed(users),
    groups: groups === null ? null : await parsed(groups),
    assignments: assignments === null ? null : await parsed(assignments),
  };
  return snapshotOf(files, declared);
}

interface ReadFile {
  readonly file: FolderFile;
  readonly bytes: Buffer;
}

async function readOne(file: FolderFile): Promise<ReadFile> {
  const most = MOST_MIB[file.format];
  if (file.bytes > most * BYTES_A_MIB)
    throw unusableFile(
      file.path,
      `is larger than ${most} MiB${most < MOST_MIB['.csv'] ? ': write it as CSV or JSON, which may be larger' : ''}`,
    );
  return { file, bytes: await readBytes(file) };
}

async function parsed({ file: { path, format }, bytes }: ReadFile): Promise<RecordFile> {
  // Between two files, whatever else the process has to do is done.
  await setImmediate();
  const text = textOf(path, bytes);
  if (text.trim() === '') throw unusableFile(path, 'is empty');
  switch (format) {
    case '.json':
      return parseJson(path, text);
    case '.csv':
      refuseOpenEnd(path, text);
      return parseCsv(path, text);
    case '.yaml':
    case '.yml':
      refuseOpenEnd(path, text);
      return parseYamlFile(path, text);
  }
}

/** The beginning of such a file is one too, as far as its rules go; a file that somebody finished ends with its last line. */
function refuseOpenEnd(path: string, text: string): void {
  if (text.endsWith('\n')) return;
  const message = 'does not end with a line break: either it was cut off here, or one is to be added';
  throw new FilesRefused([{ file: path, ...positionAt(text, text.length), message }]);
}

function textOf(path: string, bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw unusableFile(path, 'is not text in UTF-8: save it in this encoding');
  }
}
