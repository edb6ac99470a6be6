import { describe, expect, it } from '@jest/globals';
import { pass } from './limiting-target.js';

const MINUTE = 60_000;
const CONCURRENCY = 16;
/** Ten minutes of 200 requests a second are some seconds of a processor that nobody else uses. */
const SIMULATION_TIMEOUT_MS = 600_000;

describe('a target that takes so many requests in any second, and no more', () => {
  const situations = [5, 7, 20, 200, 1_000].flatMap((allowed) =>
    [0, 20, 200].flatMap((latencyMs) => [0, 10, 20].map((jitterMs) => ({ allowed, latencyMs, jitterMs }))),
  );

  it.each(situations)(
    'gets $allowed a second, $latencyMs ms away with $jitterMs ms of jitter, where so many are configured',
    async ({ allowed, latencyMs, jitterMs }) => {
      const requests = Math.max(400, Math.min(4_000, allowed * 20));

      const passage = await pass({ allowed, configured: allowed, latencyMs, jitterMs, requests });

      const possible = Math.min(allowed, (CONCURRENCY * 1_000) / (latencyMs + jitterMs));
      expect(passage.perSecond / possible).toBeGreaterThanOrEqual(0.95);
      expect(passage.throttledShare).toBeLessThanOrEqual(0.005);
    },
  );

  it.each([
    { what: 'is answered late for a few, however late', latencyMs: 10, late: 0.02, lateMs: 300 },
    { what: 'answers after seconds', latencyMs: 3_000, late: 0, lateMs: 0 },
  ])('gets nearly as many where it $what', async ({ latencyMs, late, lateMs }) => {
    const passage = await pass({
      allowed: 5,
      configured: 5,
      latencyMs,
      jitterMs: (random) => (random < late ? lateMs : 2),
      requests: 500,
    });

    expect(passage.perSecond).toBeGreaterThanOrEqual(5 * 0.9);
    expect(passage.throttledShare).toBeLessThanOrEqual(0.01);
  });

  it.each(
    [5, 20, 50, 200, 400].flatMap((allowed) =>
      [2, 20].flatMap((latencyMs) => [0, 20].map((jitterMs) => ({ allowed, latencyMs, jitterMs }))),
    ),
  )(
    'is found out to take $allowed a second, $latencyMs ms away with $jitterMs ms of jitter, where far more are configured',
    async ({ allowed, latencyMs, jitterMs }) => {
      const requests = allowed < 50 ? 2_000 : 10_000;

      const passage = await pass({ allowed, configured: 10_000, latencyMs, jitterMs, requests });

      expect(passage.perSecond / allowed).toBeGreaterThanOrEqual(0.9);
      expect(passage.throttledShare).toBeLessThanOrEqual(0.01);
    },
  );

  it.each([20, 200])('is believed at once when it tells that it takes %d a second', async (allowed) => {
    const passage = await pass({
      allowed,
      configured: 10_000,
      latencyMs: 20,
      requests: allowed * 20,
      told: (left) => ({
        left: { requests: left, resetMs: 1_000 },
        policy: { requests: allowed, windowMs: 1_000 },
      }),
    });

    expect(passage.perSecond / allowed).toBeGreaterThanOrEqual(0.98);
    expect(passage.throttledShare).toBe(0);
  });

  it(
    'is given less when it takes less, and more when it takes more again',
    async () => {
      const allowed = (now: number) => (now < MINUTE || now > 2 * MINUTE ? 200 : 50);

      const { acceptedAt } = await pass({ allowed, configured: 200, latencyMs: 10, requests: 60_000 });

      const inMinute = (minute: number) =>
        acceptedAt.filter((at) => at >= minute * MINUTE && at < (minute + 1) * MINUTE).length / 60;
      expect(inMinute(0)).toBeGreaterThanOrEqual(200 * 0.95);
      expect(inMinute(1)).toBeGreaterThanOrEqual(50 * 0.8);
      const minutes = Math.floor((acceptedAt.at(-1) ?? Infinity) / MINUTE);
      expect(minutes).toBeLessThanOrEqual(12);
      expect(inMinute(minutes - 1)).toBeGreaterThanOrEqual(200 * 0.95);
    },
    SIMULATION_TIMEOUT_MS,
  );

  it('that takes nothing for a minute gets as many as before when it is back', async () => {
    const allowed = (now: number) => (now > 5_000 && now < 65_000 ? 0 : 200);

    const passage = await pass({ allowed, configured: 200, latencyMs: 10, requests: 20_000 });

    expect(passage.elapsedMs).toBeLessThan(20_000 / 0.2 + MINUTE + 5_000);
  });
});

describe('a target whose answers take longer', () => {
  it('gets fewer at once when they wait there, and is not slower for it', async () => {
    const workers = (now: number) => (now < 10_000 ? CONCURRENCY : 4);

    const { queued, elapsedMs } = await pass({
      allowed: 10_000,
      configured: 10_000,
      latencyMs: 20,
      workers,
      requests: 20_000,
    });

    const later = queued.slice(12_000);
    expect(later.reduce((sum, count) => sum + count, 0) / later.length).toBeLessThan(
      ((CONCURRENCY - 4) * 2) / 3,
    );
    expect(elapsedMs).toBeLessThan((10_000 + ((20_000 - 8_000) / 400) * 1_000) * 1.05);
  });

  it.each([
    { what: 'always the same time', jitterMs: () => 0, latencyMs: 20, meanMs: 20 },
    { what: 'any time', jitterMs: (u: number) => -20 * Math.log(1 - u), latencyMs: 2, meanMs: 42 },
    {
      what: 'a long time now and then',
      jitterMs: (u: number) => (u < 0.02 ? 500 : 5),
      latencyMs: 2,
      meanMs: 41.8,
    },
  ])('gets all that it can take where they take $what', async ({ jitterMs, latencyMs, meanMs }) => {
    const { perSecond } = await pass({
      allowed: 10_000,
      configured: 10_000,
      latencyMs,
      jitterMs,
      requests: 20_000,
    });

    expect(perSecond).toBeGreaterThanOrEqual(((CONCURRENCY * 1_000) / meanMs) * 0.95);
  });
});
