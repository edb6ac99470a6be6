/** The time a governor goes by. */
export interface GovernorClock {
  /** Milliseconds, never set back. */
  now(): number;
  /** Calls `wake` once, not before `afterMs` from now. @returns how to keep it from doing so. */
  wakeAfter(afterMs: number, wake: () => void): () => void;
}

export const realClock: GovernorClock = {
  now: () => performance.now(),
  wakeAfter(afterMs, wake) {
    const timer = setTimeout(wake, Math.ceil(afterMs));
    return () => {
      clearTimeout(timer);
    };
  },
};
