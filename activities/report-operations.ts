import { isStandIn } from '../src/cycle/index.js';
import type { CycleId, LogEntry, ProvisioningLog, Reports } from '../src/store/index.js';

const PAGE = 500;

/** An entry of the log, or one that the log would have: then what would be done is `planned`. */
export type ReportedOperation = Omit<LogEntry, 'status'> & {
  readonly status: LogEntry['status'] | 'planned';
};

/** Copies what would be done to whom into a report, page by page; what would be passed over is left out. */
export async function reportRehearsal(
  reports: Reports,
  reportId: string,
  log: ProvisioningLog,
  cycle: CycleId,
): Promise<void> {
  let ordinal = 1;
  for (let after = '0'; ;) {
    const entries: readonly LogEntry[] = await log.ofCycle(cycle, { after, limit: PAGE });
    const last = entries.at(-1);
    if (last === undefined) return;
    const told = entries.filter(({ action }) => action !== 'skip').map(asPlanned);
    await reports.add(reportId, ordinal, told);
    ordinal += told.length;
    after = last.id;
  }
}

/** What a rehearsal has done is yet to be done: it is planned, took no time, and has no id in the target. */
export function asPlanned(entry: LogEntry): ReportedOperation {
  const { status, targetId, provisioningSteps = [] } = entry;
  if (status !== 'success' && status !== 'warning') return entry;
  return {
    ...entry,
    status: 'planned',
    targetId: targetId === null || isStandIn(targetId) ? null : targetId,
    durationInMilliseconds: null,
    provisioningSteps: provisioningSteps.filter((step) => step.provisioningStepType !== 'export'),
  };
}
