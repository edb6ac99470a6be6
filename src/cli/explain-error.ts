import {
  isGrpcServiceError,
  WorkflowFailedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { ApplicationFailure, TimeoutFailure } from '@temporalio/common';
import { z } from 'zod';
import { ConfigurationError } from '../config/configuration-error.js';
import { failureTypes, ProvisioningFailure, type FailureType } from '../failures.js';
import { searchAttributes } from '../../workflows/contract.js';
import { UserError, type FailureCode } from './user-error.js';

/** What a person is told of an error, and what the shell is. */
export interface Explanation {
  readonly message: string;
  readonly remedy: string | undefined;
  readonly exitCode: FailureCode;
}

export interface Surroundings {
  readonly address: string;
  readonly namespace: string;
  readonly taskQueue: string;
}

/** The one place where errors become words. It prints messages only: never options, headers, bodies or query strings. */
export function explain(error: unknown, surroundings: Surroundings): Explanation {
  if (error instanceof UserError) return failed(error.message, error.remedy, error.exitCode);
  if (error instanceof ConfigurationError) return failed(error.message, undefined, 2);
  if (error instanceof ProvisioningFailure)
    return failed(error.message, error.remedy, error.type === 'ConfigurationInvalid' ? 2 : 1);
  if (error instanceof WorkflowNotFoundError) return missingJob(error.workflowId);
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) return silentWorker(surroundings);
  if (error instanceof WorkflowUpdateFailedError || error instanceof WorkflowFailedError)
    return workflowFailure(error);
  if (hasRemedy(error)) return failed(error.message, error.remedy);
  const rpc = causes(error).find((cause) => isGrpcServiceError(cause));
  if (rpc !== undefined) return serverRefusal(rpc.code, rpc.details, surroundings);
  return failed(
    `Unexpected error: ${withoutQueries(error instanceof Error ? error.message : String(error))}`,
    'Run the command again with SCIMFLOW_DEBUG=1 to see where it comes from.',
  );
}

/** The words of an explanation, as printed. */
export function explanationText({ message, remedy }: Explanation): string {
  return remedy === undefined ? message : `${message}\n${remedy}`;
}

/** Where an error comes from, for SCIMFLOW_DEBUG: stacks only, because an error's other properties may hold secrets. */
export function stackOf(error: unknown): string {
  return causes(error)
    .map((cause) => withoutQueries(cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)))
    .join('\ncaused by ');
}

function failed(message: string, remedy?: string, exitCode: FailureCode = 1): Explanation {
  // Failures that come through Temporal carry their remedy in the message: it is all that the Web UI shows.
  const isTold = remedy !== undefined && message.includes(remedy);
  return { message, remedy: isTold ? undefined : remedy, exitCode };
}

function missingJob(workflowId: string): Explanation {
  const app = workflowId.replace(/^provisioning-job\//, '');
  return failed(
    `There is no job for app ${app}.`,
    'Run `scimflow apply -f apps.yaml` to create it, or `scimflow status` to see the jobs there are.',
  );
}

function silentWorker({ taskQueue }: Surroundings): Explanation {
  return failed(
    `No worker answered in time on task queue ${taskQueue}.`,
    'Check that `scimflow worker` (or `scimflow start`) runs with the same TEMPORAL_ADDRESS and SCIMFLOW_TASK_QUEUE.',
  );
}

const advice = z.object({ remedy: z.string() });

function workflowFailure(error: Error): Explanation {
  const chain = causes(error);
  const cause = chain.findLast((link) => link instanceof ApplicationFailure);
  if (cause === undefined)
    return chain.some((link) => link instanceof TimeoutFailure)
      ? failed(
          'The work took longer than it may.',
          'See the workflow in the Temporal Web UI, and the log of the worker.',
        )
      : failed(error.message, 'See the workflow in the Temporal Web UI.');
  const type = isFailureType(cause.type) ? cause.type : undefined;
  const own = (cause.details ?? [])
    .map((detail) => advice.safeParse(detail).data?.remedy)
    .find((text) => text !== undefined);
  const label = cause.type === null || cause.type === undefined ? '' : `${cause.type}: `;
  return failed(
    `${label}${withoutQueries(cause.message)}`,
    own ?? (type === undefined ? undefined : failureTypes[type].remedy),
    type === 'ConfigurationInvalid' ? 2 : 1,
  );
}

/** Other parts of scimflow give their errors a remedy too. */
function hasRemedy(error: unknown): error is Error & { readonly remedy: string } {
  return error instanceof Error && 'remedy' in error && typeof error.remedy === 'string';
}

/** gRPC status codes: what the Temporal server said itself. */
function serverRefusal(code: number, details: string, surroundings: Surroundings): Explanation {
  const { address, namespace } = surroundings;
  if (/search attribute/i.test(details))
    return failed(
      `The namespace ${namespace} does not know the search attributes that jobs carry.`,
      ['Register them once:', ...registrationCommands(namespace)].join('\n  '),
    );
  if (/no poller/i.test(details)) return silentWorker(surroundings);
  switch (code) {
    case 4:
      return silentWorker(surroundings);
    case 5:
      return failed(`Temporal at ${address} does not know it: ${details}`, 'Check TEMPORAL_NAMESPACE.');
    case 7:
    case 16:
      return failed(
        `Temporal at ${address} refused access.`,
        'Check TEMPORAL_API_KEY, or the TEMPORAL_TLS variables.',
      );
    case 14:
      return failed(
        `The Temporal server at ${address} cannot be reached.`,
        'Check it, and TEMPORAL_ADDRESS.',
      );
    default:
      return failed(`Temporal at ${address} refused: ${details}`);
  }
}

function registrationCommands(namespace: string): readonly string[] {
  return Object.values(searchAttributes).map(({ name, type }) => {
    const kind = type === 'DATETIME' ? 'Datetime' : 'Keyword';
    return `temporal operator search-attribute create --namespace ${namespace} --name ${name} --type ${kind}`;
  });
}

function isFailureType(type: string | null | undefined): type is FailureType {
  return typeof type === 'string' && Object.hasOwn(failureTypes, type);
}

const DEEPEST_CAUSE = 10;

function causes(error: unknown): readonly unknown[] {
  const chain: unknown[] = [];
  for (let next = error; next !== undefined && next !== null && chain.length < DEEPEST_CAUSE;)
    next = (chain.push(next), next instanceof Error ? next.cause : undefined);
  return chain;
}

/** A URL's query may hold a filter, and that an address. */
function withoutQueries(text: string): string {
  return text.replace(/(https?:\/\/[^\s?'"]+)\?[^\s'"]*/g, '$1');
}
