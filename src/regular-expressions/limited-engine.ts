import { createContext, Script, type Context } from 'node:vm';
import { charactersOf } from './code-point-set.js';
import { TIME_MS, type Effort } from './effort.js';
import type { Engine, MatchMode, SlotSpans } from './engine.js';
import { RegularExpressionTimeout } from './errors.js';
import type { GroupTable } from './group-table.js';
import { refuseWhatDiffers } from './limited-differences.js';
import type { Assertion, ParsedPattern } from './pattern-node.js';
import { writePattern, writeRanges, type Dialect } from './pattern-writer.js';
import { boundaryCharacters } from './unicode-categories.js';

const ATTEMPTS = 3;

const IS_MATCH = new Script('pattern.lastIndex = 0; pattern.test(text)');
/** Flat lists of numbers, as text: nothing that belongs to the context leaves it. */
const MATCHES = new Script(`(() => {
  const found = [];
  pattern.lastIndex = 0;
  for (let match; (match = pattern.exec(text)) !== null; ) {
    found.push(match.indices.map((span) => (span === undefined ? null : { start: span[0], end: span[1] })));
    if (match[0] === '') pattern.lastIndex += text.codePointAt(pattern.lastIndex) > 0xffff ? 2 : 1;
  }
  return JSON.stringify(found);
})()`);

/** Holds one pattern and one text at a time. Made once: a context costs a millisecond. */
let sharedContext: Context | null = null;

/**
 * The engine that tracks back, for lookarounds and backreferences: V8's, stopped after 250 ms. A pattern that was stopped
 * three times is not tried again in this process, so that it cannot cost as much for everybody.
 */
export class LimitedEngine implements Engine {
  readonly #parsed: ParsedPattern;
  readonly #groups: GroupTable;
  readonly #compiled = new Map<MatchMode, RegExp>();
  #timeouts = 0;

  /** @throws {RegularExpressionError} when this engine would understand the pattern differently from .NET. */
  constructor(parsed: ParsedPattern, groups: GroupTable) {
    refuseWhatDiffers(parsed.root, groups);
    this.#parsed = parsed;
    this.#groups = groups;
  }

  /** @throws {RegularExpressionTimeout} */
  isMatch(text: string, mode: MatchMode, effort: Effort): boolean {
    return this.#run(IS_MATCH, mode, text, effort) === true;
  }

  /** @throws {RegularExpressionTimeout} */
  matches(text: string, effort: Effort): readonly SlotSpans[] {
    return JSON.parse(String(this.#run(MATCHES, 'search', text, effort))) as readonly SlotSpans[]; // written by the script above
  }

  #run(script: Script, mode: MatchMode, text: string, effort: Effort): unknown {
    if (this.#timeouts >= ATTEMPTS)
      throw givenUp(`took more than ${TIME_MS} ms ${ATTEMPTS} times and is not tried again`);
    const context = (sharedContext ??= createContext(
      {},
      { codeGeneration: { strings: false, wasm: false } },
    ));
    Object.assign(context, { pattern: this.#compile(mode), text });
    const start = performance.now();
    try {
      return script.runInContext(context, { timeout: effort.timeMs });
    } catch (thrown) {
      this.#timeouts += 1;
      throw givenUp(
        isTimeout(thrown) ? `took more than ${TIME_MS} ms` : 'needs more memory than there is for it',
      );
    } finally {
      effort.spendTime(performance.now() - start);
      Object.assign(context, { pattern: null, text: null });
    }
  }

  /** When it is first needed: most patterns never come here. */
  #compile(mode: MatchMode): RegExp {
    const known = this.#compiled.get(mode);
    if (known !== undefined) return known;
    const source = writePattern(this.#parsed.root, dialectWith(this.#groups));
    const compiled = mode === 'whole' ? new RegExp(`^(?:${source})$`, 'gu') : new RegExp(source, 'dgu');
    this.#compiled.set(mode, compiled);
    return compiled;
  }
}

/** The error belongs to the context, where `Error` is another one. */
function isTimeout(thrown: unknown): boolean {
  return (
    typeof thrown === 'object' &&
    thrown !== null &&
    'code' in thrown &&
    thrown.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
  );
}

function givenUp(reason: string): RegularExpressionTimeout {
  return new RegularExpressionTimeout(
    `A regular expression ${reason}. Avoid repetitions within repetitions such as (a+)+, and lookarounds and backreferences where they are not needed`,
  );
}

function dialectWith(groups: GroupTable): Dialect {
  const characters: Dialect['characters'] = (set) => `[${writeRanges(set, (digits) => `\\u{${digits}}`)}]`;
  return {
    characters,
    assertion: (kind) => ASSERTIONS[kind](characters),
    backreference: (group) => `(?:\\${groups.slotsOf(group)?.[0] ?? 0})`,
  };
}

const LINE_FEED = charactersOf('\n');
const ASSERTIONS: Readonly<Record<Assertion, (characters: Dialect['characters']) => string>> = {
  textStart: () => '^',
  textEnd: () => '$',
  lineStart: (characters) => `(?:^|(?<=${characters(LINE_FEED)}))`,
  lineEnd: (characters) => `(?:$|(?=${characters(LINE_FEED)}))`,
  wordBoundary: (characters) => {
    const word = characters(boundaryCharacters());
    return `(?:(?<=${word})(?!${word})|(?<!${word})(?=${word}))`;
  },
  notWordBoundary: (characters) => {
    const word = characters(boundaryCharacters());
    return `(?:(?<=${word})(?=${word})|(?<!${word})(?!${word}))`;
  },
};
