import { stripVTControlCharacters } from 'node:util';

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
] as const;

/** A span of time in its one or two largest units: `2h 5m`, `40m`, `12s`, `1.4s`, `30ms`. */
export function span(ms: number): string {
  if (ms <= 0) return '0s';
  if (ms < 1_000) return `${Math.ceil(ms)}ms`;
  if (ms < 9_950) return `${(ms / 1_000).toFixed(1).replace('.0', '')}s`;
  if (ms < 60_000) return `${Math.round(ms / 1_000)}s`;
  let rest = Math.round(ms / 1_000) * 1_000;
  const parts: string[] = [];
  for (const [unit, size] of UNITS) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${count}${unit}`);
  }
  if (ms < 3_600_000 && rest > 0) parts.push(`${rest / 1_000}s`);
  return parts.slice(0, 2).join(' ');
}

/** How long ago or how far ahead an ISO time is: `2h 5m ago`, `in 40m`, `now`. */
export function relativeTime(iso: string, now: number): string {
  const distance = Date.parse(iso) - now;
  if (Number.isNaN(distance)) return iso;
  if (Math.abs(distance) < 1_000) return 'now';
  return distance > 0 ? `in ${span(distance)}` : `${span(-distance)} ago`;
}

/** `1 user`, `2 users`. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
}

/** Columns as wide as their widest cell, two spaces apart. Colour codes take no room. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows)
    for (const [column, cell] of row.entries())
      widths[column] = Math.max(widths[column] ?? 0, visibleWidth(cell));
  return rows
    .map((row) =>
      row
        .map((cell, column) => padded(cell, widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Left-aligned in `width` columns. */
export function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - visibleWidth(text)));
}

/** Text from outside, made harmless for a terminal: no control characters, nothing that moves the cursor. */
export function printable(text: string): string {
  return stripVTControlCharacters(text).replace(
    /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g,
    ' ',
  );
}

function visibleWidth(text: string): number {
  return stripVTControlCharacters(text).length;
}
