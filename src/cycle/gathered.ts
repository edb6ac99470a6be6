/**
 * Carries out in one go what many ask for at the same time: while one call is under way, the next is collected.
 * @param work is called with all that was asked for since its last call, never twice at once.
 * @returns asks for something, and settles as the call does that carries it out.
 */
export function gathered<T>(
  work: (items: readonly T[]) => Promise<void>,
): (items: readonly T[]) => Promise<void> {
  let waiting: T[] = [];
  let next: Promise<void> | null = null;
  let current: Promise<void> = Promise.resolve();
  const carryOut = (): Promise<void> => {
    const items = waiting;
    waiting = [];
    next = null;
    return work(items);
  };
  return (items) => {
    if (items.length === 0) return Promise.resolve();
    waiting.push(...items);
    if (next === null) {
      next = current.then(carryOut);
      current = next.catch(() => undefined);
    }
    return next;
  };
}
