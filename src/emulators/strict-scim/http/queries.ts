import type { Emulation } from '../emulation.js';
import type { JsonObject } from '../json.js';
import { pageOf, type PageRequest } from '../paging/page.js';
import type { ResourceType } from '../schema/resource-type.js';
import type { Switches } from '../switches.js';
import type { ScimAnswer } from './exchange.js';
import { matchingResources } from './matching.js';
import { sorted } from './sorting.js';
import { toldResource } from './told-resource.js';

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

/**
 * Answers a query of one type, or of all of them at the root.
 * @throws {ScimError} 400.
 */
export function answerQuery(emulation: Emulation, types: readonly ResourceType[], query: Query): ScimAnswer {
  const { switches } = emulation;
  const found = types.flatMap((type) =>
    matchingResources(emulation, type, query.filter, types.length > 1).map((resource) => ({
      resource,
      type,
    })),
  );
  const isSorted = query.sortBy !== undefined && switches.sorting;
  const inOrder = isSorted ? sorted(found, query.sortBy, query.sortOrder, types) : found;
  const page = pageOf(inOrder, query.page, switches);
  const names = { attributes: query.attributes, excluded: query.excludedAttributes };
  const items = page.items.map(({ resource, type }) => toldResource(emulation, type, resource, names));
  for (const type of types) emulation.resources.store(type).wasRead();
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
