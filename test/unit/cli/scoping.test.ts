import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { run } from '../../../src/cli/run.js';
import { recordingTerminal } from './recording-terminal.js';

const SAMPLE = {
  department: 'Field Sales',
  employeeId: '00042',
  userPrincipalName: 'aruiz@lab.example',
  accountEnabled: true,
  city: null,
};
const FIELD_STAFF = {
  name: 'Field staff',
  clauses: [
    { sourceOperandName: 'department', operatorName: 'EQUALS', targetOperand: { values: ['Field Sales'] } },
    { sourceOperandName: 'jobTitle', operatorName: 'IS NOT NULL', targetOperand: { values: [] } },
  ],
};
const CONTRACTORS = {
  name: 'Contractors',
  clauses: [
    { sourceOperandName: 'employeeType', operatorName: 'EQUALS', targetOperand: { values: ['Contractor'] } },
  ],
};
const FILTER = { groups: [FIELD_STAFF, CONTRACTORS], inputFilterGroups: [], categoryFilterGroups: [] };

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'scoping-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

interface Given {
  readonly filter: unknown;
  readonly object?: unknown;
  readonly args?: readonly string[];
}

async function scoping({ filter, object = SAMPLE, args = [] }: Given) {
  const terminal = recordingTerminal();
  const files = ['--filter', file('filter.json', filter), '--object', file('user.json', object)];
  const exitCode = await run(['scoping', ...files, ...args], terminal);
  return { exitCode, output: terminal.output(), errors: terminal.errors() };
}

async function scopingJson(given: Given) {
  const { exitCode, output } = await scoping({ ...given, args: ['--output', 'json', ...(given.args ?? [])] });
  const answer = JSON.parse(output) as {
    inScope: boolean;
    trace: Record<string, boolean>;
    error: string | null;
  };
  return { exitCode, answer };
}

describe('whether an object is in scope', () => {
  it('is told with every clause', async () => {
    const { exitCode, output, errors } = await scoping({
      filter: FILTER,
      object: { ...SAMPLE, jobTitle: 'Rep' },
    });

    expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: '' });
    expect(output.split('\n')).toEqual([
      'In scope',
      "  true   Field staff.department EQUALS 'Field Sales'",
      '  true   Field staff.jobTitle IS NOT NULL',
      "  false  Contractors.employeeType EQUALS 'Contractor'",
    ]);
  });

  it('is plain data for programs, and not being in scope is no failure', async () => {
    const { exitCode, answer } = await scopingJson({ filter: FILTER });

    expect(exitCode).toBe(0);
    expect(answer).toEqual({
      inScope: false,
      trace: {
        "Field staff.department EQUALS 'Field Sales'": true,
        'Field staff.jobTitle IS NOT NULL': false,
        "Contractors.employeeType EQUALS 'Contractor'": false,
      },
      error: null,
    });
  });

  const inline =
    '- name: Staff\n  clauses:\n    - { attribute: employeeId, operator: Greater_Than, value: 41 }\n';
  it.each([
    ['no filter', {}, {}],
    ['no groups', { groups: [] }, {}],
    ['no scope', { scope: null }, {}],
    ['null', 'null', {}],
    ['the scope of an object mapping', { name: 'x', scope: { groups: [] } }, {}],
    ['YAML in the inline form', inline, { "Staff.employeeId Greater_Than '41'": true }],
  ])('is asked of %s', async (_, filter, trace) => {
    const { answer } = await scopingJson({ filter });

    expect(answer).toEqual({ inScope: true, trace, error: null });
  });

  it('follows the regular-expression mode', async () => {
    const filter = [
      { name: 'Lab', clauses: [{ attribute: 'userPrincipalName', operator: 'REGEX MATCH', value: '@lab' }] },
    ];

    const whole = await scopingJson({ filter });
    const search = await scopingJson({ filter, args: ['--regex-match', 'search'] });

    expect([whole.answer.inScope, search.answer.inScope]).toEqual([false, true]);
  });

  it.each([
    ['inputFilterGroups', 'its account stays as it is'],
    ['categoryFilterGroups', 'keep the object mapping from it'],
  ])('is denied by %s as well', async (list, reason) => {
    const { output } = await scoping({ filter: { [list]: [CONTRACTORS] } });

    expect(output).toContain(`Not in scope: ${list}`);
    expect(output).toContain(reason);
  });

  it('knows attributes that the object has, whatever the source declares', async () => {
    const filter = [
      {
        name: 'Own',
        clauses: [
          { attribute: 'shoeSize', operator: 'Greater_Than', value: 40 },
          { attribute: 'extension_0123456789abcdef0123456789abcdef_remote', operator: 'IS TRUE' },
        ],
      },
    ];
    const object = { shoeSize: 46, extension_0123456789abcdef0123456789abcdef_remote: true };

    expect((await scopingJson({ filter, object })).answer.inScope).toBe(true);
  });

  it('is denied with a warning where a value cannot be judged, and the value stays unsaid', async () => {
    const filter = [
      { name: 'A', clauses: [{ attribute: 'employeeId', operator: 'Greater_Than', value: 1 }] },
    ];

    const { exitCode, output, errors } = await scoping({ filter, object: { employeeId: 'hunter2' } });

    expect(exitCode).toBe(0);
    expect(errors).toContain('warning: A.employeeId');
    expect(output + errors).not.toContain('hunter2');
  });
});

describe('a filter that cannot be used', () => {
  const mistaken = [{ name: 'A', clauses: [{ attribute: 'departmnt', operator: 'equals', value: 'x' }] }];

  it('is refused with all mistakes and their places', async () => {
    const { exitCode, output, errors } = await scoping({ filter: mistaken });

    expect({ exitCode, output }).toEqual({ exitCode: 1, output: '' });
    expect(errors).toMatch(
      /filter\.json:1:\d+ {2}\[0\]\.clauses\[0\]\.operator .*"equals" is no operator; did you mean EQUALS\?/,
    );
    expect(errors).toMatch(/filter\.json:1:\d+ {2}\[0\]\.clauses\[0\]\.attribute /);
    expect(errors).toContain('did you mean department?');
  });

  it('is refused in the answer itself for programs', async () => {
    const { exitCode, answer } = await scopingJson({ filter: mistaken });

    expect(exitCode).toBe(1);
    expect(answer).toEqual({
      inScope: false,
      trace: {},
      error: expect.stringContaining('did you mean EQUALS?'),
    });
  });

  it.each([
    ['a syntax error', '{\n"groups": }x"', 'filter.json:2:'],
    ['nothing', '', 'is empty'],
    ['a text', '"x"', 'filter.json holds no filter'],
    [
      'an unknown operator of an object mapping',
      '{"scope": {"groups": [{"clauses": [\n{"sourceOperandName": "city", "operatorName": "is"}]}]}}',
      'filter.json:2:47  scope.groups[0].clauses[0].operatorName',
    ],
    [
      'a missing operator',
      '{"groups": [{"clauses": [\n{"sourceOperandName": "city"}]}]}',
      'groups[0].clauses[0].operatorName',
    ],
    [
      'a misspelt key',
      '- name: A\n  clauses:\n    - attribute: city\n      operater: x\n',
      'filter.json:4:7',
    ],
    ['something else in it', '{"name": "A", "clauses": []}', 'it has none of groups'],
    ['too deep a nest', '['.repeat(20_000), 'filter.json'],
  ])('because of %s is shown where', async (_, filter, place) => {
    const text = await scoping({ filter });
    const { exitCode, answer } = await scopingJson({ filter });

    expect({ exitCode: text.exitCode, output: text.output }).toEqual({ exitCode: 1, output: '' });
    expect(text.errors).toContain(place);
    expect({ exitCode, inScope: answer.inScope, trace: answer.trace }).toEqual({
      exitCode: 1,
      inScope: false,
      trace: {},
    });
    expect(answer.error).toContain(place);
  });

  it('is read up to a size', async () => {
    const { exitCode, errors } = await scoping({ filter: ' '.repeat(1_048_577) });

    expect(exitCode).toBe(2);
    expect(errors).toContain('is larger than 1 MiB');
  });

  it.each(['--filter', '--object'])('because the file of %s does not exist is refused', async (option) => {
    const paths = {
      '--filter': file('filter.json', FILTER),
      '--object': file('user.json', SAMPLE),
      [option]: '/nowhere/x',
    };
    const args = ['scoping', ...Object.entries(paths).flat()];
    const [text, program] = [recordingTerminal(), recordingTerminal()];

    expect(await run(args, text)).toBe(2);
    expect(await run([...args, '--output', 'json'], program)).toBe(1);
    expect(text.errors()).toContain('/nowhere/x does not exist');
    expect(JSON.parse(program.output())).toMatchObject({
      inScope: false,
      error: expect.stringContaining('/nowhere/x'),
    });
  });
});
