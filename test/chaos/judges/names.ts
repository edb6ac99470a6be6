import type { World } from '../world.js';
import { writesIn } from './writes.js';

/** What a target holds, for people. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}

/** Who is behind the target's ids, also behind those that are gone: an alias, or a group's first name. */
export interface Names {
  of(targetId: string): string;
}

export function namesIn({ target }: World): Names {
  const names = new Map<string, string>();
  for (const write of writesIn(target.requests))
    if (write.type === 'create') {
      const { externalId, displayName } = write.body;
      names.set(write.resourceId, textOf(write.endpoint === 'Users' ? externalId : displayName));
    }
  for (const { id, externalId, userName } of target.users) {
    const alias = typeof externalId === 'string' ? externalId : textOf(userName).split('@')[0];
    if (!names.has(id)) names.set(id, alias ?? id);
  }
  for (const { id, displayName } of target.groups) if (!names.has(id)) names.set(id, textOf(displayName));
  return { of: (targetId) => names.get(targetId) ?? targetId };
}
