import { describe, expect, it } from '@jest/globals';
import { run } from '../../../src/cli/run.js';
import { ESCROWS, entry, escrow, event, EVENTS, readApi } from './a-read-api.js';
import { recordingTerminal } from './recording-terminal.js';

const steps = [
  {
    name: 'EntrySynchronizationScoping',
    provisioningStepType: 'scoping',
    status: 'skipped',
    description: 'The user is not in scope',
    details: {
      'Assigned to the application': 'True',
      ScopeEvaluationResult: JSON.stringify({
        "Staff.department EQUALS 'Sales'": false,
        'Staff.city IS NOT NULL': true,
      }),
    },
  },
  {
    name: 'EntrySynchronizationError',
    provisioningStepType: 'export',
    status: 'failure',
    description: 'Refused\u001b[2J',
    details: { ScopeEvaluationResult: 'no JSON' },
  },
];
const whole = {
  ...entry(7, 'skip'),
  jobId: 'dialpad',
  changeId: '1~source-1',
  initiatedBy: { displayName: 'Provision on demand', initiatorType: 'user' },
  provisioningSteps: steps,
};

describe('scimflow logs --steps', () => {
  it('asks for the steps and shows each with its details, every clause of the filters among them', async () => {
    const api = await readApi(() => ({ entries: [whole], nextCursor: null }));
    const terminal = recordingTerminal(api.env);

    await run(['logs', 'dialpad', '--steps'], terminal);

    expect(api.asked[0]?.query).toMatchObject({ steps: 'true' });
    expect(terminal.output().split('\n').slice(2)).toEqual([
      '    entry 7, cycle 1, change 1~source-1, by Provision on demand',
      '    scoping              skipped  The user is not in scope  EntrySynchronizationScoping',
      '        Assigned to the application: True',
      "        Staff.department EQUALS 'Sales': False",
      '        Staff.city IS NOT NULL: True',
      '    export               failure  Refused  EntrySynchronizationError',
      '        ScopeEvaluationResult: no JSON',
    ]);
  });

  it('gives them to programs as they are', async () => {
    const api = await readApi(() => ({ entries: [whole], nextCursor: null }));
    const terminal = recordingTerminal(api.env);

    await run(['logs', 'dialpad', '--steps', '-o', 'json'], terminal);

    expect(JSON.parse(terminal.output())).toEqual(whole);
  });

  it('does not ask for them otherwise', async () => {
    const api = await readApi(() => ({ entries: [entry(7, 'skip')], nextCursor: null }));

    await run(['logs', 'dialpad'], recordingTerminal(api.env));

    expect(api.asked[0]?.query).not.toHaveProperty('steps');
  });
});

describe('scimflow logs --id', () => {
  it.each([
    ['for people', [], /skip {3}[^]*scoping/],
    ['for programs', ['-o', 'json'], /^{"id":"7".*"provisioningSteps":/],
  ])('shows one entry whole, %s', async (_, options, expected) => {
    const api = await readApi(() => whole);
    const terminal = recordingTerminal(api.env);

    expect(await run(['logs', 'dialpad', '--id', '7', ...options], terminal)).toBe(0);
    expect(api.asked[0]?.path).toBe('/v1/apps/dialpad/provisioning-logs/7');
    expect(terminal.output()).toMatch(expected);
  });

  it('says that there is no such entry, and where ids are', async () => {
    const api = await readApi(() => ({}), 404);
    const terminal = recordingTerminal(api.env);

    expect(await run(['logs', 'dialpad', '--id', '8'], terminal)).toBe(1);
    expect(terminal.errors()).toMatch(/no entry 8 in the log of dialpad[^]*--output json/);
  });

  it.each([
    ['no id', ['--id', '../status']],
    ['a filter beside it', ['--id', '7', '--user', 'amara']],
  ])('refuses %s', async (_, options) => {
    expect(await run(['logs', 'dialpad', ...options], recordingTerminal())).toBe(2);
  });
});

describe('scimflow logs --all', () => {
  it('prints everything, oldest first, with the events between, and passes over pages without entries', async () => {
    const pages: Readonly<Record<string, object>> = {
      '': { entries: [entry(1, 'create'), entry(3, 'update')], nextCursor: '3' },
      3: { entries: [], nextCursor: '4' },
      4: { entries: [entry(5, 'delete')], nextCursor: null },
    };
    const api = await readApi(({ query }) => pages[query['cursor'] ?? ''], 200, {
      [EVENTS]: { events: [event(2), event(6)], nextCursor: null },
    });
    const terminal = recordingTerminal(api.env);

    expect(await run(['logs', 'dialpad', '--all'], terminal)).toBe(0);
    expect(terminal.output()).toMatch(/create[^]*moment 2[^]*update[^]*delete[^]*moment 6/);
    expect(api.asked.map(({ query }) => query['order'])).toEqual(['asc', 'asc', 'asc']);
  });

  it('does not pass the order of an older worker off as its own', async () => {
    const api = await readApi(() => ({
      entries: [entry(2, 'update'), entry(1, 'create')],
      nextCursor: null,
    }));
    const terminal = recordingTerminal(api.env);

    expect(await run(['logs', 'dialpad', '--all'], terminal)).toBe(1);
    expect(terminal.errors()).toContain('another version');
  });

  it('lists all that failed', async () => {
    const api = await readApi(() => ({}), 200, {
      [ESCROWS]: { escrows: [escrow({}), escrow({ sourceName: 'Bo' })], nextCursor: null },
    });
    const terminal = recordingTerminal(api.env);

    await run(['logs', 'dialpad', '--escrows', '--all'], terminal);

    expect(terminal.output()).toMatch(/Amara[^]*Bo/);
  });

  it('says when there is nothing', async () => {
    const api = await readApi(() => ({ entries: [], nextCursor: null }));
    const terminal = recordingTerminal(api.env);

    await run(['logs', 'dialpad', '--all', '--user', 'nobody'], terminal);

    expect(terminal.errors()).toContain('No entries.');
  });
});
