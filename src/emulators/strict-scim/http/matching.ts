import type { Emulation } from '../emulation.js';
import { compileFilter } from '../filter/compile-filter.js';
import { refusedParts, usesBlindAttribute } from '../filter/filter-limits.js';
import type { Filter } from '../filter/filter.js';
import { parseFilter } from '../filter/parse-filter.js';
import type { Json, JsonObject } from '../json.js';
import { indexedAttributes, key } from '../resources/keys.js';
import { represent } from '../resources/representation.js';
import type { StoredResource } from '../resources/stored-resource.js';
import type { ResourceType } from '../schema/resource-type.js';
import { badRequest } from '../scim-error.js';

/**
 * The resources of one type that a filter means, in the order of their creation; all of them without one.
 * @param isOneOfSeveral whether other types are asked, too: then an attribute that this one lacks has no value.
 * @throws {ScimError} 400 `invalidFilter`.
 */
export function matchingResources(
  emulation: Emulation,
  type: ResourceType,
  text: string | undefined,
  isOneOfSeveral: boolean,
): readonly StoredResource[] {
  const { switches } = emulation;
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
  const matches = compileFilter(filter, type, switches, isOneOfSeveral);
  const isBlind = usesBlindAttribute(filter, type, switches);
  const indexKey = indexKeyOf(filter);
  const candidates = indexKey === null ? store.seenAll() : store.seenWithKey(indexKey);
  return candidates.filter(
    (resource) =>
      isVisible(resource) &&
      !(isBlind && emulation.resources.isSeeded(resource.id)) &&
      matches(filterView(resource, type, emulation)),
  );
}

/** What is compared; members that the target does not tell can still be asked for. */
function filterView(resource: StoredResource, type: ResourceType, emulation: Emulation): JsonObject {
  const told = represent(resource, type, emulation.representation);
  const members: Json | undefined = resource['members'];
  return members === undefined || emulation.switches.listsMembers ? told : { ...told, members };
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
