import type { PlanRules } from '../plan/index.js';
import { attributesOf } from '../expressions/expression-parts.js';
import type { TargetValue } from '../schema/model.js';
import type { Explanation } from './model.js';

/** What stands in place of values that a mapping redacts, as in the provisioning log. @see Microsoft Entra, Redact. */
export const MASK = '[Redact]';

const MOST_VALUES = 5;
const LONGEST_VALUE = 200;

/** `Ann Lee (ann@contoso.example)`, or what there is of it. */
export function nameOf({
  id,
  displayName,
  userPrincipalName,
}: Pick<Explanation['object'], 'id' | 'displayName' | 'userPrincipalName'>): string {
  if (displayName !== null && userPrincipalName !== null) return `${displayName} (${userPrincipalName})`;
  return displayName ?? userPrincipalName ?? id;
}

/** `title`, `title and nickName`, `title, nickName and 3 more`. */
export function listed(words: readonly string[], most = MOST_VALUES): string {
  if (words.length <= 1) return words[0] ?? '';
  if (words.length > most + 1) return `${words.slice(0, most).join(', ')} and ${words.length - most} more`;
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
}

export function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
}

/** A value in a sentence, cut to a length that a person reads. */
export function quoted(value: TargetValue): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return JSON.stringify(text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text);
}

/** The first letter large: for a sentence that begins with what usually stands in one. */
export function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `user`, `group`. */
export function kindOf({ objectName }: Pick<Explanation['object'], 'objectName'>): 'user' | 'group' {
  return objectName === 'Group' ? 'group' : 'user';
}

/** Names of the source attributes, in lower case, that some mapping shows nobody. */
export function redactedSources({ mapping }: Pick<PlanRules, 'mapping'>): ReadonlySet<string> {
  return new Set(
    mapping.mappings
      .filter(({ isRedacted }) => isRedacted)
      .flatMap(({ expression }) => (expression === null ? [] : attributesOf(expression)))
      .map((name) => name.toLowerCase()),
  );
}

/** The value, or the mask where the mapping to its path redacts it. */
export function shown(
  path: string,
  value: TargetValue,
  { mapping }: Pick<PlanRules, 'mapping'>,
): TargetValue {
  return mapping.mappings.some((each) => each.path === path && each.isRedacted) ? MASK : value;
}

/** What was carried out on demand has a number of its own, below zero. */
export function cycleText(number: number): string {
  return number < 0 ? 'work on demand' : `cycle ${number}`;
}
