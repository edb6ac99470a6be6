import { withBothCases } from './case-folding.js';
import { readCharacterClass } from './character-class.js';
import { complement, everyCodePoint, type CodePointSet } from './code-point-set.js';
import { readCharacterEscape, readClassEscape } from './escapes.js';
import { GroupTable } from './group-table.js';
import { readGroupOpening, type Options } from './group-opening.js';
import { PatternReader } from './pattern-reader.js';
import type { Assertion, ParsedPattern, PatternNode } from './pattern-node.js';

const MAXIMUM_LENGTH = 10_000;
const MAXIMUM_DEPTH = 200;
const LINE_FEED: CodePointSet = [[0x0a, 0x0a]];
const QUANTIFIER = /[*+?]|\{(\d+)(?:(,)(\d*))?\}/y;
const ESCAPED_ASSERTIONS: Readonly<Record<string, Assertion>> = {
  A: 'textStart',
  Z: 'textEnd',
  z: 'textEnd',
  b: 'wordBoundary',
  B: 'notWordBoundary',
};

/**
 * Reads a pattern of .NET's dialect.
 * @throws {RegularExpressionError} when it is none, or asks for what is not supported.
 */
export function parsePattern(pattern: string): ParsedPattern {
  if (pattern.length > MAXIMUM_LENGTH)
    new PatternReader(pattern).fail(`at most ${MAXIMUM_LENGTH} characters`, MAXIMUM_LENGTH);
  const draft = new Parser(pattern, Infinity);
  const parsed = draft.parse();
  if (!draft.hasLongReference) return parsed;
  return new Parser(pattern, new GroupTable(parsed.captureNames).count).parse();
}

class Parser {
  readonly #reader: PatternReader;
  /** `\10` is a reference if so many groups are there, else an octal escape: known after a first reading. */
  readonly #groupCount: number;
  readonly #captureNames: (string | null)[] = [];
  #options: Options = { i: false, m: false, n: false, s: false, x: false };
  #depth = 0;
  hasLongReference = false;

  constructor(pattern: string, groupCount: number) {
    this.#reader = new PatternReader(pattern);
    this.#groupCount = groupCount;
  }

  parse(): ParsedPattern {
    const root = this.#alternation();
    if (!this.#reader.isAtEnd()) this.#reader.fail('no ")" without its "("; \\) for the character');
    return { root, captureNames: this.#captureNames };
  }

  /** Options set within a group end with it, and hold across its `|`. */
  #alternation(): PatternNode {
    const outer = this.#options;
    const branches = [this.#sequence()];
    while (this.#reader.accept('|')) branches.push(this.#sequence());
    this.#options = outer;
    return branches.length === 1 && branches[0] !== undefined
      ? branches[0]
      : { type: 'alternation', branches };
  }

  #sequence(): PatternNode {
    const parts: PatternNode[] = [];
    for (;;) {
      this.#skipIgnored();
      if (this.#reader.isAtEnd() || this.#reader.isAt('|') || this.#reader.isAt(')')) break;
      const atom = this.#atom();
      if (atom !== null) parts.push(this.#quantified(atom));
    }
    return parts.length === 1 && parts[0] !== undefined ? parts[0] : { type: 'sequence', parts };
  }

  /** Comments, and with the option x also white space and lines behind `#`. */
  #skipIgnored(): void {
    for (;;) {
      const start = this.#reader.position;
      if (this.#reader.accept('(?#') && this.#reader.match(/[^)]*\)/y) === null)
        this.#reader.fail('a closing parenthesis for the comment', start);
      if (this.#options.x) this.#reader.match(/(?:[ \t-\r]|#[^\n]*)+/y);
      if (this.#reader.position === start) return;
    }
  }

  /** null for options that are set for what follows. */
  #atom(): PatternNode | null {
    const reader = this.#reader;
    if (reader.look(QUANTIFIER) !== null)
      return reader.fail(
        'something before the quantifier that it repeats; a backslash before it for the character',
      );
    if (reader.isAt('(')) return this.#group();
    if (reader.accept('[')) return { type: 'characters', set: readCharacterClass(reader, this.#options.i) };
    if (reader.accept('.'))
      return { type: 'characters', set: this.#options.s ? everyCodePoint : complement(LINE_FEED) };
    if (reader.accept('^')) return { type: 'assertion', kind: this.#options.m ? 'lineStart' : 'textStart' };
    if (reader.accept('$')) return { type: 'assertion', kind: this.#options.m ? 'lineEnd' : 'textEnd' };
    if (reader.accept('\\')) return this.#escape();
    return this.#literal(reader.next());
  }

  #literal(codePoint: number): PatternNode {
    const set: CodePointSet = [[codePoint, codePoint]];
    return { type: 'characters', set: this.#options.i ? withBothCases(set) : set };
  }

  #escape(): PatternNode {
    const reader = this.#reader;
    const position = reader.position - 1;
    const kind = ESCAPED_ASSERTIONS[reader.match(/[AZzbB]/y)?.[0] ?? ''];
    if (kind !== undefined) return { type: 'assertion', kind };
    if (reader.isAt('G')) reader.fail('\\A or ^ instead of \\G, which is not supported', position);
    if (reader.look(/[<']\w+[>']/y) !== null) reader.fail('\\k<name> for a reference to a group', position);
    const set = readClassEscape(reader);
    if (set !== null) return { type: 'characters', set };
    return this.#backreference(position) ?? this.#literal(readCharacterEscape(reader));
  }

  #backreference(position: number): PatternNode | null {
    const reader = this.#reader;
    const named = reader.match(/k(?:<(\w+)>|'(\w+)')/y);
    const digits = reader.look(/[1-9]\d*/y)?.[0];
    if (named === null && reader.isAt('k')) reader.fail('\\k<name>', position);
    if (named === null && digits === undefined) return null;
    if (digits !== undefined && digits.length > 1) {
      this.hasLongReference = true;
      if (Number(digits) >= this.#groupCount) return null;
    }
    if (named === null) reader.match(/\d+/y);
    if (this.#options.i)
      reader.fail('no reference to a group under (?i); close the option before it: (?i:…)\\1', position);
    return { type: 'backreference', group: named?.[1] ?? named?.[2] ?? Number(digits), position };
  }

  #group(): PatternNode | null {
    const reader = this.#reader;
    const position = reader.position;
    const opening = readGroupOpening(reader, this.#options);
    if (opening.type === 'options') {
      this.#options = opening.options;
      return null;
    }
    const slot = opening.type === 'capture' ? this.#captureNames.push(opening.name) : 0;
    this.#depth += 1;
    if (this.#depth > MAXIMUM_DEPTH)
      reader.fail(`at most ${MAXIMUM_DEPTH} groups within each other`, position);
    const outer = this.#options;
    if (opening.type === 'group') this.#options = opening.options;
    const body = this.#alternation();
    this.#options = outer;
    this.#depth -= 1;
    if (!reader.accept(')')) reader.fail('a closing parenthesis ")" for the group', position);

    switch (opening.type) {
      case 'group':
        return body;
      case 'capture':
        return { type: 'capture', slot, body, position };
      case 'look':
        return { type: 'look', isAhead: opening.isAhead, isNegated: opening.isNegated, body };
    }
  }

  #quantified(body: PatternNode): PatternNode {
    this.#skipIgnored();
    const reader = this.#reader;
    const position = reader.position;
    const found = reader.match(QUANTIFIER);
    if (found === null) return body;
    const [symbol, least = '', comma, most = ''] = found;
    const [minimum, maximum] = boundsOf(symbol, least, comma === undefined ? least : most);
    if (minimum > maximum) reader.fail('a smaller number before the comma than after it', position);
    this.#skipIgnored();
    const isLazy = reader.accept('?');
    this.#skipIgnored();
    if (reader.look(QUANTIFIER) !== null)
      reader.fail('one quantifier only; (?:…) around what is repeated to repeat it again');
    return { type: 'repetition', body, minimum, maximum, isLazy, position };
  }
}

function boundsOf(symbol: string, least: string, most: string): readonly [number, number] {
  if (symbol === '*') return [0, Infinity];
  if (symbol === '+') return [1, Infinity];
  if (symbol === '?') return [0, 1];
  return [Number(least), most === '' ? Infinity : Number(most)];
}
