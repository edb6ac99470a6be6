import type {
  CycleCounts,
  CyclePhase,
  SynchronizationError,
  SynchronizationQuarantine,
  SynchronizationStatus,
  TaskExecution,
} from '../../workflows/contract.js';
import { ESCROW_LIFETIME_MS } from './escrow-ladder.js';
import { reasonText } from './reason-text.js';
import { remedyFor, withoutRemedy } from './synchronization-error.js';

/** How long a job stays in quarantine before it is disabled. */
export const DAYS_UNTIL_DISABLED = ESCROW_LIFETIME_MS / 86_400_000;

/** What became of the failures of an initial cycle that had too many. */
export const PRUNED =
  'So much failed in the initial cycle that its failures were cleared: the next attempt looks at everybody anew.';

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
    ...describeQuarantine(status),
    ...describeFailures(status),
    ...describeStaged(status),
    ...describeEscrows(status),
    ...describeNext(status),
  ].join('\n\n');
}

/** `3 created, 1 updated, 2 failed`: what happened, without the zeros. */
export function describeCounts(counts: CycleCounts): string {
  const happened = (['created', 'updated', 'disabled', 'deleted', 'staged', 'skipped', 'failed'] as const)
    .map((kind) => ({ kind, count: counts[kind] ?? 0 }))
    .filter(({ count }) => count > 0)
    .map(({ kind, count }) => `${count} ${kind === 'staged' ? 'held back' : kind}`);
  return happened.length === 0 ? 'nothing to do' : happened.join(', ');
}

/** The quarantine of a job that cannot go on; null when it can, also while deletes wait: those are told apart. */
export function failingQuarantine({
  quarantine,
}: Pick<SynchronizationStatus, 'quarantine'>): SynchronizationQuarantine | null {
  return quarantine?.reason === 'TooManyDeletes' ? null : quarantine;
}

/** What troubles a job as a whole: what its quarantine is for, or what its last cycle failed with. */
export function currentError(
  status: Pick<SynchronizationStatus, 'quarantine' | 'lastExecution'>,
): SynchronizationError | null {
  return failingQuarantine(status)?.error ?? status.lastExecution?.error ?? null;
}

/** `3 objects, references of 2 objects`: what failed and is tried again, without the zeros; empty when nothing is. */
export function describeEscrowed({
  objects,
  references,
}: NonNullable<SynchronizationStatus['escrows']>): string {
  const parts = [
    ...(objects > 0 ? [counted(objects)] : []),
    ...(references > 0 ? [`references of ${counted(references)}`] : []),
  ];
  return parts.join(', ');
}

function standing({ code, cycle, schedule, quarantine }: SynchronizationStatus): string {
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
      if (schedule.state === 'Disabled')
        return `disabled, after ${DAYS_UNTIL_DISABLED} days in quarantine. Send the signal \`start\` once the cause is mended.`;
      return quarantine?.reason === 'TooManyDeletes' ? 'active, and deletes wait.' : 'in quarantine.';
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

function describeQuarantine(status: SynchronizationStatus): string[] {
  const quarantine = failingQuarantine(status);
  if (quarantine === null) return [];
  const { reason, seriesBegan, seriesCount } = quarantine;
  return [
    `Quarantine since ${seriesBegan}: ${reasonText(reason)}${seriesCount === 0 ? '' : ` Attempts that failed since: ${seriesCount}.`}`,
    ...(status.escrowsPruned ? [PRUNED] : []),
  ];
}

function describeFailures(status: SynchronizationStatus): string[] {
  const error = currentError(status);
  if (error === null) return [];
  const failures = status.countSuccessiveCompleteFailures;
  const again = failures > 1 ? ` (${failures} cycles in a row)` : '';
  const remedy = remedyFor(error.code);
  return [
    `> **${error.code}**${again}: ${oneLine(withoutRemedy(error))}`,
    ...(remedy === null ? [] : [`What to do: ${remedy}`]),
  ];
}

function describeStaged({ stagedDeletions: staged }: SynchronizationStatus): string[] {
  if (staged === null) return [];
  const { waiting, deletes, sinceCycle } = staged;
  return [
    `**Waiting for an answer: ${waiting - deletes} to disable, ${deletes} to delete**, since cycle ${sinceCycle}. Everything else goes on. The signal \`allowDeletes\` carries out what is still due, \`rejectDeletes\` keeps the accounts.`,
  ];
}

function describeEscrows({ escrows }: SynchronizationStatus): string[] {
  const text = escrows === null ? '' : describeEscrowed(escrows);
  return text === '' ? [] : [`Failed, and tried again ever more rarely: ${text}.`];
}

function describeNext(status: SynchronizationStatus): string[] {
  const { nextCycleAt } = status;
  if (nextCycleAt === null) return [];
  return failingQuarantine(status) === null
    ? [`Next cycle: ${nextCycleAt}. The signal \`provisionNow\` starts it at once.`]
    : [`Next attempt: ${nextCycleAt}. The signal \`start\` lifts the quarantine and tries at once.`];
}

function counted(objects: number): string {
  return objects === 1 ? '1 object' : `${objects} objects`;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}
