import { valueOf, type JsonObject } from '../schema/json-object.js';
import type { Call, Conversation } from './conversation.js';
import { statusOf } from './refusal.js';
import { resourcePath } from './resource-path.js';
import { writable } from './resource/merge-resource.js';
import type { ScimResource } from './scim-target.js';
import { expectSuccessAt, readResource, unknownId, type ResourceId } from './single-resource.js';

/** How often a resource is read because somebody else changed it in between. */
const MAX_READINGS = 3;
const ENTITY_TAG = /^(W\/)?"[\x21\x23-\x7e]*"$/;

export interface Replacement extends ResourceId, Pick<Call, 'doing' | 'signal' | 'values'> {
  /** What the resource shall be, made of what the target holds. May be called again with what it holds by then. */
  readonly changed: (resource: ScimResource) => JsonObject;
}

/**
 * Reads the resource, and replaces it by what it shall be with PUT. A version that it carries guards what others change in
 * between: 412 reads it again, a bounded number of times. A repeated PUT does no more than one.
 * @throws {ObjectRejected} with status 404 when the target does not know the id, with 412 when others keep changing it.
 * @see RFC 7644, sections 3.5.1 and 3.14.
 */
export async function replaceResource(conversation: Conversation, replacement: Replacement): Promise<void> {
  const { resourceType, doing, signal, values } = replacement;
  const path = resourcePath(resourceType, replacement.id);
  for (let readings = 1; ; readings += 1) {
    const current = await readResource(conversation, replacement, { doing, signal });
    if (current === null) throw unknownId(`${doing} found that the target does not know the id.`);
    const body = writable(replacement.changed(current), resourceType, conversation.dialect);
    const ifMatch = versionOf(current);
    const sent = [...values, ...textsWithin(body)];
    const call = { method: 'PUT', path, body, ifMatch, doing, signal, values: sent } as const;
    const answer = await conversation.send(call);
    if (statusOf(answer) === 412 && readings < MAX_READINGS) continue;
    await expectSuccessAt(conversation, replacement, answer, call);
    return;
  }
}

/** What names no person, and would make soup of the words if it were masked. */
const TELLING_NOTHING = new Set(['schemas', 'members', 'type']);

/** The texts of a resource: the whole of it is sent, and none of them must come back in an error's words. */
function textsWithin(json: unknown): readonly string[] {
  if (typeof json === 'string') return [json];
  if (typeof json !== 'object' || json === null) return [];
  return Object.entries(json).flatMap(([name, value]) =>
    TELLING_NOTHING.has(name) ? [] : textsWithin(value),
  );
}

/** What is no entity tag cannot be compared by the server either. */
function versionOf(resource: ScimResource): string | undefined {
  const version = valueOf(valueOf(resource, 'meta'), 'version');
  return typeof version === 'string' && ENTITY_TAG.test(version) ? version : undefined;
}
