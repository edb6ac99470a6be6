import type { Conversation } from './conversation.js';
import { ObjectRejected, type ResourceType } from './scim-target.js';

/** Answers of a server that does not have the method. @see RFC 9110, sections 15.5.6 and 15.6.2. */
const NO_SUCH_METHOD = [405, 501];

/**
 * A change by PATCH, or, where the target turns out to have none, by PUT; then everything goes by PUT. Where it has neither,
 * the first refusal stands.
 */
export async function patchOrPut(
  conversation: Conversation,
  resourceType: ResourceType,
  ways: { readonly patch: () => Promise<void>; readonly put: () => Promise<void> },
): Promise<void> {
  try {
    await ways.patch();
  } catch (refusal) {
    if (!isWithoutMethod(refusal)) throw refusal;
    try {
      await ways.put();
    } catch (error) {
      throw isWithoutMethod(error) ? refusal : error;
    }
    conversation.learn(resourceType === 'User' ? { updateUsers: 'put' } : { updateGroups: 'put' });
  }
}

function isWithoutMethod(error: unknown): boolean {
  return error instanceof ObjectRejected && NO_SUCH_METHOD.includes(error.status);
}
