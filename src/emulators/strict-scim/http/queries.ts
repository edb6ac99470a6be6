import type { Emulation } from '../emulation.js';
import { compileFilter } from '../filter/compile-filter.js';
import type { Filter } from '../filter/filter.js';
import { parseFilter } from '../filter/parse-filter.js';
import { refusedParts, usesBlindAttribute } from '../filter/filter-limits.js';
import type { Json, JsonObject } from '../json.js';
import { pageOf, type PageRequest } from '../paging/page.js';
import { indexedAttributes, key } from '../resources/keys.js';
import { represent } from '../resources/representation.js';
import { selection } from '../resources/selection.js';
import type { StoredResource } from '../resources/stored-resource.js';
import type { ResourceType } from '../schema/resource-type.js';
import { badRequest } from '../scim-error.js';
import type { Switches } from '../switches.js';
import type { ScimAnswer } from './exchange.js';
import { sorted } from './sorting.js';

export const listUrn = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';

/** A query, whether it came in a URL or in the body of a search. RFC 7644, 3.4.2 and 3.4.3. */
export interface Query {
  readonly filter: string | undefined;
  readonly sortBy: string | undefined;
  readonly sortOrder: string | undefined;
  readonly attributes: readonly string[];
  readonly excludedAttributes: readonly string[];
  readonly page: PageRequest;
}

/** @throws {ScimError} 400. */
export function answerQuery(emulation: Emulation, type: ResourceType, query: Query): ScimAnswer {
  const { switches, representation } = emulation;
  const select = switches.selection
    ? selection(query.attributes, query.excludedAttributes, type)
    : (resource: JsonObject) => resource;
  const found = resourcesThatMatch(emulation, type, query.filter);
  const inOrder =
    query.sortBy === undefined || !switches.sorting
      ? found
      : sorted(found, query.sortBy, query.sortOrder, type);
  const page = pageOf(inOrder, query.page, switches);
  const items = page.items.map((resource) => select(represent(resource, type, representation)));
  emulation.resources.store(type).wasRead();
  return {
    status: 200,
    body: {
      schemas: [listUrn],
      ...totals(found.length, items.length, switches),
      ...(page.usesCursor ? {} : { startIndex: page.startIndex }),
      itemsPerPage: items.length,
      ...(page.nextCursor === null ? {} : { nextCursor: page.nextCursor }),
      [switches.listKey]: items,
    },
  };
}

function totals(total: number, onPage: number, { totalResults }: Switches): JsonObject {
  if (totalResults === 'missing') return {};
  return { totalResults: totalResults === 'exact' ? total : onPage };
}

function resourcesThatMatch(
  emulation: Emulation,
  type: ResourceType,
  text: string | undefined,
): readonly StoredResource[] {
  const { switches, representation } = emulation;
  const isVisible = (resource: StoredResource): boolean =>
    !(switches.hidesDisabledUsers && type.name === 'User' && resource['active'] === false);
  const store = emulation.resources.store(type);
  if (text === undefined) return store.seenAll().filter(isVisible);

  const filter = parseFilter(text, { acceptsUnquotedValues: switches.acceptsUnquotedFilterValues });
  const refused = refusedParts(filter, type, switches);
  if (refused !== null) {
    if (switches.unsupportedFilter === 'refused') throw badRequest('invalidFilter', refused);
    return switches.unsupportedFilter === 'emptyList' ? [] : store.seenAll().filter(isVisible);
  }
  const matches = compileFilter(filter, type, switches);
  const isBlind = usesBlindAttribute(filter, type, switches);
  const indexKey = indexKeyOf(filter);
  const candidates = indexKey === null ? store.seenAll() : store.seenWithKey(indexKey);
  return candidates.filter(
    (resource) =>
      isVisible(resource) &&
      !(isBlind && emulation.resources.isSeeded(resource.id)) &&
      matches(filterView(resource, type, emulation) ?? represent(resource, type, representation)),
  );
}

/** Members that the target does not tell can still be asked for. */
function filterView(resource: StoredResource, type: ResourceType, emulation: Emulation): JsonObject | null {
  if (emulation.switches.listsMembers) return null;
  const told = represent(resource, type, emulation.representation);
  const members: Json | undefined = resource['members'];
  return members === undefined ? told : { ...told, members };
}

/** An `eq` that every match must satisfy and that has an index, so that not all resources need be looked at. */
function indexKeyOf(filter: Filter): string | null {
  if (filter.type === 'and') {
    return filter.operands.map(indexKeyOf).find((found) => found !== null) ?? null;
  }
  if (filter.type !== 'comparison' || filter.operator !== 'eq' || typeof filter.value !== 'string')
    return null;
  const { urn, name, sub } = filter.path;
  if (urn !== null || sub !== null) return null;
  const indexed = indexedAttributes.find((one) => one.toLowerCase() === name.toLowerCase());
  return indexed === undefined ? null : key(indexed, filter.value);
}
