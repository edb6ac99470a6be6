import { RE2JS } from 're2js';
import type { Effort } from './effort.js';
import { positionAfter, type Engine, type MatchMode, type SlotSpans, type Span } from './engine.js';
import { childrenOf, nodesIn, type Assertion, type ParsedPattern, type PatternNode } from './pattern-node.js';
import { writePattern, writeRanges, type Dialect } from './pattern-writer.js';

/** Steps of the compiled pattern: beyond, compiling itself takes long. */
const MAXIMUM_STEPS = 10_000;
/** What beginning a search costs, in characters: many short texts are work, too. */
const START = 16;
const ASCII = /^[\0-\x7f]*$/;

const ASSERTIONS: Readonly<Record<Assertion, string>> = {
  textStart: '\\A',
  textEnd: '\\z',
  lineStart: '(?m:^)',
  lineEnd: '(?m:$)',
  wordBoundary: '\\b',
  notWordBoundary: '\\B',
};

const dialect: Dialect = {
  characters: (set) =>
    set.length === 0 ? '[^\\x{0}-\\x{10ffff}]' : `[${writeRanges(set, (digits) => `\\x{${digits}}`)}]`,
  assertion: (kind) => ASSERTIONS[kind],
  backreference: () => {
    throw new Error('A backreference is not for the linear engine');
  },
};

/**
 * The engine without backtracking: time grows with the text, never exponentially. It knows no lookarounds and no
 * backreferences, and word boundaries in ASCII only: a text beyond ASCII is left to the other engine then.
 */
export class LinearEngine implements Engine {
  readonly #compiled: RE2JS;
  readonly #groupCount: number;
  readonly #needsAscii: boolean;

  private constructor(compiled: RE2JS, groupCount: number, needsAscii: boolean) {
    this.#compiled = compiled;
    this.#groupCount = groupCount;
    this.#needsAscii = needsAscii;
  }

  /** null when the pattern is not for this engine. */
  static for({ root, captureNames }: ParsedPattern): LinearEngine | null {
    const nodes = [...nodesIn(root)];
    if (nodes.some(({ type }) => type === 'look' || type === 'backreference')) return null;
    if (stepsOf(root) > MAXIMUM_STEPS) return null;
    const needsAscii = nodes.some(
      (node) =>
        node.type === 'assertion' && (node.kind === 'wordBoundary' || node.kind === 'notWordBoundary'),
    );
    const compiled = compileOrNull(writePattern(root, dialect));
    return compiled === null ? null : new LinearEngine(compiled, captureNames.length, needsAscii);
  }

  /** Whether texts are left to the other engine for their length only. */
  get takesEveryCharacter(): boolean {
    return !this.#needsAscii;
  }

  isMatch(text: string, mode: MatchMode, effort: Effort): boolean | null {
    if (!this.#takes(text) || !effort.spendSteps(this.#workOn(text, 0))) return null;
    return mode === 'whole' ? this.#compiled.testExact(text) : this.#compiled.test(text);
  }

  matches(text: string, effort: Effort): readonly SlotSpans[] | null {
    if (!this.#takes(text)) return null;
    const matcher = this.#compiled.matcher(text);
    const found: SlotSpans[] = [];
    for (let position = 0; position <= text.length;) {
      if (!effort.spendSteps(this.#workOn(text, position))) return null;
      if (!matcher.find(position)) break;
      const spanOf = (slot: number): Span | null =>
        matcher.start(slot) < 0 ? null : { start: matcher.start(slot), end: matcher.end(slot) };
      const whole: Span = { start: matcher.start(), end: matcher.end() };
      found.push([whole, ...Array.from({ length: this.#groupCount }, (_, index) => spanOf(index + 1))]);
      position = positionAfter(text, whole);
    }
    return found;
  }

  #takes(text: string): boolean {
    return !this.#needsAscii || ASCII.test(text);
  }

  #workOn(text: string, position: number): number {
    return (text.length - position + START) * this.#compiled.programSize();
  }
}

/** Its own limits (repetitions of 1,000, size, depth) make it refuse a few patterns that are well formed. */
function compileOrNull(source: string): RE2JS | null {
  try {
    return RE2JS.compile(source);
  } catch {
    return null;
  }
}

/** How many steps the pattern has once its repetitions are written out. */
function stepsOf(node: PatternNode): number {
  const below = childrenOf(node).reduce((sum, child) => sum + stepsOf(child), 1);
  if (node.type !== 'repetition') return below;
  return below * Math.max(1, node.maximum === Infinity ? node.minimum : node.maximum);
}
