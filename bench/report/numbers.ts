export function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

export function roundedOrNull(value: number | null, digits: number): number | null {
  return value === null ? null : rounded(value, digits);
}

/** The speed of passes over the same number of users, taken together. */
export function overallSpeed(speeds: readonly number[]): number {
  return speeds.length / speeds.reduce((sum, speed) => sum + 1 / speed, 0);
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = Number.NaN, high = low] = sorted.slice(
    sorted.length % 2 === 1 ? middle : middle - 1,
    middle + 1,
  );
  return (low + high) / 2;
}

/** Counts as shares of another, such as requests by kind per user. */
export function perUser(counts: Readonly<Record<string, number>>, users: number): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).map(([name, value]) => [name, rounded(value / users, 4)]));
}

/** The middle value of each name, over records that may lack some; rounded to whole numbers. */
export function medians(records: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const names = [...new Set(records.flatMap((record) => Object.keys(record)))];
  return Object.fromEntries(
    names.map((name) => [name, Math.round(median(records.map((record) => record[name] ?? 0)))]),
  );
}
