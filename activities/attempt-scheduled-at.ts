import { Context } from '@temporalio/activity';

/**
 * The time that goes for an activity's attempt: the server's, not this machine's, so that everything that is counted in hours
 * and days follows the same clock as the workflows' timers.
 */
export function attemptScheduledAt(): Date {
  return new Date(Context.current().info.currentAttemptScheduledTimestampMs);
}
