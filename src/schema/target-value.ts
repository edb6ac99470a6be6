import { z } from 'zod';
import type { ComplexValue, TargetValue } from './model.js';
import type { TargetAttribute } from './target-attributes.js';

/** Source values that do not fit their target attribute. The message names no value. */
export class UnfitValue extends Error {
  override readonly name = 'UnfitValue';
  readonly errorCode: 'SchemaPropertyCanOnlyAcceptValue' | 'ExpressionEvaluationError';

  constructor(errorCode: UnfitValue['errorCode'], message: string) {
    super(message);
    this.errorCode = errorCode;
  }
}

const INTEGER = /^\s*-?\d{1,15}\s*$/;
const complexValue = z.record(z.string(), z.union([z.string(), z.boolean()]));

/**
 * What an expression yielded, in the target attribute's type: Booleans for Boolean attributes, numbers for Integer ones,
 * lists for lists.
 * @throws {UnfitValue} for several values where one fits, and for text where another type is needed.
 */
export function toTargetValue(attribute: TargetAttribute, values: readonly string[]): TargetValue {
  const [text = '', ...others] = values;
  if (others.length > 0 && attribute.holds === 'one')
    throw new UnfitValue('SchemaPropertyCanOnlyAcceptValue', `it takes one value and got ${values.length}`);
  switch (attribute.type) {
    case 'Boolean':
      return toBoolean(text);
    case 'Integer':
      return toInteger(text);
    case 'String':
    case 'DateTime':
    case 'Binary':
    case 'Reference':
      return others.length > 0 || attribute.holds === 'list' ? values : text;
  }
}

/** Values that functions such as `AppRoleAssignmentsComplex` yield: JSON objects in text form. */
export function toComplexValues(values: readonly string[]): readonly ComplexValue[] {
  return values.map((text) => {
    const parsed = complexValue.safeParse(jsonOf(text));
    if (!parsed.success)
      throw new UnfitValue('ExpressionEvaluationError', 'it takes complex values and got something else');
    return parsed.data;
  });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function toBoolean(text: string): boolean {
  const lower = text.toLowerCase();
  if (lower !== 'true' && lower !== 'false')
    throw new UnfitValue('ExpressionEvaluationError', 'it takes "True" or "False" and got something else');
  return lower === 'true';
}

function toInteger(text: string): number {
  if (!INTEGER.test(text))
    throw new UnfitValue('ExpressionEvaluationError', 'it takes a whole number and got something else');
  return Number(text);
}
