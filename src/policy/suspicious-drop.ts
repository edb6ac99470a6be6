/** @see docs/provisioning.md: a reading of assignments that loses so many is not believed at once. */
const DEFAULT_PERCENT = 20;

/** The share of the assigned, in percent, whose loss is suspicious: as configured, like `20%`. */
export function suspiciousDropPercent(configured: string | undefined): number {
  return configured === undefined ? DEFAULT_PERCENT : Number.parseInt(configured, 10);
}

/** Whether losing `lost` of `known` is suspicious: more than the share, or all of them. */
export function isSuspiciousDrop(lost: number, known: number, percent: number): boolean {
  if (lost === 0) return false;
  return lost === known || lost * 100 > percent * known;
}
