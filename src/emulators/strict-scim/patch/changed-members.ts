import { isObject, type Json } from '../json.js';
import type { PatchOperation } from './operations.js';

/** How many members a PATCH names. */
export function changedMembers(operations: readonly PatchOperation[]): number {
  return operations.map(membersOf).reduce((sum, count) => sum + count, 0);
}

function membersOf({ path, value }: PatchOperation): number {
  const name = path?.toLowerCase();
  if (name === undefined) {
    const entry = isObject(value)
      ? Object.entries(value).find(([key]) => key.toLowerCase() === 'members')
      : undefined;
    return entry === undefined ? 0 : sizeOf(entry[1]);
  }
  if (name === 'members') return sizeOf(value);
  return name.startsWith('members[') ? name.split(/\bvalue\s+eq\b/).length - 1 : 0;
}

function sizeOf(value: Json | undefined): number {
  if (value === undefined || value === null) return 0;
  return Array.isArray(value) ? value.length : 1;
}
