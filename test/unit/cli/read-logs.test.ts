import { describe, expect, it } from '@jest/globals';
import { run } from '../../../src/cli/run.js';
import { entry, readApi, TOKEN } from './a-read-api.js';
import { recordingTerminal } from './recording-terminal.js';

describe('scimflow logs', () => {
  it('asks the read API with the filters and the token, and prints the oldest first', async () => {
    const api = await readApi(() => ({
      entries: [entry(2, 'update'), entry(1, 'create')],
      nextCursor: null,
    }));
    const terminal = recordingTerminal(api.env);

    const exitCode = await run(
      ['logs', 'dialpad', '--user', 'amara', '--status', 'success', '--since', '2h'],
      terminal,
    );

    expect(exitCode).toBe(0);
    expect(api.asked[0]).toMatchObject({
      path: '/v1/apps/dialpad/provisioning-logs',
      authorization: `Bearer ${TOKEN}`,
      query: { user: 'amara', status: 'success', limit: '50' },
    });
    expect(Date.now() - Date.parse(api.asked[0]?.query['since'] ?? '')).toBeCloseTo(7_200_000, -4);
    expect(terminal.output()).toMatch(/create[^]*update/);
    expect(terminal.output()).toContain('displayName: "A" -> "B"');
  });

  it('follows the pages until it has as many entries as asked for', async () => {
    const api = await readApi(({ query }) => {
      const from = Number(query['cursor'] ?? 500);
      const ids = Array.from({ length: Number(query['limit']) }, (_, index) => from - index - 1);
      return { entries: ids.map((id) => entry(id, 'create')), nextCursor: String(ids.at(-1)) };
    });
    const terminal = recordingTerminal(api.env);

    await run(['logs', 'dialpad', '-n', '450', '-o', 'json'], terminal);

    const ids = terminal
      .output()
      .split('\n')
      .map((line) => Number((JSON.parse(line) as { id: string }).id));
    expect(ids).toEqual(Array.from({ length: 450 }, (_, index) => 50 + index));
    expect(api.asked.map(({ query }) => query['limit'])).toEqual(['200', '200', '50']);
  });

  it('follows new entries, each once, until it is interrupted', async () => {
    let round = 0;
    const terminal = recordingTerminal();
    const api = await readApi(() => {
      round += 1;
      if (round === 3) terminal.interrupt();
      return {
        entries: round === 1 ? [entry(1, 'create')] : [entry(2, 'update'), entry(1, 'create')],
        nextCursor: null,
      };
    });
    Object.assign(terminal.env, api.env);

    const exitCode = await run(['logs', 'dialpad', '--follow', '-o', 'json'], terminal);

    expect(exitCode).toBe(0);
    expect(
      terminal
        .output()
        .split('\n')
        .map((line) => (JSON.parse(line) as { id: string }).id),
    ).toEqual(['1', '2']);
    expect(api.asked[1]?.query['since']).toBe(entry(1, 'create').activityDateTime);
  }, 20_000);

  it('does not follow with older entries of the moment at which the first look was cut', async () => {
    let round = 0;
    const terminal = recordingTerminal();
    const newest = entry(5, 'create');
    const cut = { ...newest, id: '4' };
    const api = await readApi(() => {
      round += 1;
      if (round === 3) terminal.interrupt();
      const entries = round === 1 ? [newest] : [entry(6, 'update'), newest, cut];
      return { entries, nextCursor: null };
    });
    Object.assign(terminal.env, api.env);

    await run(['logs', 'dialpad', '--follow', '-n', '1', '-o', 'json'], terminal);

    const ids = terminal
      .output()
      .split('\n')
      .map((line) => (JSON.parse(line) as { id: string }).id);
    expect(ids).toEqual(['5', '6']);
  }, 20_000);

  it('goes on following when the API was away for a moment', async () => {
    let round = 0;
    const terminal = recordingTerminal();
    const api = await readApi(() => {
      round += 1;
      if (round === 4) terminal.interrupt();
      return round === 2
        ? 'not an answer'
        : { entries: round === 1 ? [entry(1, 'create')] : [entry(2, 'update')], nextCursor: null };
    });
    Object.assign(terminal.env, api.env);

    const exitCode = await run(['logs', 'dialpad', '--follow', '-o', 'json'], terminal);

    expect(exitCode).toBe(0);
    expect(terminal.output().split('\n')).toHaveLength(2);
    expect(terminal.errors()).toMatch(/read API.*Trying again\.\nIt answers again\./);
  }, 20_000);

  it('cannot be steered by what a name contains', async () => {
    const api = await readApi(() => ({
      entries: [{ ...entry(1, 'create'), sourceName: '\u001b[2JEvil\nEve' }],
      nextCursor: null,
    }));
    const terminal = recordingTerminal(api.env);

    await run(['logs', 'dialpad'], terminal);

    expect(terminal.output()).toContain('Evil Eve');
    expect(terminal.output()).not.toContain('\u001b');
  });

  it.each([
    ['refuses the token', 401, 'SCIMFLOW_API_TOKEN'],
    ['knows no such app', 404, 'knows no app dialpad'],
    ['fails', 500, 'answered 500'],
    ['is something else', 200, "is not scimflow's read API"],
  ])('says so when the API %s, without repeating its answer', async (_, status, expected) => {
    const api = await readApi(() => 'private answer', status);
    const terminal = recordingTerminal(api.env);

    const exitCode = await run(['logs', 'dialpad', '--user', 'amara'], terminal);

    expect(exitCode).toBe(1);
    expect(terminal.errors()).toContain(expected);
    expect(terminal.errors()).not.toMatch(new RegExp(`private|amara|${TOKEN}`));
  });
});
