import { attributeTypeOf, isMultiValuedComplex, isSingleValued } from './attribute-types.js';
import type { TargetValue } from './model.js';
import type { ScimPath } from './scim-path.js';

/** Source values that do not fit their target attribute. The message names no value. */
export class UnfitValue extends Error {
  override readonly name = 'UnfitValue';
  readonly errorCode: 'SchemaPropertyCanOnlyAcceptValue' | 'ExpressionEvaluationError';

  constructor(errorCode: UnfitValue['errorCode'], message: string) {
    super(message);
    this.errorCode = errorCode;
  }
}

/**
 * What an expression yielded, in the target attribute's type: Booleans for Boolean attributes, lists for lists.
 * @throws {UnfitValue} for several values where one fits, and for text where a Boolean is needed.
 */
export function toTargetValue(path: ScimPath, values: readonly string[]): TargetValue {
  const [text = '', ...others] = values;
  if (others.length > 0 && isSingleValued(path))
    throw new UnfitValue('SchemaPropertyCanOnlyAcceptValue', `it takes one value and got ${values.length}`);
  if (attributeTypeOf(path) === 'Boolean') return toBoolean(text);
  return others.length > 0 || isMultiValuedComplex(path) ? values : text;
}

function toBoolean(text: string): boolean {
  const lower = text.toLowerCase();
  if (lower !== 'true' && lower !== 'false')
    throw new UnfitValue('ExpressionEvaluationError', 'it takes "True" or "False" and got something else');
  return lower === 'true';
}
