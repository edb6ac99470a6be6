import { RegularExpressionTimeout } from './errors.js';
import type { SlotSpans, Span } from './engine.js';
import type { GroupTable } from './group-table.js';

/** UTF-16 code units; replacements that repeat the text could grow without end. */
const MAXIMUM_RESULT_LENGTH = 1_000_000;
const PART = /\$(?:(?<sign>[$&`'+_])|(?<number>\d+)|\{(?<name>\w+)\})|[^$]+|\$/gu;

/** A part of a result: a text, or the groups of which the one that took part is meant. */
type ReplacementPart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'slots'; readonly slots: readonly number[] }
  | { readonly type: 'before' | 'after' | 'everything' };

/** Reads a replacement of .NET: `$1`, `${name}`, `$$`, `$&`, `` $` ``, `$'`, `$+`, `$_`. A group that is not there is text. */
export function readReplacement(replacement: string, groups: GroupTable): readonly ReplacementPart[] {
  return Array.from(replacement.matchAll(PART), ({ 0: text, groups: found }): ReplacementPart => {
    const { sign, number, name } = found ?? {};
    const reference = number === undefined ? name : Number(number);
    const slots = reference === undefined ? null : groups.slotsOf(reference);
    if (slots !== null) return { type: 'slots', slots };
    switch (sign) {
      case '$':
        return { type: 'text', text: '$' };
      case '&':
        return { type: 'slots', slots: [0] };
      case '+':
        return { type: 'slots', slots: groups.lastSlots() };
      case '`':
        return { type: 'before' };
      case "'":
        return { type: 'after' };
      case '_':
        return { type: 'everything' };
      case undefined:
      default:
        return { type: 'text', text };
    }
  });
}

/** What one match becomes. */
export function expand(parts: readonly ReplacementPart[], text: string, match: SlotSpans): readonly string[] {
  return parts.map((part) => {
    switch (part.type) {
      case 'text':
        return part.text;
      case 'slots': {
        const span = spanOf(match, part.slots);
        return span === null ? '' : text.slice(span.start, span.end);
      }
      case 'before':
        return text.slice(0, match[0].start);
      case 'after':
        return text.slice(match[0].end);
      case 'everything':
        return text;
    }
  });
}

/** The span of the one slot that took part; null when none did. */
export function spanOf(match: SlotSpans, slots: readonly number[]): Span | null {
  for (const slot of slots) {
    const span = match[slot] ?? null;
    if (span !== null) return span;
  }
  return null;
}

/**
 * The text with each span replaced; a span that begins before the end of the one before it stays as it is.
 * @throws {RegularExpressionTimeout} when the result grows beyond all use.
 */
export function replaceSpans(
  text: string,
  replacements: Iterable<{ readonly span: Span; readonly by: () => readonly string[] }>,
): string {
  const parts: string[] = [];
  let position = 0;
  let length = text.length;
  for (const { span, by } of replacements) {
    if (span.start < position) continue;
    const replaced = by();
    length += replaced.reduce((sum, part) => sum + part.length, 0);
    if (length > MAXIMUM_RESULT_LENGTH)
      throw new RegularExpressionTimeout(
        `The result of a replacement is longer than ${MAXIMUM_RESULT_LENGTH} characters. Use a replacement that repeats less of the text`,
      );
    parts.push(text.slice(position, span.start), ...replaced);
    position = span.end;
  }
  return parts.join('') + text.slice(position);
}
