import { isObject, valueOf } from '../schema/json-object.js';
import type { TargetValues } from '../schema/model.js';
import { parseScimPath } from '../schema/scim-path.js';
import type { PatchOperation } from './patch.js';
import type { Dialect } from './quirks/index.js';
import type { MemberChange, ScimResource } from './scim-target.js';

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
export function memberOperations(
  { add, remove }: Pick<MemberChange, 'add' | 'remove'>,
  dialect: Pick<Dialect, 'memberRemoval'>,
): readonly PatchOperation[] {
  const joining: readonly PatchOperation[] =
    add.length === 0 ? [] : [{ op: 'add', path: 'members', value: add.map(memberOf) }];
  return remove.length === 0 ? joining : [...joining, ...removalOf[dialect.memberRemoval](remove)];
}

/** A member as it is written. */
export function memberOf(id: string): { readonly value: string } {
  return { value: id };
}

/** Ids of the members that a group's resource names; null when it names none, which need not mean that there are none. */
export function memberIdsOf(group: ScimResource): readonly string[] | null {
  const members = valueOf(group, 'members');
  if (!Array.isArray(members)) return null;
  const ids = members.filter(isObject).map((member) => valueOf(member, 'value'));
  const known = ids.filter((id) => typeof id === 'string' || typeof id === 'number').map(String);
  return known.length === 0 ? null : known;
}

/** A group is created without members, who join it afterwards, as many a request as the target takes. */
export function withoutMemberValues(values: TargetValues): TargetValues {
  const others = Object.entries(values).filter(
    ([path]) => parseScimPath(path).attribute.toLowerCase() !== 'members',
  );
  return Object.fromEntries(others);
}
