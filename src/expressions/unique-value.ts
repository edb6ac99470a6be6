import type { Expression } from './model.js';

const SELECT_UNIQUE_VALUE = 'SelectUniqueValue';

/**
 * The rules of `SelectUniqueValue` in their order, for whoever can ask the target which value is free; null when the
 * expression is anything else. The function stands outermost or nowhere, so nothing further in is looked at.
 */
export function uniqueValueRules(expression: Expression): readonly Expression[] | null {
  if (expression.type !== 'call' || expression.name !== SELECT_UNIQUE_VALUE) return null;
  return expression.arguments.filter((rule) => rule !== null);
}
