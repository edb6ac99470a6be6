/** A report of a cycle to its job. `at`: milliseconds since the epoch. */
export interface ReportedProgress {
  readonly at: number;
  readonly completed: number;
  readonly total: number;
}

const MINIMUM_GAP_MS = 10_000;
const REPORTS_PER_CYCLE = 20;

/**
 * Whether a cycle should tell its job how far it is. Each report costs about five events in the cycle's history and
 * four in the job's, so they are rare: the beginning of the writing, when the total becomes known, and then every twentieth
 * part of it, never two within ten seconds. Who wants to know the phase asks the cycle itself.
 */
export function isWorthReporting(last: ReportedProgress, now: ReportedProgress): boolean {
  if (now.total !== last.total) return true;
  if (now.at - last.at < MINIMUM_GAP_MS) return false;
  return now.completed > last.completed && (now.completed - last.completed) * REPORTS_PER_CYCLE >= now.total;
}
