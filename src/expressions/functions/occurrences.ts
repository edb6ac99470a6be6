/**
 * Where `sought` stands in `text` from the 0-based index `from` on, without overlaps; nowhere when it is `""`. Takes time in
 * proportion to both lengths, whatever the texts (Knuth, Morris and Pratt), which `indexOf` does not promise.
 */
export function* occurrences(text: string, sought: string, from = 0): Generator<number> {
  if (sought === '' || sought.length > text.length - from) return;
  const fallbacks = fallbacksOf(sought);
  let matched = 0;
  for (let index = from; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    while (matched > 0 && sought.charCodeAt(matched) !== unit) matched = fallbacks[matched - 1] ?? 0;
    if (sought.charCodeAt(matched) === unit) matched += 1;
    if (matched < sought.length) continue;
    yield index - matched + 1;
    matched = 0;
  }
}

/** The parts of `text` between the delimiters; `text` itself when it has none, or the delimiter is `""`. */
export function partsBetween(text: string, delimiter: string): readonly string[] {
  const parts: string[] = [];
  let start = 0;
  for (const end of occurrences(text, delimiter)) {
    parts.push(text.slice(start, end));
    start = end + delimiter.length;
  }
  parts.push(text.slice(start));
  return parts;
}

/** For each beginning of the text: how long its longest proper beginning is that it also ends with. */
function fallbacksOf(text: string): Uint32Array {
  const fallbacks = new Uint32Array(text.length);
  let matched = 0;
  for (let index = 1; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    while (matched > 0 && text.charCodeAt(matched) !== unit) matched = fallbacks[matched - 1] ?? 0;
    if (text.charCodeAt(matched) === unit) matched += 1;
    fallbacks[index] = matched;
  }
  return fallbacks;
}
