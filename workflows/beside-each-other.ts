import { CancellationScope } from '@temporalio/workflow';

/**
 * Works on several things, at most `width` at a time. Where one fails nothing more begins, the others are cancelled, and all
 * have ended before this does.
 * @throws what failed first.
 */
export async function besideEachOther<T>(
  things: Iterable<T>,
  width: number,
  work: (thing: T) => Promise<void>,
): Promise<void> {
  const waiting = [...things];
  const failures: unknown[] = [];
  const scope = new CancellationScope();
  const lane = async (): Promise<void> => {
    try {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await work(next);
    } catch (error) {
      failures.push(error);
      waiting.length = 0;
      scope.cancel();
    }
  };
  await scope.run(() => Promise.all(Array.from({ length: Math.min(width, waiting.length) }, lane)));
  if (failures.length > 0) throw failures[0];
}
