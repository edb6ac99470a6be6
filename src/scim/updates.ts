import type { AttributeChange, TargetValues } from '../schema/model.js';
import { parseScimPath } from '../schema/scim-path.js';
import type { Conversation } from './conversation.js';
import { buildPatch } from './patch/build-patch.js';
import { isRepeatable, patchMessage } from './patch/patch-message.js';
import { patchOrPut } from './put-instead.js';
import type { Dialect } from './quirks/index.js';
import { replaceResource } from './replace-resource.js';
import { realChanges } from './resource/attribute-changes.js';
import { merged } from './resource/merge-resource.js';
import { resourcePath } from './resource-path.js';
import { succeedAt, type ResourceId } from './single-resource.js';

export interface Update extends ResourceId {
  readonly changes: readonly AttributeChange[];
  readonly known: TargetValues;
  readonly signal: AbortSignal | undefined;
}

/** Carries out an update in the way of the target's dialect. @see ScimTarget.update */
export async function carryOutUpdate(conversation: Conversation, update: Update): Promise<void> {
  const { updateUsers, updateGroups } = conversation.dialect;
  await ways[update.resourceType === 'User' ? updateUsers : updateGroups](conversation, update);
}

const ways: Readonly<Record<Dialect['updateUsers' | 'updateGroups'], typeof carryOutUpdate>> = {
  patch: (conversation, update) =>
    patchOrPut(conversation, update.resourceType, {
      patch: () => patch(conversation, update),
      put: () => put(conversation, update),
    }),
  put,
  putExceptActive,
};

async function patch(conversation: Conversation, update: Update): Promise<void> {
  const { resourceType, id, changes, known, signal } = update;
  const { dialect } = conversation;
  const operations = buildPatch(changes, known, dialect);
  if (operations.length === 0) return;
  await succeedAt(conversation, update, {
    method: 'PATCH',
    path: resourcePath(resourceType, id),
    body: patchMessage(operations, dialect),
    doing: doingOf(conversation, update),
    signal,
    values: valuesOf(changes),
    isRepeatable: isRepeatable(operations, dialect),
  });
}

async function put(conversation: Conversation, update: Update): Promise<void> {
  const { changes, known } = update;
  if (realChanges(changes).length === 0) return;
  await replaceResource(conversation, {
    resourceType: update.resourceType,
    id: update.id,
    doing: doingOf(conversation, update),
    signal: update.signal,
    values: valuesOf(changes),
    changed: (resource) => merged(resource, changes, known, conversation.dialect),
  });
}

/**
 * An account is enabled before the rest of it changes, and disabled after it: while it is disabled many servers refuse
 * changes. What is enabled is also said to be so in the PUT, which may read the account as it was before.
 */
async function putExceptActive(conversation: Conversation, update: Update): Promise<void> {
  const isActive = ({ path }: AttributeChange): boolean => isActivePath(path);
  const switching = update.changes.filter(isActive);
  const others = update.changes.filter((change) => !isActive(change));
  const enables = switching.some(({ newValue }) => newValue === true || newValue === 'True');

  if (enables) await patch(conversation, { ...update, changes: switching });
  if (others.length > 0) await put(conversation, { ...update, changes: enables ? update.changes : others });
  if (!enables) await patch(conversation, { ...update, changes: switching });
}

function isActivePath(text: string): boolean {
  const { schema, attribute } = parseScimPath(text);
  return schema === null && attribute.toLowerCase() === 'active';
}

function doingOf({ host }: Conversation, { resourceType, id }: ResourceId): string {
  return `Updating ${resourceType === 'User' ? 'user' : 'group'} ${id} of ${host}`;
}

function valuesOf(changes: readonly AttributeChange[]): readonly AttributeChange['newValue'][] {
  return changes.flatMap(({ oldValue, newValue }) => [oldValue, newValue]);
}
