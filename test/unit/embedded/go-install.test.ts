import { chmod, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { goInstall } from '../../../src/embedded/go-install.js';
import type { GoInstall } from '../../../src/embedded/go-install.js';

describe('goInstall', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'go-'));
  });

  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  const aGo = async (script: string): Promise<GoInstall> => {
    const go = join(folder, 'go');
    await writeFile(go, `#!/bin/sh\n${script}\n`);
    await chmod(go, 0o755);
    return {
      go,
      module: 'example.com/server@v1',
      program: 'server',
      destination: join(folder, 'cache', 'server'),
      timeoutMs: 10_000,
      env: process.env,
      log: () => undefined,
    };
  };

  it('puts the built program in its place and leaves nothing else', async () => {
    const install = await aGo('echo "built $1 $2" > "$GOBIN/server"');

    await goInstall(install);

    expect(await readFile(install.destination, 'utf8')).toBe('built install example.com/server@v1\n');
    expect(await readdir(join(folder, 'cache'))).toEqual(['server']);
  });

  it('leaves nothing behind when the build fails, and repeats why it did', async () => {
    const install = await aGo('echo "go: module lookup disabled" >&2; echo half > "$GOBIN/server"; exit 1');

    await expect(goInstall(install)).rejects.toThrow('go: module lookup disabled');
    expect(await readdir(join(folder, 'cache'))).toEqual([]);
  });

  it('does not wait for ever', async () => {
    const install = await aGo('sleep 30');

    await expect(goInstall({ ...install, timeoutMs: 200 })).rejects.toThrow('took longer than');
  });
});
