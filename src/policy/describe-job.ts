import type {
  CycleCounts,
  CyclePhase,
  SynchronizationStatus,
  TaskExecution,
} from '../../workflows/contract.js';
import { remedyFor } from './synchronization-error.js';

/** What a phase does, in words for people. */
export const phaseTitles: Readonly<Record<CyclePhase, string>> = {
  fetchChanges: 'reading changes from the directory',
  fetchAssignments: 'reading assignments',
  mapReferences: 'planning references',
  indexTarget: 'listing the accounts of the target',
  mapAttributes: 'planning operations',
  writeScim: 'writing to the target',
  finishCycle: 'summing up',
};

/** A job's page in the Web UI, as Markdown: how it stands, what happened last, what comes next, what to do. */
export function describeJob(status: SynchronizationStatus): string {
  return [
    `**${status.app}**${status.connector === null ? '' : ` (${status.connector})`}: ${standing(status)}`,
    ...describeRunning(status),
    ...describeLast(status.lastExecution),
    ...describeFailures(status),
    ...describeNext(status),
  ].join('\n\n');
}

/** `3 created, 1 updated, 2 failed`: what happened, without the zeros. */
export function describeCounts(counts: CycleCounts): string {
  const happened = (['created', 'updated', 'disabled', 'deleted', 'staged', 'skipped', 'failed'] as const)
    .map((kind) => ({ kind, count: counts[kind] ?? 0 }))
    .filter(({ count }) => count > 0)
    .map(({ kind, count }) => `${count} ${kind}`);
  return happened.length === 0 ? 'nothing to do' : happened.join(', ');
}

function standing({ code, cycle }: SynchronizationStatus): string {
  switch (code) {
    case 'NotConfigured':
      return 'not configured. Run `scimflow apply`.';
    case 'NotRun':
      return 'configured; its first cycle has not completed yet.';
    case 'Active':
      return 'active.';
    case 'Paused':
      return `paused${cycle === null ? '' : ' in the middle of a cycle'}. Send the signal \`start\` to go on.`;
    case 'Quarantine':
      return 'in quarantine.';
  }
}

function describeRunning({ cycle, progress }: SynchronizationStatus): string[] {
  if (cycle === null) return [];
  const [done] = progress;
  const share = done === undefined ? '' : `, ${done.completedUnits} of ${done.totalUnits} ${done.units}`;
  return [`Cycle ${cycle.number} (${cycle.kind}): ${phaseTitles[cycle.phase]}${share}.`];
}

function describeLast(last: TaskExecution | null): string[] {
  if (last === null) return [];
  const outcome = last.state === 'Failed' ? 'failed' : describeCounts(last.counts);
  return [`Last cycle: ${last.number} (${last.kind}), ended ${last.timeEnded}: ${outcome}.`];
}

function describeFailures({
  lastExecution,
  countSuccessiveCompleteFailures: failures,
}: SynchronizationStatus): string[] {
  const error = lastExecution?.error ?? null;
  if (error === null) return [];
  const again = failures > 1 ? ` (${failures} cycles in a row)` : '';
  const remedy = remedyFor(error.code);
  return [
    `> **${error.code}**${again}: ${oneLine(error.message)}`,
    ...(remedy === null ? [] : [`What to do: ${remedy}`]),
  ];
}

function describeNext({ nextCycleAt }: SynchronizationStatus): string[] {
  return nextCycleAt === null
    ? []
    : [`Next cycle: ${nextCycleAt}. The signal \`provisionNow\` starts it at once.`];
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}
