import { Context } from '@temporalio/activity';
import type { Occasion } from '../src/notifications/index.js';
import { jobWorkflowId } from '../workflows/contract.js';

/**
 * Where and when the mail of this activity came about. Every attempt of the activity has the same occasion.
 * @param about what the mail tells.
 */
export function mailOccasion(appId: string, about: unknown): Occasion {
  const { namespace, workflowExecution, scheduledTimestampMs } = Context.current().info;
  return {
    namespace,
    workflowId: jobWorkflowId(appId),
    key: JSON.stringify([workflowExecution?.workflowId, about]),
    at: new Date(scheduledTimestampMs),
  };
}
