/** Faults of a worker's process, tied to its logical calls. Plain data: they travel to it by its environment. */

/** Which call, and which attempt of the activity that makes it. */
export interface LogicalCall {
  /** Repository or side, and method: `operations.take`, `target.create`. */
  readonly call: string;
  /** The activity's name, as Temporal knows it. */
  readonly activity: string;
  /** Of the activity, from 1. */
  readonly attempt: number;
  /** User name or display name of what is created; null where the call names nobody. */
  readonly subject: string | null;
}

export type Moment = 'before' | 'after';

export interface WorkerFault {
  readonly id: string;
  readonly call: string;
  /** Before the call takes effect, or when it has and its caller does not know yet. */
  readonly when: Moment;
  readonly activity?: string;
  readonly attempt?: number;
  readonly subject?: string;
  /** `kill`: SIGKILL. Otherwise the service that is stopped while the call waits. */
  readonly effect: 'kill' | 'stopPostgres' | 'stopTemporal';
}

/** As the journal keeps it, written before the fault takes effect. */
export interface FiredFault {
  readonly id: string;
  readonly at: LogicalCall;
}

/** From a worker to who started it: it waits at a call until the service is down; the outage was felt. */
export type WorkerMessage =
  { readonly type: 'reached' | 'felt'; readonly id: string } | { readonly type: 'armed' };

export type ParentMessage =
  | { readonly type: 'goOn'; readonly id: string }
  | { readonly type: 'arm'; readonly faults: readonly WorkerFault[] };

/** What a worker's environment tells it. */
export interface WorkerPlan {
  readonly temporalAddress: string;
  readonly taskQueue: string;
  readonly databaseUrl: string;
  readonly workflowBundle: string;
  /** A file, one fired fault a line. */
  readonly journal: string;
  readonly faults: readonly WorkerFault[];
}

export function isMeant(fault: WorkerFault, call: LogicalCall, when: Moment): boolean {
  return (
    fault.call === call.call &&
    fault.when === when &&
    (fault.activity === undefined || fault.activity === call.activity) &&
    (fault.attempt === undefined || fault.attempt === call.attempt) &&
    (fault.subject === undefined || fault.subject === call.subject)
  );
}
