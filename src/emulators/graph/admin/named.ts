import type { Directory } from '../directory/directory.js';
import { textOf, type GroupRecord, type Member, type ServicePrincipalRecord } from '../directory/records.js';
import { DirectoryRefusal } from '../directory/refusal.js';

/** Finds what people at a keyboard mean: they write names where Graph wants ids. All throw {DirectoryRefusal} `notFound`. */

export function appNamed(directory: Directory, name: string): ServicePrincipalRecord {
  const key = name.toLowerCase();
  const app = directory.servicePrincipals.find(({ id, appId, displayName }) =>
    [id, appId, displayName.toLowerCase()].includes(key),
  );
  if (app === undefined) throw missing(`There is no app '${name}'.`);
  return app;
}

/** A live group by id or display name. */
export function groupNamed(directory: Directory, key: string): GroupRecord {
  const live = [...directory.groups.history.objects()].filter(({ status }) => status === 'live');
  return only(key, directory.groups.find(key), live) ?? refuse(`There is no group '${key}'.`);
}

/** A group in the recycle bin, by id or display name. */
export function deletedGroupNamed(directory: Directory, key: string): GroupRecord {
  const found = only(key, directory.groups.findDeleted(key), directory.groups.deleted());
  return found ?? refuse(`'${key}' is not in the recycle bin.`);
}

/** The id of a user by id or user principal name, of anything else by id or display name. */
export function objectNamed(directory: Directory, key: string): Member {
  const direct = directory.object(key)?.member;
  if (direct !== undefined) return direct;
  const name = key.toLowerCase();
  const other = [...directory.servicePrincipals, ...directory.bystanders].find(
    ({ displayName }) => displayName.toLowerCase() === name,
  );
  const found = other === undefined ? undefined : directory.object(other.id)?.member;
  return found ?? { id: groupNamed(directory, key).id, type: 'group' };
}

/** A user or contact who can be a manager. */
export function managerNamed(directory: Directory, key: string): string {
  return directory.managerId(objectNamed(directory, key).id);
}

/** The latest deleted user of an id or user principal name; `null` when there is none. */
export function deletedUserId(directory: Directory, key: string): string | null {
  const name = key.toLowerCase();
  const found = directory.users
    .deleted()
    .findLast(
      (user) => user.id === name || textOf(user.properties, 'userPrincipalName')?.toLowerCase() === name,
    );
  return found?.id ?? null;
}

export const missing = (message: string) => new DirectoryRefusal('notFound', message);

function refuse(message: string): never {
  throw missing(message);
}

function only(key: string, byId: GroupRecord | undefined, candidates: readonly GroupRecord[]) {
  const name = key.toLowerCase();
  const named = candidates.filter(
    ({ properties }) => textOf(properties, 'displayName')?.toLowerCase() === name,
  );
  if (byId === undefined && named.length > 1)
    throw new DirectoryRefusal('conflict', `${named.length} groups are called '${key}'; name one by its id.`);
  return byId ?? named[0];
}
