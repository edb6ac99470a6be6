import { askingQuirks } from './asking.js';
import { standardDialect, type Dialect } from './dialect.js';
import { entraQuirks } from './entra.js';
import { writingQuirks } from './writing.js';
import type { Quirks } from './quirk.js';

export { standardDialect, type Dialect } from './dialect.js';
export type { Quirk } from './quirk.js';

/**
 * Every known quirk by name. A connector lists the names of those its app has; what is a number or a list of its own
 * (`membersPerRequest`, `bulk`, `filterableUsers`, `filterableGroups`) it states as a field of the dialect.
 *
 * No quirk needs naming for what is tolerated of every server: Booleans and numbers answered as text; attribute names and
 * `resources` in any letter case; 200, 201, 202 and 204 for one another, with a body or without; a create that answers
 * with the existing resource, without `id` or without `Location`; errors, HTML and other things in a 200; errors of any
 * shape; filters that are ignored, answered with too much, or compared letter by letter; `totalResults` that is missing, wrong
 * or the size of a page; `startIndex` that is ignored; a cursor that nobody asked for; `excludedAttributes` that are
 * ignored; groups that tell no members; PATCH that is missing, found out at the first change, where there is PUT; 429 without `Retry-After`; a discovery document that is wrong or missing. And of
 * every server what many refuse is spared: `null`, `id` and `meta` in what is written, PATCH operations without path,
 * replacing or removing all members at once, unquoted filters, requests without `User-Agent`, paths in other letter case.
 */
export const quirks = { ...writingQuirks, ...askingQuirks, ...entraQuirks } as const satisfies Quirks;

export type QuirkName = keyof typeof quirks;

/**
 * The dialect of an app: the standard one, changed by its quirks in their order, then by single fields. Lists of several
 * quirks are joined; a list among `fields` stands alone.
 */
export function dialectOf(names: readonly QuirkName[], fields: Partial<Dialect> = {}): Dialect {
  let dialect: Dialect = standardDialect;
  for (const name of names) dialect = { ...dialect, ...joined(dialect, quirks[name].dialect) };
  return { ...dialect, ...fields };
}

function joined(dialect: Dialect, quirk: Partial<Dialect>): Partial<Dialect> {
  const { unknownIdStatuses, untypedAttributes, singleElementAttributes } = dialect;
  return {
    ...quirk,
    unknownIdStatuses: union(unknownIdStatuses, quirk.unknownIdStatuses),
    untypedAttributes: union(untypedAttributes, quirk.untypedAttributes),
    singleElementAttributes: union(singleElementAttributes, quirk.singleElementAttributes),
  };
}

function union<T>(list: readonly T[], more: readonly T[] = []): readonly T[] {
  return [...new Set([...list, ...more])];
}
