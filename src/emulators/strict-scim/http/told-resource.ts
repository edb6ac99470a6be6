import type { Emulation } from '../emulation.js';
import type { Json } from '../json.js';
import { represent } from '../resources/representation.js';
import { selection } from '../resources/selection.js';
import type { StoredResource } from '../resources/stored-resource.js';
import type { ResourceType } from '../schema/resource-type.js';
import { booleansAsText } from './answered-booleans.js';

/**
 * A resource as an answer holds it.
 * @param attributes what the client asks for; empty: everything. `excluded`: what it does without.
 * @throws {ScimError} 400 when both are given.
 */
export function toldResource(
  emulation: Emulation,
  type: ResourceType,
  resource: StoredResource,
  { attributes, excluded }: { readonly attributes: readonly string[]; readonly excluded: readonly string[] },
): Json {
  const { switches, representation } = emulation;
  const whole = represent(resource, type, representation);
  const told = switches.selection ? selection(attributes, excluded, type)(whole) : whole;
  return switches.answeredBooleans === 'text' ? booleansAsText(told) : told;
}
