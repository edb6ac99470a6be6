import type { SynchronizationStatus } from '../../workflows/contract.js';
import { currentError, DAYS_UNTIL_DISABLED, failingQuarantine } from '../policy/describe-job.js';
import { reasonText } from '../policy/reason-text.js';
import { remedyFor } from '../policy/synchronization-error.js';
import type { JobCause } from './causes.js';
import type { Explanation } from './model.js';
import { counted } from './wording.js';

/** What the job was found to be: what it says of itself, or why it said nothing. */
export type JobWord =
  | { readonly status: SynchronizationStatus; readonly problem: null }
  | { readonly status: null; readonly problem: string };

/** An explanation with what its app's job is up to. */
export interface ExplanationInJob extends Explanation {
  readonly job: {
    /** Null when it could not be asked. */
    readonly code: SynchronizationStatus['code'] | null;
    readonly problem: string | null;
    /** When the next cycle begins; null: one is running, none is to begin, or nobody knows. */
    readonly nextCycleAt: string | null;
    readonly runningCycle: number | null;
    readonly quarantineReason: string | null;
    readonly stagedDeletions: SynchronizationStatus['stagedDeletions'];
  };
}

/** Why no cycle of the job begins by itself. */
interface Hindrance {
  readonly cause: JobCause;
  readonly because: string;
  readonly remedy: string;
  readonly until: string;
}

/**
 * The explanation as the job makes it: what a cycle is to do is not done while the job begins none, so that the job's own
 * trouble is the main cause then. Where nothing is to be done it is a remark: the directory may say something newer.
 */
export function inJob(explanation: Explanation, job: JobWord): ExplanationInJob {
  const told: ExplanationInJob = { ...explanation, job: factsOf(job) };
  if (job.status === null) return told;
  const hindrance = hindranceOf(job.status);
  const remarks = [...told.remarks, ...stagedRemark(told, job.status)];
  if (hindrance === null) return { ...told, remarks };
  if (!explanation.next.needsCycle)
    return {
      ...told,
      remarks: [
        ...remarks,
        `${hindrance.because.replace(/^the job/, 'The job')}: what the directory says since the last cycle is not known.`,
      ],
    };
  return {
    ...told,
    cause: hindrance.cause,
    because: hindrance.because,
    remedy: hindrance.remedy,
    next: { ...explanation.next, sentence: `${hindrance.until} Then: ${explanation.next.sentence}` },
    remarks: [`Apart from the job: ${explanation.because}.`, ...remarks],
  };
}

function factsOf({ status, problem }: JobWord): ExplanationInJob['job'] {
  return {
    code: status?.code ?? null,
    problem,
    nextCycleAt: status?.nextCycleAt ?? null,
    runningCycle: status?.cycle?.number ?? null,
    quarantineReason: status?.quarantine?.reason ?? null,
    stagedDeletions: status?.stagedDeletions ?? null,
  };
}

function hindranceOf(status: SynchronizationStatus): Hindrance | null {
  const { app, code, schedule, cycle } = status;
  const resume = `\`scimflow resume ${app}\``;
  if (code === 'NotConfigured')
    return {
      cause: 'JobNotConfigured',
      because: 'the job has no configuration',
      remedy: 'Run `scimflow apply -f apps.yaml`.',
      until: 'Nothing before the job is configured.',
    };
  if (code === 'Paused')
    return {
      cause: 'JobPaused',
      because: `the job is paused${cycle === null ? '' : ` in cycle ${cycle.number}`}`,
      remedy: `Let it go on with ${resume}.`,
      until: 'Nothing before somebody lets the job go on.',
    };
  if (schedule.state === 'Disabled')
    return {
      cause: 'JobDisabled',
      because: `the job is disabled, after ${DAYS_UNTIL_DISABLED} days in quarantine${causeText(status)}`,
      remedy: `${remedyText(status)}Then start it again with ${resume}.`,
      until: 'Nothing before somebody starts the job again.',
    };
  const quarantine = failingQuarantine(status);
  if (quarantine === null) return null;
  const { seriesBegan, nextAttempt } = quarantine;
  return {
    cause: 'JobQuarantined',
    because: `the job is in quarantine since ${seriesBegan}${causeText(status)}`,
    remedy: `${remedyText(status)}Then lift the quarantine with ${resume}.`,
    until:
      nextAttempt === null
        ? 'Nothing before somebody lets the job go on.'
        : `Nothing before the next attempt at ${nextAttempt}.`,
  };
}

function causeText(status: SynchronizationStatus): string {
  const quarantine = failingQuarantine(status);
  const error = currentError(status);
  const reason = quarantine === null ? '' : ` (${reasonText(quarantine.reason).replace(/\.$/, '')})`;
  return error === null ? reason : `${reason}: ${error.code}`;
}

function remedyText(status: SynchronizationStatus): string {
  const error = currentError(status);
  const remedy = error === null ? null : remedyFor(error.code);
  return remedy === null ? `See \`scimflow status ${status.app}\`. ` : `${remedy} `;
}

function stagedRemark(
  { cause }: Explanation,
  { stagedDeletions: staged }: SynchronizationStatus,
): readonly string[] {
  if (staged === null || cause !== 'TooManyDeletes') return [];
  return [
    `${counted(staged.waiting, 'account')} of the app wait${staged.waiting === 1 ? 's' : ''} in all, since cycle ${staged.sinceCycle}.`,
  ];
}
