import type { SynchronizationStatus } from '../../../workflows/contract.js';
import {
  DAYS_UNTIL_DISABLED,
  describeEscrowed,
  failingQuarantine,
  PRUNED,
} from '../../policy/describe-job.js';
import { reasonText } from '../../policy/reason-text.js';
import { counted, relativeTime } from '../format.js';
import type { Colors } from '../terminal.js';
import { stagedText } from './wording.js';

/** Rows about what keeps a job, or some of its objects, from going on. */
export function troubleRows(status: SynchronizationStatus, now: number): readonly string[][] {
  const { stagedDeletions: staged, escrows } = status;
  const escrowed = escrows === null ? '' : describeEscrowed(escrows);
  return [
    ...quarantineRows(status, now),
    ...(staged === null ? [] : [['held back', `${stagedText(staged)}, since cycle ${staged.sinceCycle}`]]),
    ...(escrowed === '' ? [] : [['to retry', escrowed]]),
  ];
}

function quarantineRows(status: SynchronizationStatus, now: number): readonly string[][] {
  const quarantine = failingQuarantine(status);
  if (quarantine === null) return [];
  const { seriesBegan, seriesCount, nextAttempt } = quarantine;
  const tried = seriesCount === 0 ? '' : `, ${seriesCount} failed since`;
  return [
    ['quarantine', `since ${relativeTime(seriesBegan, now)} (${seriesBegan})`],
    ['attempts', `next ${nextAttempt === null ? 'by hand only' : relativeTime(nextAttempt, now)}${tried}`],
  ];
}

/** Why a job is in quarantine, in words. */
export function quarantineLines(status: SynchronizationStatus, colors: Colors): readonly string[] {
  const quarantine = failingQuarantine(status);
  if (quarantine === null) return [];
  return [
    '',
    `  ${colors.red(reasonText(quarantine.reason))}`,
    ...(status.escrowsPruned ? [`  ${PRUNED}`] : []),
  ];
}

/** A command, and what it does about it. */
export interface Way {
  readonly command: string;
  readonly effect: string;
}

/** What somebody can do about it. */
export function ways(status: SynchronizationStatus): readonly Way[] {
  const { app, stagedDeletions, escrows, lastExecution } = status;
  const failed = lastExecution?.counts.failed ?? 0;
  const isRetrying = escrows !== null && escrows.objects + escrows.references > 0;
  return [
    ...waysOut(status),
    ...(stagedDeletions === null ? [] : answers(app)),
    ...(failed === 0
      ? []
      : [
          { command: `scimflow logs ${app} --status failure`, effect: `shows ${counted(failed, 'failure')}` },
        ]),
    ...(isRetrying
      ? [{ command: `scimflow logs ${app} --escrows`, effect: 'lists what is tried again, and when' }]
      : []),
  ];
}

function waysOut(status: SynchronizationStatus): readonly Way[] {
  const { app, schedule } = status;
  const command = `scimflow resume ${app}`;
  if (schedule.state === 'Disabled')
    return [{ command, effect: `starts the job again, disabled after ${DAYS_UNTIL_DISABLED} days` }];
  return failingQuarantine(status) !== null && schedule.state === 'Active'
    ? [{ command, effect: 'lifts the quarantine and tries at once' }]
    : [];
}

/** How the deletion guard is answered, and how to see whom it is about. */
export function answers(app: string): readonly Way[] {
  return [
    {
      command: `scimflow logs ${app} --action staged`,
      effect: 'shows who would be deleted or disabled, and why',
    },
    { command: `scimflow deletes ${app} allow`, effect: 'carries out what is still due' },
    {
      command: `scimflow deletes ${app} reject`,
      effect: 'keeps the accounts until the source changes about them',
    },
  ];
}
