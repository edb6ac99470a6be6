import { describe, expect, it } from '@jest/globals';
import { run } from '../../../src/cli/run.js';
import { entry, escrow, ESCROWS, event, EVENTS, readApi } from './a-read-api.js';
import { recordingTerminal } from './recording-terminal.js';

describe('what scimflow logs shows beside the entries', () => {
  it('shows between the entries what cycles decided about themselves', async () => {
    const api = await readApi(
      () => ({ entries: [entry(20, 'update'), entry(10, 'create')], nextCursor: null }),
      200,
      {
        [EVENTS]: { events: [event(30), event(20), event(5)], nextCursor: null },
      },
    );
    const terminal = recordingTerminal(api.env);

    await run(['logs', 'dialpad'], terminal);

    expect(terminal.output().match(/create|update|SuspiciousDrop|moment \d+/g)).toEqual([
      'SuspiciousDrop',
      'moment 5',
      'create',
      'SuspiciousDrop',
      'moment 20',
      'update',
      'SuspiciousDrop',
      'moment 30',
    ]);
  });

  it('shows the newest so many of both together', async () => {
    const api = await readApi(
      () => ({ entries: [entry(20, 'update'), entry(10, 'create')], nextCursor: null }),
      200,
      {
        [EVENTS]: { events: [event(15), event(5)], nextCursor: null },
      },
    );
    const terminal = recordingTerminal(api.env);

    await run(['logs', 'dialpad', '-n', '2'], terminal);

    expect(terminal.output().match(/create|update|moment \d+/g)).toEqual(['moment 15', 'update']);
  });

  it.each([
    ['who asks about somebody', ['--user', 'amara']],
    ['who asks for a status', ['--status', 'failure']],
    ['who asks for an action', ['--action', 'create']],
    ['a program, which knows entries only', ['-o', 'json']],
  ])('does not tell %s of cycles', async (_, args) => {
    const api = await readApi(() => ({ entries: [entry(1, 'create')], nextCursor: null }), 200, {
      [EVENTS]: { events: [event(1)], nextCursor: null },
    });
    const terminal = recordingTerminal(api.env);

    await run(['logs', 'dialpad', ...args], terminal);

    expect(terminal.output()).not.toContain('SuspiciousDrop');
  });

  it.each([
    ['text', 'moment 1'],
    ['json', '"code":"SuspiciousDrop"'],
  ])('shows events alone when asked for, as %s', async (output, expected) => {
    const api = await readApi(() => ({ entries: [entry(1, 'create')], nextCursor: null }), 200, {
      [EVENTS]: { events: [event(1)], nextCursor: null },
    });
    const terminal = recordingTerminal(api.env);

    await run(['logs', 'dialpad', '--events', '-o', output], terminal);

    expect(terminal.output()).toContain(expected);
    expect(api.asked).toEqual([]);
  });

  it('shows the entries also where a worker of the version before knows no events', async () => {
    const api = await readApi(() => ({ entries: [entry(1, 'create')], nextCursor: null }), 200, {
      [EVENTS]: 404,
    });
    const terminal = recordingTerminal(api.env);

    expect(await run(['logs', 'dialpad'], terminal)).toBe(0);
    expect(terminal.output()).toContain('create');
    expect(await run(['logs', 'dialpad', '--events'], terminal)).toBe(1);
    expect(terminal.errors()).toContain('older version');
  });

  it('follows events beside the entries, each once', async () => {
    let round = 0;
    const terminal = recordingTerminal();
    const events = { events: [event(1)], nextCursor: null };
    const api = await readApi(
      () => {
        round += 1;
        // Recorded late: it is older than the newest entry.
        if (round === 2) events.events = [event(2), event(1)];
        if (round === 4) terminal.interrupt();
        return { entries: [entry(9, 'create')], nextCursor: null };
      },
      200,
      { [EVENTS]: events },
    );
    Object.assign(terminal.env, api.env);

    await run(['logs', 'dialpad', '--follow'], terminal);

    expect(terminal.output().match(/create|moment \d+/g)).toEqual(['moment 1', 'create', 'moment 2']);
  }, 20_000);

  it.each([
    ['staged', 'stagedDelete,stagedAction'],
    ['create, delete', 'create,delete'],
    ['disable,staged', 'disable,stagedDelete,stagedAction'],
  ])('asks for the action %s as %s', async (action, expected) => {
    const api = await readApi(() => ({ entries: [], nextCursor: null }));

    await run(['logs', 'dialpad', '--action', action], recordingTerminal(api.env));

    expect(api.asked[0]?.query['action']).toBe(expected);
  });

  it('lists what failed and is tried again: who, why, how often, when next, and what to do', async () => {
    const escrows = [
      escrow({}),
      escrow({ sourceName: null, about: 'references', nextAttemptAt: '2026-01-01T00:00:00.000Z' }),
    ];
    const api = await readApi(() => null, 200, { [ESCROWS]: { escrows, nextCursor: null } });
    const terminal = recordingTerminal(api.env);

    await run(['logs', 'dialpad', '--escrows'], terminal);

    expect(terminal.output()).toMatch(
      /object +Amara +source-1\n +EntryConflict, 3 attempts, next in \d+d.*\n +What to do: Change it\.\n/,
    );
    expect(terminal.output()).toMatch(
      /references +source-1\n +EntryConflict, 3 attempts, next with the next cycle/,
    );
  });

  it('gives what is tried again to programs, and says so when there is nothing', async () => {
    const others = { [ESCROWS]: { escrows: [escrow({})], nextCursor: null } };
    const api = await readApi(() => null, 200, others);
    const terminal = recordingTerminal(api.env);

    await run(['logs', 'dialpad', '--escrows', '-o', 'json'], terminal);
    expect(JSON.parse(terminal.output())).toEqual(escrow({}));

    others[ESCROWS] = { escrows: [], nextCursor: null };
    await run(['logs', 'dialpad', '--escrows'], terminal);
    expect(terminal.errors()).toContain('Nothing failed that is tried again.');
  });

  it.each([
    [['--escrows', '--follow']],
    [['--escrows', '--user', 'amara']],
    [['--events', '--status', 'failure']],
    [['--action', 'stage']],
    [['--action', '']],
  ])('does not understand %j', async (args) => {
    expect(await run(['logs', 'dialpad', ...args], recordingTerminal())).toBe(2);
  });
});
