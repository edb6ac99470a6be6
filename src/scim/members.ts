import { isObject, valueOf, type JsonObject } from '../schema/json-object.js';
import type { TargetValues } from '../schema/model.js';
import { parseScimPath } from '../schema/scim-path.js';
import type { Conversation } from './conversation.js';
import { isRepeatable, patchMessage, type PatchOperation } from './patch/patch-message.js';
import { patchOrPut } from './put-instead.js';
import type { Dialect } from './quirks/index.js';
import { replaceResource } from './replace-resource.js';
import { resourcePath } from './resource-path.js';
import type { MemberChange, ScimResource } from './scim-target.js';
import { succeedAt } from './single-resource.js';

/** Carries out `change` in the way of the target's dialect. @see ScimTarget.changeMembers */
export async function changeMembers(
  conversation: Conversation,
  groupId: string,
  change: MemberChange,
  signal: AbortSignal | undefined,
): Promise<void> {
  if (change.add.length === 0 && change.remove.length === 0) return;
  await ways[conversation.dialect.updateGroups](conversation, groupId, change, signal);
}

const ways: Readonly<Record<Dialect['updateGroups'], typeof changeMembers>> = {
  patch: (conversation, groupId, change, signal) =>
    patchOrPut(conversation, 'Group', {
      patch: () => patchMembers(conversation, groupId, change, signal),
      put: () => putMembers(conversation, groupId, change, signal),
    }),
  put: putMembers,
};

async function patchMembers(
  conversation: Conversation,
  groupId: string,
  change: MemberChange,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { dialect, host } = conversation;
  const operations = memberOperations(change, dialect);
  const call = {
    method: 'PATCH',
    path: resourcePath('Group', groupId),
    body: patchMessage(operations, dialect),
    doing: `Changing members of group ${groupId} of ${host}`,
    signal,
    values: [],
    isRepeatable: isRepeatable(operations, dialect),
  } as const;
  await succeedAt(conversation, { resourceType: 'Group', id: groupId }, call);
}

async function putMembers(
  conversation: Conversation,
  groupId: string,
  change: MemberChange,
  signal: AbortSignal | undefined,
): Promise<void> {
  const ids = await change.all();
  const doing = `Changing members of group ${groupId} of ${conversation.host}`;
  await replaceResource(conversation, {
    resourceType: 'Group',
    id: groupId,
    doing,
    signal,
    values: [],
    changed: (group) => withMembers(group, ids, change.remove),
  });
}

const removalOf: Readonly<
  Record<Dialect['memberRemoval'], (ids: readonly string[]) => readonly PatchOperation[]>
> = {
  filter: (ids) => ids.map((id) => ({ op: 'remove', path: `members[value eq ${JSON.stringify(id)}]` })),
  value: (ids) => [{ op: 'remove', path: 'members', value: ids.map(memberOf) }],
};

/**
 * One `add` for all who join; for those who leave, one `remove` with a filter each, or the form of the dialect. No
 * element says more than `value`: the rest of a member is the server's to tell.
 * @see RFC 7644, section 3.5.2.2: `remove` with a path and without filter removes all members, whatever its value.
 */
function memberOperations(
  { add, remove }: MemberChange,
  { memberRemoval }: Dialect,
): readonly PatchOperation[] {
  const joining: readonly PatchOperation[] =
    add.length === 0 ? [] : [{ op: 'add', path: 'members', value: add.map(memberOf) }];
  return remove.length === 0 ? joining : [...joining, ...removalOf[memberRemoval](remove)];
}

/** The group with these members besides those that it tells of itself, as it tells them, and without those who leave. */
function withMembers(group: JsonObject, ids: readonly string[], leaving: readonly string[]): JsonObject {
  const told = new Map(membersOf(group).map((member) => [idOf(member), member]));
  const others = Object.entries(group).filter(([name]) => name.toLowerCase() !== 'members');
  const members = new Map([...told, ...ids.map((id) => [id, told.get(id) ?? memberOf(id)] as const)]);
  for (const id of leaving) members.delete(id);
  return { ...Object.fromEntries(others), members: [...members.values()] };
}

/** Ids of the members that a group's resource names; null when it names none, which need not mean that there are none. */
export function memberIdsOf(group: ScimResource): readonly string[] | null {
  const known = idsOf(group);
  return known.length === 0 ? null : known;
}

/** Whom of those that were sent with a new group its target is known to have taken. */
export function membersTaken(
  sent: JsonObject,
  answered: unknown,
  newGroups: Dialect['newGroups'],
): readonly string[] {
  const ids = idsOf(sent);
  if (newGroups === 'withMembers') return ids;
  const named = new Set(isObject(answered) ? idsOf(answered) : []);
  return ids.filter((id) => named.has(id));
}

/** For targets whose groups are created without members, who join them afterwards, as many a request as they take. */
export function withoutMemberValues(values: TargetValues): TargetValues {
  const others = Object.entries(values).filter(
    ([path]) => parseScimPath(path).attribute.toLowerCase() !== 'members',
  );
  return Object.fromEntries(others);
}

function memberOf(id: string): { readonly value: string } {
  return { value: id };
}

function idsOf(group: JsonObject): readonly string[] {
  return membersOf(group)
    .map(idOf)
    .filter((id) => id !== null);
}

function membersOf(group: JsonObject): readonly JsonObject[] {
  const members = valueOf(group, 'members');
  return Array.isArray(members) ? members.filter(isObject) : [];
}

function idOf(member: JsonObject): string | null {
  const id = valueOf(member, 'value');
  return typeof id === 'string' || typeof id === 'number' ? String(id) : null;
}
