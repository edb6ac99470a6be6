import { readdir, readFile, stat } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { closestName } from '../../expressions/closest-name.js';
import { FilesUnreadable, unusableFile } from './mistakes.js';

/** What a file of the folder is about. */
export const FILE_NAMES = ['users', 'groups', 'assignments'] as const;
export type FileName = (typeof FILE_NAMES)[number];

export const FORMATS = ['.yaml', '.yml', '.json', '.csv'] as const;
export type Format = (typeof FORMATS)[number];

/** A list of checksums as `sha256sum` writes it. */
const CHECKSUMS = 'SHA256SUMS';

/** One of the files that are read. */
export interface FolderFile {
  readonly path: string;
  /** Its name in the folder: `users.csv`. */
  readonly name: string;
  readonly format: Format;
  readonly bytes: number;
  /** When it was last written, moved or replaced, by the clock of the file system, in milliseconds since the epoch. */
  readonly changedAt: number;
  /** The same as long as nobody writes to the file, moves or replaces it. */
  readonly signature: string;
}

/** Which files a folder has. */
export interface FolderListing {
  readonly users: FolderFile;
  readonly groups: FolderFile | null;
  readonly assignments: FolderFile | null;
  readonly checksums: FolderFile | null;
  /** What was almost one of the files, where that one is missing: `user.csv`. */
  readonly misspelled: ReadonlyMap<FileName, string>;
  readonly changedAt: number;
  readonly signature: string;
}

/**
 * Looks at a folder without reading its files.
 * @throws {FilesUnreadable} when the folder, or its users, are not there.
 * @throws {FilesRefused} when it is not clear which file is meant.
 */
export async function listFolder(folder: string): Promise<FolderListing> {
  const names = (await orUnreadable(folder, readdir(folder))).sort();
  const misspelled = new Map<FileName, string>();
  const chosen = new Map<FileName, string>();
  for (const about of FILE_NAMES) {
    const [only, ...others] = names.filter((name) => parse(name).name === about && isFormat(parse(name).ext));
    if (others.length > 0)
      throw unusableFile(folder, `has ${[only, ...others].join(' and ')}: only one of them can count`);
    const near = names.find((name) => nearestTo(name) === about);
    if (only !== undefined) chosen.set(about, only);
    else if (near !== undefined) misspelled.set(about, near);
  }
  const file = async (about: FileName): Promise<FolderFile | null> => {
    const name = chosen.get(about);
    return name === undefined ? null : statFile(folder, name);
  };
  const [users, groups, assignments] = [await file('users'), await file('groups'), await file('assignments')];
  if (users === null) throw missingFile(folder, 'users', misspelled);
  const checksums = names.includes(CHECKSUMS) ? await statFile(folder, CHECKSUMS) : null;
  const all = [users, groups, assignments, checksums].filter((each) => each !== null);
  return {
    users,
    groups,
    assignments,
    checksums,
    misspelled,
    changedAt: Math.max(...all.map(({ changedAt }) => changedAt)),
    signature: JSON.stringify(all.map(({ name, signature }) => [name, signature])),
  };
}

/** @throws {FilesUnreadable} */
export function readBytes({ path }: FolderFile): Promise<Buffer> {
  return orUnreadable(path, readFile(path));
}

/** What is said where one of the files is needed and not there. */
export function missingFile(
  folder: string,
  about: FileName,
  misspelled: ReadonlyMap<FileName, string>,
): FilesUnreadable {
  const near = misspelled.get(about);
  return new FilesUnreadable(
    `${folder} has no ${about}.yaml, .yml, .json or .csv`,
    near === undefined
      ? `Write ${about} into the folder that source.path names, where the worker reads it.`
      : `Is ${near} meant to be one of them? Rename it.`,
  );
}

/** The file that a name was probably meant for, when it is none. */
function nearestTo(name: string): FileName | null {
  const { name: stem, ext } = parse(name);
  const isTable =
    isFormat(ext.toLowerCase()) || ['.xlsx', '.xls', '.txt', '.tsv'].includes(ext.toLowerCase());
  const nearest = isTable ? closestName(stem, FILE_NAMES) : null;
  return FILE_NAMES.find((about) => about === nearest) ?? null;
}

function isFormat(extension: string): extension is Format {
  return (FORMATS as readonly string[]).includes(extension);
}

async function statFile(folder: string, name: string): Promise<FolderFile> {
  const path = join(folder, name);
  const { ext } = parse(name);
  const found = await orUnreadable(path, stat(path, { bigint: true }));
  if (!found.isFile()) throw unusableFile(path, 'is no file');
  const { ino, size, mtimeNs, ctimeNs, mtimeMs, ctimeMs } = found;
  return {
    path,
    name,
    format: isFormat(ext) ? ext : '.csv',
    bytes: Number(size),
    changedAt: Number(mtimeMs > ctimeMs ? mtimeMs : ctimeMs),
    signature: [ino, size, mtimeNs, ctimeNs].join(' '),
  };
}

async function orUnreadable<T>(path: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    if (code === 'ENOENT' || code === 'ENOTDIR')
      throw new FilesUnreadable(
        `${path} does not exist`,
        'Check source.path: the worker must find the folder at this place.',
      );
    throw new FilesUnreadable(
      `${path} cannot be read (${code})`,
      'Check that the account of the worker may read the folder and its files.',
    );
  }
}
