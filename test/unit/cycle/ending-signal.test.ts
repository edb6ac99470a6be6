import { describe, expect, it } from '@jest/globals';
import { endingSignal } from '../../../src/cycle/ending-signal.js';
import { until } from '../../support/until.js';

const GRACE_MS = 100;

describe('the signal for requests of a phase', () => {
  function signals() {
    const [phase, lease] = [new AbortController(), new AbortController()];
    return { phase, lease, signal: endingSignal(phase.signal, lease.signal, GRACE_MS) };
  }

  it('is aborted some time after that of the phase, for its reason', async () => {
    const { phase, signal } = signals();
    const began = performance.now();

    phase.abort(new Error('paused'));

    expect(signal.aborted).toBe(false);
    await until(() => signal.aborted, { everyMs: 5 });
    expect(performance.now() - began).toBeGreaterThanOrEqual(GRACE_MS - 5);
    expect(() => {
      signal.throwIfAborted();
    }).toThrow('paused');
  });

  it('is aborted at once when the lease is lost', () => {
    const { lease, signal } = signals();

    lease.abort(new Error('lost'));

    expect(signal.reason).toEqual(new Error('lost'));
  });

  it('asks the lease before a request is sent', () => {
    const lease = new AbortController();
    lease.signal.throwIfAborted = () => {
      throw new Error('the clock says so');
    };
    const signal = endingSignal(new AbortController().signal, lease.signal, GRACE_MS);

    expect(() => {
      signal.throwIfAborted();
    }).toThrow('the clock says so');
  });

  it('is of use in a phase that was told to stop before it began', async () => {
    const signal = endingSignal(
      AbortSignal.abort(new Error('paused')),
      new AbortController().signal,
      GRACE_MS,
    );

    await until(() => signal.aborted, { everyMs: 5 });
    expect(signal.reason).toEqual(new Error('paused'));
  });
});
