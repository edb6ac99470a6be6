import { isObject, withValue, type Json, type JsonObject } from '../json.js';
import { acceptValue } from '../schema/accept-value.js';
import { named, type Attribute } from '../schema/attribute.js';
import { pathText } from '../schema/attribute-path.js';
import { badRequest } from '../scim-error.js';
import type { Switches } from '../switches.js';
import type { PatchOperation } from './operations.js';
import type { Target } from './patch-path.js';

/**
 * A single-valued attribute after an operation; undefined where it then has no value.
 * @throws {ScimError} 400.
 */
export function changeSingle(
  current: Json | undefined,
  { op, value }: PatchOperation,
  { path }: Target & { readonly type: 'attribute' },
  switches: Switches,
): Json | undefined {
  const { attribute, sub } = path;
  const changed = sub ?? attribute;
  if (op === 'remove' && changed.required) throw badRequest('mutability', `${pathText(path)} is required.`);
  if (sub !== null) {
    const object = isObject(current) ? current : {};
    const accepted = op === 'remove' ? undefined : acceptValue(sub, value ?? null, switches);
    return orNothing(withValue(object, sub.name, accepted));
  }
  if (op === 'remove') return undefined;
  const accepted = acceptValue(attribute, value ?? null, switches);
  if (attribute.type !== 'complex' || !isObject(current)) return accepted;
  if (!isObject(value)) return accepted;
  return orNothing({ ...withoutNulls(current, value, attribute), ...(isObject(accepted) ? accepted : {}) });
}

/** Sub-attributes that are told to be null go; the others that are not told stay (RFC 7644, 3.5.2.3). */
function withoutNulls(current: JsonObject, value: JsonObject, attribute: Attribute): JsonObject {
  const gone = Object.entries(value)
    .filter(([, part]) => part === null)
    .map(([key]) => named(attribute.subAttributes ?? [], key)?.name);
  return Object.fromEntries(Object.entries(current).filter(([name]) => !gone.includes(name)));
}

/** RFC 7643, 2.5: an object of nothing is no value. */
export function orNothing(object: JsonObject): JsonObject | undefined {
  return Object.keys(object).length === 0 ? undefined : object;
}
