import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readObjectFile } from '../../../src/cli/read-object-file.js';
import { UserError } from '../../../src/cli/user-error.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'object-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const reading = (text: string) => {
  const file = join(folder, 'user.json');
  writeFileSync(file, text);
  return () => readObjectFile(file);
};

describe('the object file', () => {
  it.each<[string, string, Record<string, readonly string[]>]>([
    ['text', '{"department": "Field Sales", "empty": ""}', { department: ['Field Sales'], empty: [''] }],
    ['numbers', '{"level": 7, "share": 0.5, "below": -1}', { level: ['7'], share: ['0.5'], below: ['-1'] }],
    ['Booleans', '{"accountEnabled": true, "flag": false}', { accountEnabled: ['True'], flag: ['False'] }],
    ['null as absent', '{"mail": null, "none": [], "nulls": [null]}', {}],
    ['lists', '{"mixed": ["a", 1, true, null]}', { mixed: ['a', '1', 'True'] }],
    [
      'objects as JSON texts',
      '{"appRoleAssignments": [{"id": "1", "value": "Editor"}]}',
      { appRoleAssignments: ['{"id":"1","value":"Editor"}'] },
    ],
    [
      "Graph's form",
      '{"properties": [{"key": "givenName", "value": "Amélie"}, {"key": "mail", "value": null}, {"key": "p", "value": ["a", "b"]}]}',
      { givenName: ['Amélie'], p: ['a', 'b'] },
    ],
    ['an attribute named properties', '{"properties": "x"}', { properties: ['x'] }],
    ['nothing', '{}', {}],
  ])('may hold %s', (_, text, expected) => {
    expect(reading(text)()).toEqual(expected);
  });

  it.each([
    ['a syntax error', '{\n"a": 1,\n}', 'user.json:3 is not valid JSON'],
    ['a list', '["a"]', 'is not one object'],
    ['nothing at all', '', 'is not valid JSON'],
    ['an object as a value', '{"ok": 1, "manager": {"id": "hunter2"}}', 'attribute manager'],
    ['a list in a list', '{"deep": [["hunter2"]]}', 'attribute deep'],
    ['a property without value', '{"properties": [{"key": "a", "value": 1}, {"key": "b"}]}', 'properties[1]'],
  ])('with %s is refused, naming the place and no value', (_, text, place) => {
    const read = reading(text);

    expect(read).toThrow(UserError);
    expect(read).toThrow(expect.objectContaining({ message: expect.stringContaining(place), exitCode: 2 }));
    expect(read).not.toThrow(/hunter2/);
  });

  it('has at most 1 MiB', () => {
    expect(reading(`{"a": "${'x'.repeat(1_048_576)}"}`)).toThrow('larger than 1 MiB');
  });

  it('may be nested however deeply without harm', () => {
    const depth = 200_000;

    expect(reading(`{"a": ${'['.repeat(depth)}${']'.repeat(depth)}}`)).toThrow('attribute a');
    expect(reading(`{"a": [{"b": ${'['.repeat(depth)}${']'.repeat(depth)}}]}`)).toThrow('attribute a');
  });

  it.each([
    ['/nowhere/user.json', 'does not exist'],
    ['/', 'is a folder'],
    ['/dev/zero', 'larger than 1 MiB'],
  ])('%s cannot be one', (path, problem) => {
    expect(() => readObjectFile(path)).toThrow(problem);
  });
});
