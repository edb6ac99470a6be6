import { createHash } from 'node:crypto';
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { DirectorySource } from '../../../../src/directory/directory-source.js';
import { COMPANY, failureOf, Folder, usersOf, type Files } from './a-folder.js';

const FORMATS = [
  ['CSV', COMPANY.csv],
  ['YAML', COMPANY.yaml],
  ['JSON', COMPANY.json],
] as const;

/** As `sha256sum` writes it. */
function checksumsOf(files: Files): string {
  return Object.entries(files)
    .map(
      ([name, content]) =>
        `${createHash('sha256')
          .update(content ?? '')
          .digest('hex')}  ${name}\n`,
    )
    .join('');
}

async function countOf(source: DirectorySource): Promise<number | 'refused'> {
  try {
    return (await usersOf(source)).flatMap(({ changes }) => changes).length;
  } catch {
    return 'refused';
  }
}

describe('files that are not finished', () => {
  let folder: Folder;
  beforeEach(() => {
    folder = new Folder();
  });
  afterEach(() => {
    folder.remove();
  });

  /** What is read with the named file cut off after each of its bytes but the last, or after each `step`. */
  async function cutEverywhere(
    files: Files,
    about: string,
    step = 1,
  ): Promise<ReadonlySet<number | 'refused'>> {
    const name = Object.keys(files).find((each) => each.startsWith(about)) ?? '';
    const whole = Buffer.from(files[name] ?? '');
    folder.write(files);
    const results = new Set<number | 'refused'>();
    for (let length = 0; length < whole.length - 1; length += step) {
      folder.write({ [name]: whole.subarray(0, length) });
      results.add(await countOf(folder.source()));
    }
    return results;
  }

  it.each([COMPANY.csv, COMPANY.json])(
    'are refused wherever they are cut, where groups and assignments speak of people',
    async (files) => {
      expect(await cutEverywhere(files, 'users')).toEqual(new Set(['refused']));
    },
  );

  it('lose nobody in YAML, only what stands in the last lines of the last one', async () => {
    expect(await cutEverywhere(COMPANY.yaml, 'users')).toEqual(new Set(['refused', 3]));
  });

  it.each(FORMATS)('%s with checksums beside it is refused wherever any of it is cut', async (_, files) => {
    const guarded = { ...files, SHA256SUMS: checksumsOf(files) };

    for (const about of ['users', 'groups', 'assignments'])
      expect(await cutEverywhere(guarded, about, 23)).toEqual(new Set(['refused']));
    expect(await countOf(folder.write(guarded).source())).toBe(3);
  });

  it('JSON is refused wherever it is cut, also alone', async () => {
    const files = { 'users.json': COMPANY.json['users.json'] };

    expect(await cutEverywhere(files, 'users')).toEqual(new Set(['refused']));
  });

  it('CSV alone is refused wherever it is cut within a line, and at the end of one nothing shows it', async () => {
    const text = COMPANY.csv['users.csv'];
    const cuts = Array.from({ length: text.length - 1 }, (_, length) => text.slice(0, length));

    for (const cut of cuts) {
      const result = await countOf(folder.write({ 'users.csv': cut }).source());
      const isWhole = /^id.*\n./s.test(cut) && cut.endsWith('\n');
      expect([cut.length, result]).toEqual([cut.length, isWhole ? cut.split('\n').length - 2 : 'refused']);
    }
  });

  it.each<[string, (sums: string) => string, string]>([
    ['lacks a file', (sums) => sums.split('\n').slice(1).join('\n'), 'SHA256SUMS has no line for users.csv'],
    ['is something else', () => 'users.csv is fine\n', 'SHA256SUMS:1:1 is no line of sha256sum'],
    ['is of another file', (sums) => sums.replace('users.csv', 'others.csv'), 'has no line for users.csv'],
  ])('is refused when the list of checksums %s', async (_, changed, told) => {
    folder.write({ ...COMPANY.csv, SHA256SUMS: changed(checksumsOf(COMPANY.csv)) });

    expect(await failureOf(folder, usersOf(folder.source()))).toContain(told);
  });

  it.each(['Ann Lee', 'Ann Lea'])(
    'is refused when the checksums are of other files than %s is in',
    async (name) => {
      const users = COMPANY.csv['users.csv'].replace('Ann Lee', name);
      folder.write({ ...COMPANY.csv, SHA256SUMS: checksumsOf(COMPANY.csv), 'users.csv': users });

      const failure = await failureOf(folder, usersOf(folder.source()));

      expect(failure).toBe(
        name === 'Ann Lee'
          ? 'nothing failed'
          : 'SourceUnavailable: The files of the source cannot be used, and none was: users.csv is not the file of which SHA256SUMS tells: its checksum differs.',
      );
    },
  );

  it('are waited for until nobody writes to any of them', async () => {
    const lines = COMPANY.csv['users.csv'].split(/(?<=\n)/);
    const files = { ...COMPANY.csv, 'assignments.csv': 'app,user\ndialpad,100\n', 'groups.csv': null };
    folder.write({ 'groups.csv': '' }).write({ ...files, 'users.csv': lines.slice(0, 2).join('') });
    const counted = countOf(folder.source({ quietMs: 300 }));

    for (let written = 3; written <= lines.length; written += 1) {
      await setTimeout(100);
      folder.write({ 'users.csv': lines.slice(0, written).join('') });
    }

    expect(await counted).toBe(3);
  });

  it('are not taken for whole when somebody writes while they are read', async () => {
    folder.write({ 'users.csv': COMPANY.csv['users.csv'] });
    const read = new AbortController();
    const failure = failureOf(folder, usersOf(folder.source())).finally(() => {
      read.abort();
    });

    for (let added = 0; !read.signal.aborted; added += 1) {
      await setImmediate();
      folder.change('users.csv', (text) => `${text}x${added},x${added}@contoso.example,,,,\n`);
    }

    expect(await failure).toBe('SourceUnavailable: the folder is being written to. Nothing was read.');
  });

  it('are not waited for once they were read and nothing changed', async () => {
    const source = folder.write(COMPANY.csv).source({ quietMs: 300 });
    await usersOf(source);

    const began = performance.now();
    await usersOf(source);

    expect(performance.now() - began).toBeLessThan(250);
  });

  it('are noticed when they have the size and the time of those before', async () => {
    const source = folder.write(COMPANY.csv).source();
    await usersOf(source);
    const moved = join(folder.path, 'new.csv');
    writeFileSync(moved, COMPANY.csv['users.csv'].replace('Ann Lee', 'Ann Lea'));
    renameSync(moved, join(folder.path, 'users.csv'));

    expect(await source.find('Ann Lea')).toHaveLength(1);
  });

  it.each<[string, Files, string]>([
    ['is emptied', { 'users.csv': '' }, 'users.csv is empty.'],
    ['has vanished', { 'users.csv': null }, 'the folder has no users.yaml, .yml, .json or .csv.'],
    ['is half written', { 'users.csv': COMPANY.csv['users.csv'].slice(0, 150) }, 'users.csv:3:'],
  ])('say nothing of anybody when the file %s after it was read', async (_, files, told) => {
    const source = folder.write(COMPANY.csv).source();
    await usersOf(source);
    folder.write(files);

    for (const asked of [usersOf(source), source.user('102', []), source.assignmentCount('dialpad')])
      expect(await failureOf(folder, asked)).toContain(told);
  });
});
