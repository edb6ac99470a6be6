import { failureTypes } from '../failures.js';
import type { SynchronizationError } from '../../workflows/contract.js';

/** Status and history are read whole and kept for long; a message that needs more room than this is no message. */
const LONGEST_MESSAGE = 1_000;

/** Every code that an activity's failure may have; what ends without one says nothing about source and target. */
export const failureCodes: readonly string[] = [...Object.keys(failureTypes), 'InternalError'];

/** The cause of a failed cycle in Microsoft Graph's shape. An administrator can act on what time alone does not heal. */
export function synchronizationError(code: string, message: string): SynchronizationError {
  return {
    code,
    message: message.length > LONGEST_MESSAGE ? `${message.slice(0, LONGEST_MESSAGE - 1)}…` : message,
    tenantActionable: isKnown(code) && !failureTypes[code].retryable,
  };
}

/** What a person does about a failure of this code; null when there is no standing advice. */
export function remedyFor(code: string): string | null {
  return isKnown(code) ? failureTypes[code].remedy : null;
}

/** What went wrong, without the advice that the message of a failure of this code ends with. */
export function withoutRemedy({ code, message }: Pick<SynchronizationError, 'code' | 'message'>): string {
  const remedy = remedyFor(code);
  return remedy !== null && message.endsWith(remedy) ? message.slice(0, -remedy.length).trim() : message;
}

function isKnown(code: string): code is keyof typeof failureTypes {
  return Object.hasOwn(failureTypes, code);
}
