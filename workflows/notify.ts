import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { CancellationScope, log, startChild, TemporalFailure } from '@temporalio/workflow';
import { notificationWorkflowId, searchAttributes } from './contract.js';
import { provisioningNotification, type ProvisioningNotificationInput } from './notification.js';

export interface NotifyInput extends ProvisioningNotificationInput {
  readonly connector: string | null;
  /** Tells this mail from every other of the app: there is one mail a key. */
  readonly key: string;
}

/**
 * Hands a mail over to a workflow of its own, which outlives the job, and waits only until that has begun. One that was
 * handed over before is not sent twice. The mail goes out even while the job is being cancelled, and never fails it.
 */
export async function notify({ connector, key, ...input }: NotifyInput): Promise<void> {
  const { appId, notification } = input;
  try {
    await CancellationScope.nonCancellable(() =>
      startChild(provisioningNotification, {
        workflowId: notificationWorkflowId(appId, key),
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
        args: [input],
        parentClosePolicy: 'ABANDON',
        staticSummary: `${appId}: mail, ${notification.type}`,
        typedSearchAttributes: [
          { key: searchAttributes.app, value: appId },
          ...(connector === null ? [] : [{ key: searchAttributes.connector, value: connector }]),
        ],
      }),
    );
  } catch (error) {
    // Anything else is a mistake in workflow code: it is thrown on, so that the workflow waits for a fix.
    if (!(error instanceof TemporalFailure)) throw error;
    if (!(error instanceof WorkflowExecutionAlreadyStartedError))
      log.warn('A mail could not be handed over', { app: appId, key, code: error.name });
  }
}
