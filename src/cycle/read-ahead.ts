/**
 * The same pages, each asked for while the one before is worked on: reading and storing take turns no more. One page is held
 * at most. What fails is told where its page would be.
 */
export async function* readAhead<T>(pages: AsyncIterable<T>): AsyncGenerator<T> {
  const reader = pages[Symbol.asyncIterator]();
  const ask = (): Promise<IteratorResult<T>> => {
    const asked = reader.next();
    // Awaited a page later; an error until then is not unhandled.
    asked.catch(() => undefined);
    return asked;
  };
  let next = ask();
  try {
    for (;;) {
      const page = await next;
      if (page.done === true) return;
      next = ask();
      yield page.value;
    }
  } finally {
    await next.catch(() => undefined);
    await reader.return?.();
  }
}
