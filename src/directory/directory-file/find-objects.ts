import type { ObjectName } from '../../schema/model.js';
import { MAX_OBJECTS_FOUND, type FoundObject } from '../directory-source.js';
import type { Snapshot, SnapshotObject } from './snapshot.js';

/** @see DirectorySource.find */
export function findObjects({ users, groups }: Snapshot, text: string): readonly FoundObject[] {
  const wanted = text.toLowerCase();
  return [...among(users, 'User', wanted), ...among(groups ?? new Map(), 'Group', wanted)];
}

function among(
  objects: ReadonlyMap<string, SnapshotObject>,
  objectName: ObjectName,
  wanted: string,
): readonly FoundObject[] {
  const found: FoundObject[] = [];
  for (const { id, object } of objects.values()) {
    const { userPrincipalName, mail, displayName } = object;
    if (![id, userPrincipalName, mail, displayName].some((name) => isNamed(name, wanted))) continue;
    found.push({
      id,
      objectName,
      displayName: nullUnlessText(displayName),
      userPrincipalName: objectName === 'User' ? nullUnlessText(userPrincipalName) : null,
    });
    if (found.length === MAX_OBJECTS_FOUND) break;
  }
  return found;
}

function isNamed(name: unknown, wanted: string): boolean {
  return typeof name === 'string' && name.toLowerCase() === wanted;
}

function nullUnlessText(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
