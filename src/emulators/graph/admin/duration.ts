const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `8d`, `90m`, `1500ms`, or a number of milliseconds. */
export function millisecondsOf(duration: number | string): number {
  if (typeof duration === 'number') return duration;
  const [, amount = '0', unit = 'ms'] = /^(\d+)([a-z]+)$/.exec(duration) ?? [];
  return Number(amount) * (units[unit] ?? 1);
}
