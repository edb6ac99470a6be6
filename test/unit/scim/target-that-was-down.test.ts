import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createScimTarget, type ScimTarget, type ScimTargetOptions } from '../../../src/scim/index.js';

const CONCURRENCY = 16;
const ANSWER_AFTER_MS = 20;

/** What came while the server was up: how many were in flight with it, and how many had been answered before. */
interface Arrival {
  readonly inFlight: number;
  readonly answered: number;
}

/** What the server does with requests. */
type Way = (response: ServerResponse) => void;

const breakOff: Way = (response) => response.destroy();
const fail: Way = (response) => response.writeHead(502).end();
const hang: Way = () => undefined;

describe('a target that was down', () => {
  let server: Server;
  let target: ScimTarget;
  let way: Way | null;
  let arrivals: Arrival[];
  let seen: number;

  beforeEach(async () => {
    way = null;
    arrivals = [];
    seen = 0;
    let [inFlight, answered] = [0, 0];
    server = createServer((request, response) => {
      seen += 1;
      request.resume();
      if (way !== null) {
        way(response);
        return;
      }
      if (arrivals.length === 0) answered = 0;
      inFlight += 1;
      arrivals.push({ inFlight, answered });
      void sleep(ANSWER_AFTER_MS).then(() => {
        inFlight -= 1;
        answered += 1;
        response.writeHead(200, { 'content-type': 'application/scim+json' });
        response.end('{"id":"a"}');
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(async () => {
    target.close();
    server.closeAllConnections();
    if (server.listening) await new Promise((resolve) => server.close(resolve));
  });

  function connect(options: Partial<ScimTargetOptions> = {}): void {
    const { port } = server.address() as AddressInfo;
    target = createScimTarget({
      baseUrl: `http://127.0.0.1:${port}/scim`,
      token: 'the-token',
      requestsPerSecond: 100_000,
      concurrency: CONCURRENCY,
      pageSize: 100,
      retryBudgetMs: 0,
      ...options,
    });
  }
  const ask = (count: number) =>
    Promise.allSettled(Array.from({ length: count }, () => target.get('User', 'a')));
  const reasonsOf = (results: Awaited<ReturnType<typeof ask>>) =>
    results.flatMap((result) => (result.status === 'rejected' ? [String(result.reason)] : []));
  const most = () => Math.max(...arrivals.map(({ inFlight }) => inFlight));

  it.each<[string, Way]>([
    ['broke connections off', breakOff],
    ['answered with 502', fail],
  ])('and %s gets one request when it is back, and one more with every answer', async (_, down) => {
    connect();
    await ask(CONCURRENCY);
    way = down;
    expect(reasonsOf(await ask(CONCURRENCY))).toHaveLength(CONCURRENCY);

    way = null;
    arrivals = [];
    expect(reasonsOf(await ask(100))).toEqual([]);

    for (const { inFlight, answered } of arrivals) expect(inFlight).toBeLessThanOrEqual(answered + 1);
    expect(most()).toBeGreaterThan(2);
  });

  it('where nobody listened gets one request when it is back, and one more with every answer', async () => {
    connect();
    await ask(CONCURRENCY);
    const { port } = server.address() as AddressInfo;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    expect(reasonsOf(await ask(CONCURRENCY))).toHaveLength(CONCURRENCY);

    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    arrivals = [];
    await ask(100);

    for (const { inFlight, answered } of arrivals) expect(inFlight).toBeLessThanOrEqual(answered + 1);
  });

  it('and hangs is tried by one request, for which nobody else waits in vain', async () => {
    connect({ requestTimeoutMs: 300 });
    way = hang;
    await ask(CONCURRENCY);
    seen = 0;

    const began = performance.now();
    const reasons = reasonsOf(await ask(CONCURRENCY));

    expect(seen).toBe(1);
    expect(reasons.filter((reason) => reason.includes('was not tried'))).toHaveLength(CONCURRENCY - 1);
    expect(performance.now() - began).toBeLessThan(2 * 300);
  });
});
