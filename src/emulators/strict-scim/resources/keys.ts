import { isObject, type Json } from '../json.js';
import type { StoredResource } from './stored-resource.js';
import { memberIds } from './stored-resource.js';

/** Single-valued attributes by which resources are found without looking at all of them. */
export const indexedAttributes = ['id', 'userName', 'externalId', 'displayName'] as const;

/** Letter case does not count in a key; whoever asks compares again. */
export function key(attribute: string, value: string): string {
  return `${attribute.toLowerCase()}=${value.toLowerCase()}`;
}

/** Under which a group is found by a member. Ids are compared exactly. */
export function memberKey(id: string): string {
  return `members=${id}`;
}

export function userKeys(user: StoredResource): readonly string[] {
  return [...indexedKeys(user), ...emailsOf(user).map((address) => key('emails', address))];
}

export function groupKeys(group: StoredResource): readonly string[] {
  return [...indexedKeys(group), ...new Set(memberIds(group).map(memberKey))];
}

export function emailsOf(user: { readonly [attribute: string]: Json }): readonly string[] {
  const emails = user['emails'];
  return (Array.isArray(emails) ? (emails as readonly Json[]) : []).flatMap((email) =>
    isObject(email) && typeof email['value'] === 'string' ? [email['value']] : [],
  );
}

function indexedKeys(resource: StoredResource): readonly string[] {
  return indexedAttributes.flatMap((attribute) => {
    const value = resource[attribute];
    return typeof value === 'string' ? [key(attribute, value)] : [];
  });
}
