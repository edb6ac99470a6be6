import { ProvisioningFailure, type FailureType } from '../failures.js';
import type { ObjectErrorCode } from '../plan/model.js';
import type { ScimTarget } from '../scim/scim-target.js';
import type { CycleContext } from './cycle-context.js';

/** A harmless request that is under way, by target: many failures at once are judged by one. */
const underWay = new WeakMap<ScimTarget, Promise<unknown>>();

/** How the log tells of a failure that is one object's. */
export interface ObjectFailure {
  readonly errorCode: ObjectErrorCode;
  readonly reason: string;
}

/**
 * A failure that would concern the target as a whole is about one object only when the target answers a harmless request at
 * once: a server error, or a token that is refused for this object.
 * @returns null when the failure is not the object's.
 * @throws {ProvisioningFailure} `TargetUnavailable`, `TargetThrottled` when a refused token could not be tried: the target is down,
 * and nothing is known of the token.
 */
export async function failureOfThisObject(
  context: CycleContext,
  error: unknown,
): Promise<ObjectFailure | null> {
  if (!(error instanceof ProvisioningFailure)) return null;
  const own = OF_ONE_OBJECT[error.type];
  if (own === undefined) return null;
  const failure = await probe(context);
  if (failure === null) return own;
  const isUntried = failure instanceof ProvisioningFailure && failure.retryable;
  if (error.type === 'CredentialsRejected' && isUntried) throw failure;
  return null;
}

const OF_ONE_OBJECT: Partial<Record<FailureType, ObjectFailure>> = {
  TargetUnavailable: {
    errorCode: 'InternalServerError',
    reason: 'The target failed on this object only.',
  },
  CredentialsRejected: {
    errorCode: 'InsufficientRights',
    reason: 'The target refused the secret token for this object only.',
  },
};

/** @returns what a harmless request fails with; null when it does not. */
function probe({ target, rules }: CycleContext): Promise<unknown> {
  const path = rules.User.mapping.matching[0]?.path;
  if (path === undefined)
    return Promise.resolve(new Error('There is nothing that the target could be asked by'));
  const current =
    underWay.get(target) ??
    target
      .probe('User', path)
      .then(
        () => null,
        (error: unknown) => error,
      )
      .finally(() => underWay.delete(target));
  underWay.set(target, current);
  return current;
}
