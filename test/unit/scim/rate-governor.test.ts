import { afterEach, describe, expect, it } from '@jest/globals';
import { RateGovernor } from '../../../src/scim/rate-governor.js';

describe('the rate governor', () => {
  let governor: RateGovernor | undefined;

  afterEach(() => {
    governor?.close();
  });

  it.each([
    { requestsPerSecond: 100, mostInAnyTenth: 40 },
    { requestsPerSecond: 20, mostInAnyTenth: 8 },
    { requestsPerSecond: 4, mostInAnyTenth: 1 },
  ])('spreads $requestsPerSecond a second', async ({ requestsPerSecond, mostInAnyTenth }) => {
    governor = new RateGovernor({ requestsPerSecond, concurrency: 8, longestPauseMs: 1_000 });
    const startedAt: number[] = [];
    const run = governor.run.bind(governor);

    await Promise.all(
      Array.from({ length: requestsPerSecond + 1 }, async () =>
        run(async () => {
          startedAt.push(Date.now());
        }),
      ),
    );

    const [first = 0] = startedAt;
    expect((startedAt.at(-1) ?? 0) - first).toBeGreaterThanOrEqual(795);
    for (const start of startedAt) {
      const burst = startedAt.filter((other) => other >= start && other < start + 100);
      expect(burst.length).toBeLessThanOrEqual(mostInAnyTenth);
    }
  });

  it('keeps to the concurrency, halves it when throttled and recovers', async () => {
    governor = new RateGovernor({ requestsPerSecond: 100_000, concurrency: 8, longestPauseMs: 1_000 });
    expect(await highestConcurrency(governor)).toBe(8);

    governor.throttled(20);
    governor.throttled(20); // the same throttling, told by another request
    expect(await highestConcurrency(governor)).toBe(4);

    for (let success = 0; success < 80; success += 1) governor.succeeded();
    expect(await highestConcurrency(governor)).toBe(8);
  });

  it('sits out short pauses and tells of long ones', async () => {
    governor = new RateGovernor({ requestsPerSecond: 1_000, concurrency: 8, longestPauseMs: 1_000 });
    const { run, closedForMs } = {
      run: governor.run.bind(governor),
      closedForMs: governor.closedForMs.bind(governor),
    };

    governor.throttled(100);
    const afterPause = await run(async () => closedForMs());
    governor.throttled(60_000);
    const inLongPause = await run(async () => closedForMs());

    expect(afterPause).toBe(0);
    expect(inLongPause).toBeGreaterThan(59_000);
  });

  it('lets one go at a time when the target is down, and tells it who waited meanwhile', async () => {
    governor = new RateGovernor({ requestsPerSecond: 100_000, concurrency: 4, longestPauseMs: 1_000 });
    const { failed, run } = { failed: governor.failed.bind(governor), run: governor.run.bind(governor) };
    for (let failure = 0; failure < 4; failure += 1) governor.failed();
    expect(await highestConcurrency(governor)).toBe(1);

    const told = await Promise.all(
      Array.from({ length: 3 }, () =>
        run(async (isDown) => {
          await new Promise(setImmediate);
          if (!isDown) failed();
          return isDown;
        }),
      ),
    );

    expect(told).toEqual([false, true, true]);
    expect(await run(async (isDown) => isDown)).toBe(false);
  });

  it('lets the urgent go first', async () => {
    governor = new RateGovernor({ requestsPerSecond: 1_000, concurrency: 1, longestPauseMs: 1_000 });
    const order: string[] = [];
    const note = (name: string) => async () => void order.push(name);

    await Promise.all([
      governor.run(note('first')),
      governor.run(note('later')),
      governor.run(note('urgent'), { priority: 1 }),
    ]);

    expect(order).toEqual(['first', 'urgent', 'later']);
  });
});

async function highestConcurrency(governor: RateGovernor): Promise<number> {
  let running = 0;
  let highest = 0;
  await Promise.all(
    Array.from({ length: 24 }, () =>
      governor.run(async () => {
        running += 1;
        highest = Math.max(highest, running);
        await new Promise(setImmediate);
        running -= 1;
      }),
    ),
  );
  return highest;
}
