import {
  ActivityFailure,
  ApplicationFailure,
  ChildWorkflowFailure,
  TemporalFailure,
  TimeoutFailure,
} from '@temporalio/workflow';
import { synchronizationError } from '../src/policy/synchronization-error.js';
import type { SynchronizationError } from './contract.js';

/**
 * The cause at the bottom of what an activity or a cycle failed with, under the name its thrower gave it. Anything that
 * is not a failure of Temporal's is a mistake in workflow code: it is thrown on, so that the workflow waits for a fix.
 */
export function causeOf(error: unknown): SynchronizationError {
  if (!(error instanceof TemporalFailure)) throw error;
  const innermost = innermostOf(error);
  if (innermost instanceof ApplicationFailure) {
    return synchronizationError(innermost.type ?? 'Unexpected', innermost.message);
  }
  if (innermost instanceof TimeoutFailure) {
    return synchronizationError('TimedOut', `${whatFailed(error)} did not end in time: ${innermost.message}`);
  }
  return synchronizationError(innermost.name, `${whatFailed(error)}: ${innermost.message}`);
}

/** What the cycle could still say about itself when it failed. */
export function detailsOf(error: unknown): readonly unknown[] {
  const cause = error instanceof ChildWorkflowFailure ? error.cause : undefined;
  return cause instanceof ApplicationFailure ? (cause.details ?? []) : [];
}

/** The same failure without its wrapping, for callers who want to read its type and message at once. */
export function asRefusal(error: unknown): ApplicationFailure {
  const { code, message } = causeOf(error);
  return ApplicationFailure.create({ type: code, message, nonRetryable: true });
}

function innermostOf(error: TemporalFailure): TemporalFailure {
  return error.cause instanceof TemporalFailure ? innermostOf(error.cause) : error;
}

function whatFailed(error: TemporalFailure): string {
  if (error instanceof ActivityFailure) return `The activity ${error.activityType}`;
  if (error instanceof ChildWorkflowFailure) {
    return error.cause instanceof ActivityFailure ? whatFailed(error.cause) : 'The cycle';
  }
  return 'The workflow';
}
