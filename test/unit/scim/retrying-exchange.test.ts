import { EventEmitter, once } from 'node:events';
import { afterEach, describe, expect, it } from '@jest/globals';
import {
  createScimTarget,
  OutcomeUnknown,
  type ScimTarget,
  type ScimTargetOptions,
} from '../../../src/scim/index.js';
import { startScriptedServer, type ScriptedServer, type Step } from './scripted-server.js';

const USER = { id: 'a', userName: 'ann' };
const EMPTY_LIST = {
  schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
  totalResults: 0,
  Resources: [],
};
const OK: Step = { status: 200, body: USER };
const WAIT_NOT: Readonly<Record<string, string>> = { 'retry-after': '0' };

let server: ScriptedServer | undefined;
let target: ScimTarget | undefined;

afterEach(async () => {
  target?.close();
  await server?.stop();
});

describe('a request that may be repeated', () => {
  it.each<{ name: string; step: Step }>([
    { name: '429', step: { status: 429, headers: WAIT_NOT } },
    { name: '503 with Retry-After', step: { status: 503, headers: WAIT_NOT } },
    { name: '503', step: { status: 503 } },
    { name: '500', step: { status: 500, headers: WAIT_NOT } },
    { name: '502', step: { status: 502, headers: WAIT_NOT } },
    { name: '504', step: { status: 504, headers: WAIT_NOT } },
    { name: 'a cut connection', step: 'cut' },
  ])('is repeated after $name', async ({ step }) => {
    const { client, seen } = await given([step, OK]);

    expect(await client.get('User', 'a')).toMatchObject(USER);

    expect(seen).toHaveLength(2);
  });

  it('ends as TargetUnavailable when the time for it is over', async () => {
    const { client, seen } = await given([{ status: 500, headers: WAIT_NOT }, { status: 502 }], {
      retryBudgetMs: 100,
    });

    await expect(client.get('User', 'a')).rejects.toMatchObject({
      type: 'TargetUnavailable',
      retryable: true,
    });
    expect(seen).toHaveLength(2);
  });

  it('ends as TargetUnavailable when no answer comes in time', async () => {
    const { client } = await given(['hang'], { requestTimeoutMs: 50, retryBudgetMs: 0 });

    await expect(client.get('User', 'a')).rejects.toMatchObject({ type: 'TargetUnavailable' });
  });

  it('ends as TargetUnavailable when nobody listens', async () => {
    const { client } = await given([OK], { retryBudgetMs: 0 });
    await server?.stop();
    server = undefined;

    await expect(client.get('User', 'a')).rejects.toThrow(/ECONNREFUSED/);
  });
});

describe('a create', () => {
  it.each<{ name: string; step: Step }>([
    { name: '429', step: { status: 429, headers: WAIT_NOT } },
    { name: '503 with Retry-After', step: { status: 503, headers: WAIT_NOT } },
  ])('is repeated after $name, which says that nothing happened', async ({ step }) => {
    const { client, seen } = await given([step, { status: 201, body: USER }]);

    expect(await client.create('User', { userName: 'ann' })).toMatchObject({ id: 'a' });

    expect(seen).toHaveLength(2);
  });

  it.each<{ name: string; step: Step }>([
    { name: '502', step: { status: 502 } },
    { name: '504', step: { status: 504, headers: WAIT_NOT } },
    { name: 'a cut connection', step: 'cut' },
    { name: 'silence', step: 'hang' },
  ])('is not repeated after $name: nobody knows the outcome', async ({ step }) => {
    const { client, seen } = await given([step], { requestTimeoutMs: 200 });

    await expect(client.create('User', { userName: 'ann' })).rejects.toBeInstanceOf(OutcomeUnknown);

    expect(seen).toHaveLength(1);
  });

  it.each([500, 503])('is not repeated after %d', async (status) => {
    const { client, seen } = await given([{ status }]);

    await expect(client.create('User', { userName: 'ann' })).rejects.toMatchObject({
      type: 'TargetUnavailable',
    });

    expect(seen).toHaveLength(1);
  });
});

describe('a target that asks to wait', () => {
  it('is asked by nobody until then', async () => {
    const { client, seen, isWaiting } = await given([{ status: 429, headers: { 'retry-after': '1' } }, OK]);

    const first = client.get('User', 'a');
    await isWaiting;
    await Promise.all([first, client.get('User', 'b'), client.get('User', 'c')]);

    const [refused, ...others] = seen.map(({ at }) => at);
    expect(others).toHaveLength(3);
    for (const at of others) expect(at - (refused ?? 0)).toBeGreaterThanOrEqual(995);
    expect(seen[1]?.url).toBe('/scim/Users/a');
  });

  it('longer than is worth waiting is told to the caller, and to everyone after', async () => {
    const { client, seen } = await given([{ status: 429, headers: { 'retry-after': '3600' } }, OK]);

    await expect(client.get('User', 'a')).rejects.toMatchObject({
      type: 'TargetThrottled',
      retryAfterMs: 3_600_000,
    });
    await expect(client.get('User', 'b')).rejects.toMatchObject({ type: 'TargetThrottled' });
    expect(seen).toHaveLength(1);
  });
});

describe('an aborted signal', () => {
  it('ends a request in flight', async () => {
    const { client } = await given(['hang']);
    const aborting = new AbortController();

    const reading = client.get('User', 'a', aborting.signal);
    while (server?.seen.length === 0) await new Promise(setImmediate);
    aborting.abort(new Error('enough'));

    await expect(reading).rejects.toThrow('enough');
  });

  it('ends waiting for a turn', async () => {
    const { client, seen } = await given(['hang'], { concurrency: 1, requestTimeoutMs: 1_000 });
    const aborting = new AbortController();
    const first = client.get('User', 'a', aborting.signal);

    const second = client.get('User', 'b', aborting.signal);
    aborting.abort(new Error('enough'));

    await expect(first).rejects.toThrow('enough');
    await expect(second).rejects.toThrow('enough');
    expect(seen.map(({ url }) => url)).not.toContain('/scim/Users/b');
  });

  it('ends waiting for the next attempt', async () => {
    const { client, isWaiting } = await given([{ status: 500, headers: { 'retry-after': '19' } }]);
    const aborting = new AbortController();

    const reading = client.get('User', 'a', aborting.signal);
    await isWaiting;
    aborting.abort(new Error('enough'));

    await expect(reading).rejects.toThrow('enough');
  });

  it('ends waiting as long as the target asked', async () => {
    const { client, isWaiting } = await given([{ status: 429, headers: { 'retry-after': '19' } }]);
    const aborting = new AbortController();

    const reading = client.get('User', 'a', aborting.signal);
    await isWaiting;
    aborting.abort(new Error('enough'));

    await expect(reading).rejects.toThrow('enough');
  });

  it('sends nothing when it was aborted before', async () => {
    const { client, seen } = await given([{ status: 200, body: EMPTY_LIST }]);

    await expect(client.probe('User', 'userName', AbortSignal.abort(new Error('enough')))).rejects.toThrow(
      'enough',
    );

    expect(seen).toEqual([]);
  });
});

async function given(
  steps: readonly [Step, ...Step[]],
  options: Partial<ScimTargetOptions> = {},
): Promise<{ client: ScimTarget; seen: ScriptedServer['seen']; isWaiting: Promise<unknown> }> {
  server = await startScriptedServer(steps);
  const log = new EventEmitter();
  target = createScimTarget({
    baseUrl: server.url,
    token: 'the-token',
    requestsPerSecond: 1_000,
    concurrency: 8,
    pageSize: 100,
    logger: { debug: () => undefined, warn: () => void log.emit('waiting') },
    ...options,
  });
  return { client: target, seen: server.seen, isWaiting: once(log, 'waiting') };
}
