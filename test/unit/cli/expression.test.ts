import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { run } from '../../../src/cli/run.js';
import { recordingTerminal } from './recording-terminal.js';

const USER = {
  givenName: 'Amélie',
  surname: 'Okonjo-Ruiz',
  mail: null,
  accountEnabled: true,
  level: 7,
  proxyAddresses: ['SMTP:am@lab.example', 'smtp:a@lab.example'],
  odd: '\u001b[31mred\nline',
  appRoleAssignments: [
    { id: '1', value: 'b', displayName: 'B' },
    { id: '2', value: 'a', displayName: 'A' },
  ],
};

let folder: string;
let user: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'expression-'));
  user = join(folder, 'user.json');
  writeFileSync(user, JSON.stringify(USER));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function answerTo(...args: readonly string[]) {
  const terminal = recordingTerminal();
  const exitCode = await run(['expression', ...args], terminal);
  return { exitCode, output: terminal.output(), errors: terminal.errors() };
}

describe('scimflow expression', () => {
  it.each([
    ['Join(" ", [givenName], [surname])', 'Amélie Okonjo-Ruiz'],
    ['[proxyAddresses]', 'SMTP:am@lab.example\nsmtp:a@lab.example'],
    ['[mail]', 'null'],
    ['Left([givenName], 0)', ''],
    ['Not([accountEnabled])', 'False'],
    ['IIF([level] > 6, "senior", "junior")', 'senior'],
    ['IgnoreFlowIfNullOrEmpty([mail])', 'Nothing flows. The attribute is left out of this flow.'],
    ['IgnoreObjectFlow', 'Nothing flows. The object is left out of this flow.'],
    ['[odd]', 'red line'],
  ])('%s prints %j', async (expression, expected) => {
    expect(await answerTo(expression, '--object', user)).toEqual({
      exitCode: 0,
      output: expected,
      errors: '',
    });
  });

  it.each<[string, readonly string[] | null]>([
    ['[proxyAddresses]', ['SMTP:am@lab.example', 'smtp:a@lab.example']],
    ['[mail]', null],
    ['""', ['']],
    ['IgnoreFlowIfNullOrEmpty([mail])', null],
    ['SingleAppRoleAssignment([appRoleAssignments])', ['a']],
  ])('%s answers programs with %j and nothing else', async (expression, result) => {
    const { exitCode, output, errors } = await answerTo(expression, '--object', user, '--output', 'json');

    expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: '' });
    expect(JSON.parse(output)).toEqual({
      parsingSucceeded: true,
      evaluationSucceeded: true,
      result,
      error: null,
    });
  });

  it.each([
    ['Join(" ", [mail]', false, 'expected "," or ")" at position 17'],
    ['join(" ", [mail])', false, 'did you mean Join?'],
    ['Item([proxyAddresses], 3)', true, 'Item takes an index from 1'],
  ])(
    '%s answers programs with the error, ends with 1 and writes no second line',
    async (expression, parsingSucceeded, error) => {
      const { exitCode, output, errors } = await answerTo(expression, '--object', user, '--output', 'json');

      expect({ exitCode, errors }).toEqual({ exitCode: 1, errors: '' });
      expect(JSON.parse(output)).toEqual({
        parsingSucceeded,
        evaluationSucceeded: false,
        result: null,
        error: expect.stringContaining(error),
      });
    },
  );

  it.each([
    ['Join(" ", [mail]', '  Join(" ", [mail]\n                  ^'],
    ['swich([a], , "b", "c")', '  swich([a], , "b", "c")\n  ^'],
    ['Join("-",\n  Nott([a]),\n  "b")', '    Nott([a]),\n    ^'],
    [
      `Join("${'x'.repeat(100)}", y, "${'z'.repeat(100)}")`,
      `  …${'x'.repeat(45)}", y, "${'z'.repeat(20)}…\n  ${' '.repeat(49)}^`,
    ],
  ])('%j is shown with a caret where it cannot be read', async (expression, excerpt) => {
    const { exitCode, output, errors } = await answerTo(expression, '--object', user);

    expect({ exitCode, output }).toEqual({ exitCode: 1, output: '' });
    expect(errors).toContain('error: The expression cannot be read: expected');
    expect(errors.split('\n').slice(1, 3).join('\n')).toBe(excerpt);
  });

  it('says why there is no result', async () => {
    const { exitCode, output, errors } = await answerTo('Item([proxyAddresses], 3)', '--object', user);

    expect({ exitCode, output }).toEqual({ exitCode: 1, output: '' });
    expect(errors).toContain(
      'error: The expression has no result for this object: Item takes an index from 1',
    );
    expect(errors).toContain('at position 1.\n  Item([proxyAddresses], 3…\n  ^');
  });

  it('passes warnings on', async () => {
    const { output, errors } = await answerTo(
      'SingleAppRoleAssignment([appRoleAssignments])',
      '--object',
      user,
    );

    expect(output).toBe('a');
    expect(errors).toMatch(/^warning: SingleAppRoleAssignment found several app roles/);
  });

  it('asks about the name of an attribute that the object lacks but for a slip', async () => {
    expect(await answerTo('[gvienName]', '--object', user)).toEqual({
      exitCode: 0,
      output: 'null',
      errors: 'warning: The object has no [gvienName] (did you mean [givenName]?)',
    });
  });

  it('needs no object where no attribute is read', async () => {
    expect(await answerTo('ToUpper("izmir", "tr-TR")')).toMatchObject({ exitCode: 0, output: 'İZMİR' });
  });

  it.each([
    [['[mail]'], 'The expression reads [mail].\nGive the object that has them with --object'],
    [['[mail]', '--object', '/nowhere/user.json'], '/nowhere/user.json does not exist'],
    [[], "missing required argument 'expression'"],
    [['"a"', '--output', 'markdown'], 'Allowed choices are text, json'],
  ])('%j is a wrong command line', async (args, expected) => {
    const { exitCode, output, errors } = await answerTo(...args);

    expect({ exitCode, output }).toEqual({ exitCode: 2, output: '' });
    expect(errors).toContain(expected);
  });
});
