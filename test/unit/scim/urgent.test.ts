import { afterEach, describe, expect, it } from '@jest/globals';
import { createScimTarget, type PacedScimTarget } from '../../../src/scim/index.js';
import { until } from '../../support/until.js';
import { startScriptedServer, type ScriptedServer } from './scripted-server.js';

describe('a request that somebody waits for', () => {
  let server: ScriptedServer | undefined;
  let target: PacedScimTarget | undefined;

  afterEach(async () => {
    target?.close();
    await server?.stop();
  });

  it('is sent next, however many of a cycle wait', async () => {
    server = await startScriptedServer([{ status: 200, body: { id: 'a' } }]);
    target = createScimTarget({
      baseUrl: server.url,
      token: 'the-token',
      requestsPerSecond: 100,
      concurrency: 2,
      pageSize: 100,
    });
    const { urgent } = target;
    const { seen } = server;
    const ending = new AbortController();
    const cycle = Promise.allSettled(
      Array.from({ length: 1_000 }, async () => target?.get('User', 'of-the-cycle', ending.signal)),
    );
    await until(() => seen.length > 3);
    const before = seen.length;

    await urgent.get('User', 'on-demand');

    const place = seen.findIndex(({ url }) => url.endsWith('on-demand'));
    // What was under way when it was asked for had left before.
    expect(place - before).toBeLessThanOrEqual(2);
    ending.abort();
    await cycle;
  });
});
