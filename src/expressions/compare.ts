import type { ComparisonOperator, Value } from './model.js';
import { isNumber } from './numerals.js';

/**
 * Numbers where both sides are numbers, else text, letter by letter. With null on either side it is false whatever the
 * operator. Several values are compared as one text after the other.
 */
export function compare(operator: ComparisonOperator, left: Value, right: Value): boolean {
  if (left === null || right === null) return false;
  const order = orderOf(left, right);
  switch (operator) {
    case '=':
      return order === 0;
    case '<>':
      return order !== 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
  }
}

function orderOf(left: readonly string[], right: readonly string[]): number {
  const [one = ''] = left;
  const [other = ''] = right;
  if (left.length === 1 && right.length === 1 && isNumber(one) && isNumber(other))
    return ordinal(numberOf(one), numberOf(other));
  const length = Math.max(left.length, right.length);
  for (let index = 0; index < length; index += 1) {
    const order = ordinal(left[index] ?? '', right[index] ?? '');
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

/** Whole numbers exactly: file times and other long identifiers exceed what a `number` tells apart. */
function numberOf(text: string): number | bigint {
  return text.includes('.') ? Number(text) : BigInt(text);
}

/** For sorting: texts by code unit, whatever the language; numbers by size. */
export function ordinal<T extends string | number | bigint>(one: T, other: T): number {
  if (one < other) return -1;
  return one > other ? 1 : 0;
}
