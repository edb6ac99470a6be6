import type { Call, Conversation } from './conversation.js';
import type { HttpAnswer } from './http-exchange.js';
import { parseListResponse, scimResource } from './list-response.js';
import { notScim, statusOf } from './refusal.js';
import { resourcePath } from './resource-path.js';
import { ObjectRejected, type ResourceType, type ScimResource } from './scim-target.js';

/** Which resource a request is about. */
export interface ResourceId {
  readonly resourceType: ResourceType;
  readonly id: string;
}

/** These say of any request to an id that there is no such resource. */
const GONE: readonly number[] = [404, 410];

/**
 * The resource, or null when the target does not know the id, in whatever way it says so.
 * @param query with its question mark; empty for none.
 */
export async function readResource(
  conversation: Conversation,
  { resourceType, id }: ResourceId,
  about: Pick<Call, 'doing' | 'signal'>,
  query = '',
): Promise<ScimResource | null> {
  const path = `${resourcePath(resourceType, id)}${query}`;
  const call = { method: 'GET', path, values: [], ...about } as const;
  const answer = await conversation.send(call);
  if (conversation.dialect.unknownIdStatuses.includes(statusOf(answer))) return null;
  conversation.expectSuccess(answer, call);
  const resource = scimResource.safeParse(answer.json);
  if (resource.success) return resource.data;
  if (parseListResponse(answer.json)?.resources.length === 0) return null;
  throw notScim(answer, about.doing, 'a SCIM resource');
}

/** As `Conversation.succeed`, of a request to one resource. @throws as `expectSuccessAt`. */
export async function succeedAt(
  conversation: Conversation,
  resource: ResourceId,
  call: Call,
): Promise<HttpAnswer> {
  const answer = await conversation.send(call);
  await expectSuccessAt(conversation, resource, answer, call);
  return answer;
}

/**
 * As `Conversation.expectSuccess`, of a request to one resource.
 * @throws {ObjectRejected} with status 404 when the target does not know the id. Where it says so with a status that may
 * mean something else of a write, it is asked whether it knows the id.
 */
export async function expectSuccessAt(
  conversation: Conversation,
  resource: ResourceId,
  answer: HttpAnswer,
  call: Call,
): Promise<void> {
  if (await isUnknown(conversation, resource, answer, call)) {
    const { message, detail } = conversation.rejection(answer, call);
    throw unknownId(message, detail);
  }
  conversation.expectSuccess(answer, call);
}

/** Whether a write was refused because the target does not know the id. */
export async function isUnknown(
  conversation: Conversation,
  resource: ResourceId,
  answer: HttpAnswer,
  { signal }: Pick<Call, 'signal'>,
): Promise<boolean> {
  const status = statusOf(answer);
  if (GONE.includes(status)) return true;
  if (!conversation.dialect.unknownIdStatuses.includes(status)) return false;
  const doing = `Reading whether ${conversation.host} knows ${resource.id}`;
  return (await readResource(conversation, resource, { doing, signal })) === null;
}

/** The rejection of a request to an id that there is not. @param detail the target's words, masked. */
export function unknownId(message: string, detail = ''): ObjectRejected {
  return new ObjectRejected({ errorCode: 'InvalidAnchor', status: 404, scimType: null, detail, message });
}
