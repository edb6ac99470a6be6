import type { CycleId, LogEntry, ProvisioningLog, Reports } from '../src/store/index.js';

const PAGE = 500;

/**
 * Copies what the log tells of a cycle into a report, page by page.
 * @param options `withSkipped`: also what was looked at and needs nothing.
 */
export async function reportOperations(
  reports: Reports,
  reportId: string,
  log: ProvisioningLog,
  cycle: CycleId,
  { withSkipped }: { readonly withSkipped: boolean },
): Promise<void> {
  let ordinal = 1;
  for (let after = '0'; ;) {
    const entries: readonly LogEntry[] = await log.ofCycle(cycle, { after, limit: PAGE });
    const last = entries.at(-1);
    if (last === undefined) return;
    const told = entries.filter(({ action }) => withSkipped || action !== 'skip');
    await reports.add(reportId, ordinal, told);
    ordinal += told.length;
    after = last.id;
  }
}
