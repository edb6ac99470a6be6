import { badRequest, type ScimType } from '../scim-error.js';
import { named, type Attribute } from './attribute.js';
import { extensionOf, firstLevel, type ResourceType } from './resource-type.js';

/** `[URN:]attribute[.sub]` as it was written. */
export interface AttributePath {
  readonly urn: string | null;
  readonly name: string;
  readonly sub: string | null;
}

/** Which attribute a path means. */
export interface ResolvedPath {
  /** URN of the extension that holds it; null: the resource's first level. */
  readonly extension: string | null;
  readonly attribute: Attribute;
  readonly sub: Attribute | null;
}

/** RFC 7644, 3.10. The name stands behind the last colon, and only there can a dot be a separator. */
export function splitPath(text: string): AttributePath {
  const colon = text.lastIndexOf(':');
  const [name = '', ...subs] = text.slice(colon + 1).split('.');
  return {
    urn: colon === -1 ? null : text.slice(0, colon),
    name,
    sub: subs.length === 0 ? null : subs.join('.'),
  };
}

/**
 * Finds the attribute, without regard to case.
 * @throws {ScimError} 400 with `scimType` when the resource type has no such attribute.
 */
export function resolvePath(path: AttributePath, type: ResourceType, scimType: ScimType): ResolvedPath {
  const resolved = findPath(path, type);
  if (resolved !== undefined) return resolved;
  throw badRequest(scimType, `${type.name} has no attribute ${written(path)}.`);
}

export function findPath(path: AttributePath, type: ResourceType): ResolvedPath | undefined {
  const urn = path.urn?.toLowerCase() === type.core.urn.toLowerCase() ? null : path.urn;
  const extension = urn === null ? undefined : extensionOf(type, urn);
  if (urn !== null && extension === undefined) return undefined;
  const attribute = named(extension?.attributes ?? firstLevel(type), path.name);
  if (attribute === undefined) return undefined;
  const sub = path.sub === null ? null : named(attribute.subAttributes ?? [], path.sub);
  return sub === undefined ? undefined : { extension: extension?.urn ?? null, attribute, sub };
}

/** `urn:…:User:manager.value`, as schemas spell it. */
export function pathText({ extension, attribute, sub }: ResolvedPath): string {
  return `${extension === null ? '' : `${extension}:`}${attribute.name}${sub === null ? '' : `.${sub.name}`}`;
}

function written({ urn, name, sub }: AttributePath): string {
  return `${urn === null ? '' : `${urn}:`}${name}${sub === null ? '' : `.${sub}`}`;
}
