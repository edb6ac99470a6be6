import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { completeLinks } from '../../../src/embedded/postgres-binaries.js';

describe('completeLinks', () => {
  let root: string;

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'binaries-'));
    await mkdir(join(root, 'native', 'lib'), { recursive: true });
    await writeFile(join(root, 'native', 'lib', 'libpq.so.5.18'), 'library');
  });

  afterEach(async () => {
    await rm(root, { recursive: true, force: true });
  });

  it("makes the links that the package's install script would have made, however often it is asked", async () => {
    const links = [{ source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' }];
    await writeFile(join(root, 'native', 'pg-symlinks.json'), JSON.stringify(links));

    await completeLinks(root);
    await completeLinks(root);

    expect(await readFile(join(root, 'native', 'lib', 'libpq.so.5'), 'utf8')).toBe('library');
  });

  it('has nothing to do on platforms whose package has no links', async () => {
    await expect(completeLinks(root)).resolves.toBeUndefined();
  });
});
