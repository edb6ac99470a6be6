import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { findOrInstallTemporal } from '../../../src/embedded/index.js';

describe('findOrInstallTemporal', () => {
  let folder: string;
  const log = (): void => undefined;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'find-'));
  });

  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  const program = async (path: string, script: string): Promise<string> => {
    await mkdir(join(path, '..'), { recursive: true });
    await writeFile(path, `#!/bin/sh\n${script}\n`);
    await chmod(path, 0o755);
    return path;
  };
  const find = (): Promise<string> =>
    findOrInstallTemporal({ cacheDir: join(folder, 'cache'), env: { PATH: join(folder, 'bin') }, log });

  it('prefers the command on the PATH', async () => {
    const onPath = await program(join(folder, 'bin', 'temporal'), 'exit 0');
    await program(join(folder, 'cache', 'temporal-cli-1.5.1', 'temporal'), 'exit 0');

    expect(await find()).toBe(onPath);
  });

  it('uses the cached one where the command on the PATH has no dev server', async () => {
    await program(join(folder, 'bin', 'temporal'), 'echo "unknown command: server" >&2; exit 1');
    const cached = await program(join(folder, 'cache', 'temporal-cli-1.5.1', 'temporal'), 'exit 0');

    expect(await find()).toBe(cached);
  });
});
