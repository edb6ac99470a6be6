import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Pace, type Departure } from '../../../src/scim/pace.js';

/** Sends as early as may be; each request arrives after its detour on a way of `wayMs`, and is answered after another. */
function arrivals(
  pace: Pace,
  { detoursMs, wayMs }: { readonly detoursMs: readonly number[]; readonly wayMs: number },
): { readonly sentAt: readonly number[]; readonly arrivedAt: readonly number[] } {
  const answers: { readonly at: number; readonly departure: Departure }[] = [];
  const [sentAt, arrivedAt]: [number[], number[]] = [[], []];
  let now = 0;
  for (const detourMs of detoursMs) {
    for (;;) {
      const waitMs = pace.waitMs(now);
      if (waitMs <= 0) break;
      const [answer] = answers;
      if (answer !== undefined && answer.at <= now + waitMs) {
        now = Math.max(now, answer.at);
        pace.arrived(answer.departure, now);
        answers.shift();
      } else now += waitMs;
    }
    sentAt.push(now);
    arrivedAt.push(now + wayMs + detourMs);
    answers.push({ at: now + 2 * wayMs + detourMs, departure: pace.depart(now) });
    answers.sort((a, b) => a.at - b.at);
  }
  return { sentAt, arrivedAt: arrivedAt.sort((a, b) => a - b) };
}

function shortest(times: readonly number[], count: number): number {
  return Math.min(...times.slice(count).map((time, index) => time - (times[index] ?? time)));
}

describe('the pace of requests', () => {
  it.each([
    { count: 1, windowMs: 4_000 },
    { count: 2, windowMs: 800 },
    { count: 5, windowMs: 1_000 },
    { count: 1_000, windowMs: 1_000 },
  ])('is even, and is $count in $windowMs ms', ({ count, windowMs }) => {
    const { sentAt } = arrivals(new Pace(count, windowMs), {
      detoursMs: new Array<number>(count * 5).fill(0),
      wayMs: 0,
    });

    expect(shortest(sentAt, count)).toBeGreaterThanOrEqual(windowMs);
    expect(sentAt.at(-1)).toBeLessThanOrEqual(windowMs * 5 * 1.01);
    expect(shortest(sentAt, Math.ceil(count / 2))).toBeGreaterThanOrEqual((windowMs / 2) * 0.85);
  });

  it('lets no more than that arrive in any window, however long requests are held up on their way', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 100, maxLength: 200 }),
        fc.integer({ min: 0, max: 100 }),
        (count, detoursMs, wayMs) => {
          // The first ones go straight, so that it is known how long the way is.
          const known = [...new Array<number>(20).fill(0), ...detoursMs];
          const { arrivedAt } = arrivals(new Pace(count, 1_000), { detoursMs: known, wayMs });

          expect(shortest(arrivedAt, count)).toBeGreaterThanOrEqual(1_000);
        },
      ),
    );
  });

  it('makes up for a delay of ours, and not for a long one', () => {
    const pace = new Pace(100, 1_000);
    const afterDelay = (now: number) => {
      let sent = 0;
      for (; pace.waitMs(now) <= 0; sent += 1) pace.depart(now);
      return sent;
    };

    expect(afterDelay(1_000)).toBe(6);
    expect(afterDelay(1_030)).toBe(3);
    expect(afterDelay(1_500)).toBe(6);
  });

  it('stands still where nothing is allowed, and goes on', () => {
    const pace = new Pace(5, 1_000);

    pace.allow(0, 1_000);
    expect(pace.waitMs(10)).toBe(Infinity);
    pace.allow(5, 1_000);
    expect(pace.waitMs(20)).toBe(0);
  });
});
