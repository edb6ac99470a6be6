import {
  condition,
  isCancellation,
  setCurrentDetails,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import { describeJob } from '../src/policy/describe-job.js';
import { searchAttributes, type SynchronizationStatus } from './contract.js';
import type { JobState } from './job-state.js';

/** Keeps the job's page and its search attributes true to its state, from now on and after every change. */
export function publishChanges(job: JobState): void {
  keepPublished(job).catch((error: unknown) => {
    if (!isCancellation(error)) throw error;
  });
}

async function keepPublished(job: JobState): Promise<never> {
  for (;;) {
    const { revision } = job;
    const status = job.status();
    setCurrentDetails(describeJob(status));
    publishSearchAttributes(status);
    await condition(() => job.revision !== revision);
  }
}

/** Each upsert is an event, so only what differs from what the server has. */
function publishSearchAttributes({
  app,
  connector,
  code,
  lastSuccessfulExecution,
  quarantine,
}: SynchronizationStatus): void {
  const published = workflowInfo().typedSearchAttributes;
  const lastSuccess = lastSuccessfulExecution === null ? null : new Date(lastSuccessfulExecution.timeEnded);
  const reason = quarantine?.reason ?? null;
  const changes = [
    ...(published.get(searchAttributes.app) === app ? [] : [{ key: searchAttributes.app, value: app }]),
    ...(connector === null || published.get(searchAttributes.connector) === connector
      ? []
      : [{ key: searchAttributes.connector, value: connector }]),
    ...(published.get(searchAttributes.status) === code
      ? []
      : [{ key: searchAttributes.status, value: code }]),
    ...((published.get(searchAttributes.quarantineReason) ?? null) === reason
      ? []
      : [{ key: searchAttributes.quarantineReason, value: reason }]),
    ...(lastSuccess === null ||
    published.get(searchAttributes.lastSuccess)?.getTime() === lastSuccess.getTime()
      ? []
      : [{ key: searchAttributes.lastSuccess, value: lastSuccess }]),
  ];
  if (changes.length > 0) upsertSearchAttributes(changes);
}
