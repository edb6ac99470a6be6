import type { ComplexValue, TargetValue } from './model.js';
import type { TargetAttribute } from './target-attributes.js';

/** Whether two values say the same. Letter case counts only where the attribute is case-exact; the order of a list never does. */
export function isSameValue(
  attribute: Pick<TargetAttribute, 'isCaseExact'>,
  one: TargetValue,
  other: TargetValue,
): boolean {
  if (one === other) return true;
  if (isSimple(one) || isSimple(other)) return false;
  const [left, right] = [one, other].map((value) => foldedOf(attribute, value).sort());
  return left?.length === right?.length && (left?.every((text, index) => text === right?.[index]) ?? false);
}

/** `value` with what it lacks of `additions`; null when it lacks nothing. */
export function withAdditions(
  attribute: Pick<TargetAttribute, 'isCaseExact'>,
  value: TargetValue,
  additions: TargetValue,
): TargetValue | null {
  const known = new Set(foldedOf(attribute, value));
  const missing = listOf(additions).filter((element) => !known.has(fold(attribute, element)));
  // Lists of one attribute are of one kind: texts, or complex values.
  return missing.length === 0 ? null : ([...listOf(value), ...missing] as readonly string[]);
}

function isSimple(value: TargetValue): boolean {
  return typeof value === 'boolean' || typeof value === 'number';
}

function listOf(value: TargetValue): readonly (string | ComplexValue)[] {
  return typeof value === 'object' ? value : [String(value)];
}

function foldedOf(attribute: Pick<TargetAttribute, 'isCaseExact'>, value: TargetValue): string[] {
  return listOf(value).map((element) => fold(attribute, element));
}

function fold({ isCaseExact }: Pick<TargetAttribute, 'isCaseExact'>, element: string | ComplexValue): string {
  const text = typeof element === 'string' ? element : canonical(element);
  return isCaseExact ? text : text.toLowerCase();
}

/** What is false or empty may as well be missing. */
function canonical(element: ComplexValue): string {
  const parts = Object.entries(element).filter(([, value]) => value !== false && value !== '');
  return JSON.stringify(parts.sort(([one], [other]) => (one < other ? -1 : 1)));
}
