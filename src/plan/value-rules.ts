import type { AttributeChange, TargetValue } from '../schema/model.js';

/** A limit that an app sets to the values of one attribute. */
export interface ValueRule {
  /** Canonical SCIM path of the attribute; null for every attribute. */
  readonly path: string | null;
  /** In characters. */
  readonly maxLength?: number | undefined;
  /** Characters that must not occur. */
  readonly forbiddenCharacters?: string | undefined;
}

/** What the app would refuse of the changes, in words; empty when nothing. Values themselves are not told. */
export function violations(
  changes: readonly AttributeChange[],
  rules: readonly ValueRule[],
): readonly string[] {
  return changes.flatMap(({ path, newValue }) =>
    rules
      .filter((rule) => rule.path === null || rule.path.toLowerCase() === path.toLowerCase())
      .flatMap((rule) => violationsOf(path, newValue, rule)),
  );
}

function violationsOf(path: string, value: TargetValue | null, rule: ValueRule): readonly string[] {
  const texts = textsOf(value);
  const { maxLength, forbiddenCharacters } = rule;
  const found: string[] = [];
  if (maxLength !== undefined && texts.some((text) => Array.from(text).length > maxLength))
    found.push(`${path} may have ${maxLength} characters and has more`);
  const forbidden = Array.from(forbiddenCharacters ?? '').filter((each) =>
    texts.some((text) => text.includes(each)),
  );
  if (forbidden.length > 0)
    found.push(`${path} must not hold ${forbidden.map((each) => JSON.stringify(each)).join(' or ')}`);
  return found;
}

function textsOf(value: TargetValue | null): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return value.filter((element) => typeof element === 'string');
}
