/** The largest document that is read, in characters of its JSON without white space, about. */
export const MAX_DOCUMENT_SIZE = 2 * 1_048_576;
/** Deep enough for the deepest expression, which takes three levels a function; keeps hostile data off the stack. */
const MAX_DEPTH = 640;

/** Why the data is too much to be looked at; null when it is not. Ends in bounded time, whatever the data. */
export function excessOf(data: unknown): string | null {
  const waiting: { readonly value: unknown; readonly depth: number }[] = [{ value: data, depth: 0 }];
  let size = 0;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, depth } = next;
    size += 2 + (typeof value === 'string' ? value.length : 0);
    if (typeof value === 'object' && value !== null) {
      if (depth === MAX_DEPTH) return 'is nested too deeply';
      for (const [key, inner] of Object.entries(value)) {
        size += Array.isArray(value) ? 1 : key.length + 3;
        waiting.push({ value: inner, depth: depth + 1 });
      }
    }
    if (size > MAX_DOCUMENT_SIZE) return 'is larger than 2 MiB';
  }
  return null;
}
