import type { Json } from '../json.js';
import { isObject } from '../json.js';

/** A resource as it is stored, with the attributes that only a server sets. */
export interface StoredResource {
  readonly id: string;
  readonly meta: {
    readonly resourceType: 'User' | 'Group';
    readonly created: string;
    readonly lastModified: string;
    /** The entity tag. */
    readonly version: string;
  };
  readonly [attribute: string]: Json;
}

/** Ids of a group's members, in their order; one stands twice where the member does. */
export function memberIds(group: StoredResource): readonly string[] {
  const members = group['members'];
  return (Array.isArray(members) ? (members as readonly Json[]) : []).flatMap((member) =>
    isObject(member) && typeof member['value'] === 'string' ? [member['value']] : [],
  );
}
