import type { DirectorySource } from '../directory-source.js';
import { DirectoryFileSource } from './directory-file-source.js';
import type { DeclaredAttribute } from './object-kinds.js';
import { WatchedFolder } from './watched-folder.js';

/** Somebody who writes a file without a pause never leaves it alone for so long. */
const QUIET_MS = 5_000;
/** Longer than anybody writes files for. */
const HEALS_WITHIN_MS = 5 * 60_000;

export interface DirectoryFileSourceOptions {
  /** Absolute path of the folder. */
  readonly path: string;
  /** The scope of the app: with `assigned` there must be assignments of it. */
  readonly scope: 'assigned' | 'all';
  /** What files may hold beyond the usual attributes. */
  readonly declaredAttributes?: readonly DeclaredAttribute[] | undefined;
  /** Files are read when none of them has changed for so long. 5 s unless given. */
  readonly quietMs?: number | undefined;
  /** What is wrong with files that have changed within so long may heal by itself. 5 minutes unless given. */
  readonly healsWithinMs?: number | undefined;
}

/** Nothing is looked at before the first reading. What was read is kept in memory until the source is closed. */
export function createDirectoryFileSource({
  path,
  scope,
  declaredAttributes = [],
  quietMs = QUIET_MS,
  healsWithinMs = HEALS_WITHIN_MS,
}: DirectoryFileSourceOptions): DirectorySource & { close(): void } {
  const folder = new WatchedFolder({ path, declared: declaredAttributes, quietMs, healsWithinMs });
  return Object.assign(new DirectoryFileSource(folder, { path, scope }), {
    close: () => {
      folder.forget();
    },
  });
}
