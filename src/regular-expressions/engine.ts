import type { Effort } from './effort.js';

/** Where a match or a group lies in the text: offsets in UTF-16 code units, the end not included. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** By slot: the whole match first, then the groups in the order of the pattern; null for one that took no part. */
export type SlotSpans = readonly [Span, ...(Span | null)[]];

/** `whole`: the pattern covers all of the text; `search`: any part of it. */
export type MatchMode = 'whole' | 'search';

/** What carries out a pattern. null as an answer: this text is too much work for this engine. */
export interface Engine {
  readonly isMatch: (text: string, mode: MatchMode, effort: Effort) => boolean | null;
  /** Not overlapping, from left to right. An empty match may follow right behind another, as in .NET. */
  readonly matches: (text: string, effort: Effort) => readonly SlotSpans[] | null;
}

/** Where to search on after a match: behind it, and one character on when it was empty. */
export function positionAfter(text: string, { start, end }: Span): number {
  if (end > start) return end;
  return end + ((text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1);
}
