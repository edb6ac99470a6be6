import { attributeTypeOf, isMultiValuedComplex } from '../../schema/attribute-types.js';
import { isObject } from '../../schema/json-object.js';
import type { TargetValue } from '../../schema/model.js';
import { toJson } from '../../schema/resource.js';
import type { ScimPath } from '../../schema/scim-path.js';
import type { Dialect } from '../quirks/index.js';

/** Where a value is written: as the value of a PATCH operation, or in a whole resource. */
export type Place = 'patch' | 'resource';

const textBooleanPlaces: Readonly<Record<Dialect['booleans'], readonly Place[]>> = {
  json: [],
  text: ['patch', 'resource'],
  textInPatch: ['patch'],
};

const referenceForms: Readonly<
  Record<Dialect['references'], Readonly<Record<Place, (id: TargetValue) => unknown>>>
> = {
  object: { patch: (value) => ({ value }), resource: (value) => ({ value }) },
  text: { patch: (value) => value, resource: (value) => value },
  array: { patch: (value) => [{ value }], resource: (value) => ({ value }) },
};

/** A mapping's value as the JSON that a target of this dialect expects at `path`; Booleans are still Booleans. */
export function wireValue(
  path: ScimPath,
  value: TargetValue,
  { references }: Pick<Dialect, 'references'>,
  place: Place,
): unknown {
  return attributeTypeOf(path) === 'Reference' && !isMultiValuedComplex(path)
    ? referenceForms[references][place](value)
    : toJson(path, value);
}

/** `json` with the Booleans in it as the dialect writes them. */
export function spelledBooleans(json: unknown, dialect: Pick<Dialect, 'booleans'>, place: Place): unknown {
  return writesTextBooleans(dialect, place) ? withTextBooleans(json) : json;
}

/** Whether Booleans are texts there. */
export function writesTextBooleans({ booleans }: Pick<Dialect, 'booleans'>, place: Place): boolean {
  return textBooleanPlaces[booleans].includes(place);
}

function withTextBooleans(json: unknown): unknown {
  if (typeof json === 'boolean') return json ? 'True' : 'False';
  if (Array.isArray(json)) return json.map(withTextBooleans);
  if (!isObject(json)) return json;
  return Object.fromEntries(Object.entries(json).map(([name, value]) => [name, withTextBooleans(value)]));
}
