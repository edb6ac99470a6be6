import { compileElementFilter, type Predicate } from '../filter/compile-filter.js';
import type { Filter } from '../filter/filter.js';
import { parseFilter } from '../filter/parse-filter.js';
import { named, type Attribute } from '../schema/attribute.js';
import { resolvePath, splitPath, type ResolvedPath } from '../schema/attribute-path.js';
import { extensionOf, type ResourceType, type Schema } from '../schema/resource-type.js';
import { badRequest, ScimError } from '../scim-error.js';
import type { Switches } from '../switches.js';

/** What an operation's path leads to: an attribute, or an extension as a whole. */
export type Target =
  | { readonly type: 'extension'; readonly schema: Schema }
  | {
      readonly type: 'attribute';
      readonly path: ResolvedPath;
      /** The `[…]` of a path; null where there is none. */
      readonly selection: Selection | null;
    };

export interface Selection {
  readonly filter: Filter;
  readonly matches: Predicate;
}

const valuePath = /^(?<attribute>[^[\]]+)\[(?<filter>.*)\](?:\.(?<sub>[^.[\]]+))?$/s;
const plainPath = /^([A-Za-z][\w.:-]*:)?[A-Za-z$][\w$-]*(\.[A-Za-z$][\w$-]*)?$/;

/**
 * Reads `attr`, `attr.sub`, `attr[filter]`, `attr[filter].sub`, each with a URN in front or not. RFC 7644, figure 7.
 * @throws {ScimError} 400 `invalidPath` or `invalidFilter`.
 */
export function patchTarget(path: string, type: ResourceType, switches: Switches): Target {
  const schema = extensionOf(type, path);
  if (schema !== undefined) return { type: 'extension', schema };
  const { attribute, filter, sub } = valuePath.exec(path)?.groups ?? {};
  const plain = attribute ?? path;
  if (!plainPath.test(plain)) throw badRequest('invalidPath', `The path ${path} cannot be read.`);
  const resolved = resolvePath(splitPath(plain), type, 'invalidPath');
  if (filter === undefined) return { type: 'attribute', path: resolved, selection: null };
  if (!resolved.attribute.multiValued || resolved.sub !== null) {
    throw badRequest('invalidPath', `${plain} has no elements to choose from.`);
  }
  return {
    type: 'attribute',
    path: { ...resolved, sub: sub === undefined ? null : subAttribute(resolved.attribute, sub) },
    selection: selectionOf(filter, resolved.attribute, switches),
  };
}

function selectionOf(text: string, attribute: Attribute, switches: Switches): Selection {
  try {
    const filter = parseFilter(text, { acceptsUnquotedValues: switches.acceptsUnquotedFilterValues });
    return { filter, matches: compileElementFilter(filter, attribute, switches) };
  } catch (error) {
    if (error instanceof ScimError) throw badRequest('invalidPath', error.message);
    throw error;
  }
}

function subAttribute(attribute: Attribute, name: string): Attribute {
  const sub = named(attribute.subAttributes ?? [], name);
  if (sub === undefined) throw badRequest('invalidPath', `${attribute.name} has no sub-attribute ${name}.`);
  return sub;
}
