import type { Resources } from './resources/resources.js';
import { memberIds } from './resources/stored-resource.js';

/** Something that must never hold, whatever was written. Ids only: no personal values. */
export type Violation =
  | { readonly type: 'duplicateUserName'; readonly userIds: readonly string[] }
  | { readonly type: 'duplicateMember'; readonly groupId: string; readonly memberId: string }
  | { readonly type: 'unknownMember'; readonly groupId: string; readonly memberId: string };

/** Everything that is wrong with what a target holds. */
export function violationsOf(resources: Resources): readonly Violation[] {
  return [...duplicateUserNames(resources), ...wrongMembers(resources)];
}

function duplicateUserNames(resources: Resources): readonly Violation[] {
  const idsByName = new Map<string, string[]>();
  for (const { id, userName } of resources.store('User').all()) {
    if (typeof userName !== 'string') continue;
    const name = userName.toLowerCase();
    idsByName.set(name, [...(idsByName.get(name) ?? []), id]);
  }
  return [...idsByName.values()]
    .filter((ids) => ids.length > 1)
    .map((userIds) => ({ type: 'duplicateUserName', userIds }));
}

function wrongMembers(resources: Resources): readonly Violation[] {
  return resources
    .store('Group')
    .all()
    .flatMap((group) => {
      const ids = memberIds(group);
      const once = [...new Set(ids)];
      const twice =
        once.length === ids.length ? [] : once.filter((id) => ids.indexOf(id) !== ids.lastIndexOf(id));
      const unknown = once.filter((id) => resources.find(id) === undefined);
      return [
        ...twice.map((memberId): Violation => ({ type: 'duplicateMember', groupId: group.id, memberId })),
        ...unknown.map((memberId): Violation => ({ type: 'unknownMember', groupId: group.id, memberId })),
      ];
    });
}
