/** A name and what was measured. */
export type Row = readonly [string, string];

const WIDTH = 46;
const GAP = '  ';
const MOST_MISTAKES = 40;

/** Rows below a title, after an empty line. */
export function titled(title: string, rows: readonly Row[]): readonly string[] {
  return ['', title, ...rows.map(([name, value]) => `  ${name.padEnd(WIDTH)}${value}`)];
}

/** A table with a column for each of several measurements of the same; the first column is names. */
export function columns(lines: readonly (readonly string[])[]): readonly string[] {
  const widths = (lines[0] ?? []).map((_, index) =>
    Math.max(...lines.map((line) => (line[index] ?? '').length)),
  );
  return lines.map((line) =>
    line
      .map((cell, index) =>
        index === 0 ? cell.padEnd(widths[index] ?? 0) : cell.padStart(widths[index] ?? 0),
      )
      .join(GAP),
  );
}

/** What went wrong, below a title; nothing when nothing did. */
export function wrong(mistakes: readonly string[]): readonly string[] {
  const shown = mistakes.slice(0, MOST_MISTAKES);
  const more = mistakes.length - shown.length;
  const rest = more === 0 ? [] : [`  and ${more} lines more`];
  return mistakes.length === 0 ? [] : ['', 'Wrong:', ...shown.map((line) => `  ${line}`), ...rest];
}

export function megabytes(value: number | null): string {
  return value === null ? 'not measured' : `${value.toFixed(0)} MB`;
}

/** Of a share from 0 to 1. */
export function percent(share: number | null): string {
  return share === null ? 'not measured' : `${(share * 100).toFixed(1)} %`;
}
