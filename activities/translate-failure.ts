import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import { failureTypes, ProvisioningFailure } from '../src/failures.js';

/** PostgreSQL's classes of "not now": connection exceptions, resources, operator intervention, serialization. */
const TRANSIENT_SQL_STATE = /^(08|53|57|40)/;
const CONNECTION_CODES = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOTFOUND', 'ETIMEDOUT']);

/**
 * An error as Temporal's history may hold it: a type of ours, what happened and what to do. Errors nobody foresaw come
 * without their message, which might name a person.
 */
export function translateFailure(error: unknown): Error {
  if (error instanceof ApplicationFailure || error instanceof CancelledFailure) return error;
  if (isAbortError(error)) return error;
  if (error instanceof ProvisioningFailure)
    return ApplicationFailure.create({
      type: error.type,
      message: `${error.message} ${error.remedy}`,
      nonRetryable: !error.retryable,
      ...(error.retryAfterMs === undefined ? {} : { nextRetryDelay: error.retryAfterMs }),
    });
  if (isStoreUnavailable(error))
    return ApplicationFailure.create({
      type: 'StoreUnavailable',
      message: `The database did not answer (${codeOf(error)}). ${failureTypes.StoreUnavailable.remedy}`,
    });
  return ApplicationFailure.create({
    type: 'InternalError',
    message: `An unexpected ${error instanceof Error ? error.name : 'error'} (${codeOf(error)}); the worker's log has its place in the code.`,
  });
}

/** The platform's own; `instanceof` would miss one of another realm. */
function isAbortError(error: unknown): error is Error {
  return (error as { name?: unknown } | null)?.name === 'AbortError';
}

function isStoreUnavailable(error: unknown): boolean {
  const code = codeOf(error);
  if (CONNECTION_CODES.has(code) || TRANSIENT_SQL_STATE.test(code)) return true;
  return (
    error instanceof Error &&
    /^(Connection terminated|timeout exceeded when trying to connect)/.test(error.message)
  );
}

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : 'no code';
}
