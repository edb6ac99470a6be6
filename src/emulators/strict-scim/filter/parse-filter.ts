import { splitPath, type AttributePath } from '../schema/attribute-path.js';
import { badRequest } from '../scim-error.js';
import { comparisons, type Comparison, type Filter } from './filter.js';
import { tokens, type Token } from './tokens.js';

export interface ParseOptions {
  /** Takes `externalId eq jyoung`, as some documents of Entra write it. */
  readonly acceptsUnquotedValues: boolean;
}

const attributePath = /^([A-Za-z][\w.:-]*:)?[A-Za-z$][\w$-]*(\.[A-Za-z$][\w$-]*)?$/;
const maxLength = 8_192;
const maxDepth = 32;

/**
 * Reads a filter: grouping before `not`, `not` before `and`, `and` before `or` (RFC 7644, 3.4.2.2).
 * @throws {ScimError} 400 `invalidFilter`.
 */
export function parseFilter(text: string, options: ParseOptions): Filter {
  if (text.length > maxLength) throw badRequest('invalidFilter', 'The filter is too long.');
  return new Parser(tokens(text), options).whole();
}

class Parser {
  readonly #tokens: readonly Token[];
  readonly #options: ParseOptions;
  #at = 0;
  #depth = 0;

  constructor(list: readonly Token[], options: ParseOptions) {
    this.#tokens = list;
    this.#options = options;
  }

  whole(): Filter {
    const filter = this.#or();
    const rest = this.#tokens[this.#at];
    if (rest !== undefined) throw unexpected(rest, 'the end');
    return filter;
  }

  #or(): Filter {
    return this.#chain('or', () => this.#chain('and', () => this.#term()));
  }

  #chain(type: 'and' | 'or', operand: () => Filter): Filter {
    const operands = [operand()];
    while (this.#takeWord(type)) operands.push(operand());
    const [only] = operands;
    return operands.length === 1 && only !== undefined ? only : { type, operands };
  }

  #term(): Filter {
    if (this.#takeWord('not')) {
      this.#expect('(');
      return { type: 'not', operand: this.#until(')') };
    }
    if (this.#takeBracket('(')) return this.#until(')');
    const path = this.#path();
    return this.#takeBracket('[') ? this.#elements(path) : this.#expression(path);
  }

  #elements(path: AttributePath): Filter {
    const filter = this.#nested(() => this.#or());
    if (!this.#takeBracket('].')) {
      this.#expect(']');
      return { type: 'elements', path, filter, within: null };
    }
    return { type: 'elements', path, filter, within: this.#expression(this.#path()) };
  }

  #expression(path: AttributePath): Filter {
    const word = this.#next('an operator');
    const operator = word.text.toLowerCase();
    if (word.type !== 'word') throw unexpected(word, 'an operator');
    if (operator === 'pr') return { type: 'present', path };
    if (!isComparison(operator)) throw unexpected(word, 'an operator');
    return { type: 'comparison', path, operator, value: this.#value() };
  }

  #value(): string | number | boolean | null {
    const token = this.#next('a value');
    if (token.type === 'literal') return token.value;
    if (token.text === 'true') return true;
    if (token.text === 'false') return false;
    if (token.text === 'null') return null;
    if (token.type === 'word' && this.#options.acceptsUnquotedValues) return token.text;
    throw unexpected(token, 'a value (strings stand in double quotes)');
  }

  #path(): AttributePath {
    const token = this.#next('an attribute');
    if (token.type !== 'word' || !attributePath.test(token.text)) throw unexpected(token, 'an attribute');
    return splitPath(token.text);
  }

  #until(end: ')'): Filter {
    const filter = this.#nested(() => this.#or());
    this.#expect(end);
    return filter;
  }

  #nested(read: () => Filter): Filter {
    this.#depth += 1;
    if (this.#depth > maxDepth) throw badRequest('invalidFilter', 'The filter is nested too deeply.');
    const filter = read();
    this.#depth -= 1;
    return filter;
  }

  #next(wanted: string): Token {
    const token = this.#tokens[this.#at];
    if (token === undefined) throw badRequest('invalidFilter', `The filter ends where ${wanted} should be.`);
    this.#at += 1;
    return token;
  }

  #takeWord(word: string): boolean {
    const token = this.#tokens[this.#at];
    const isNext = token?.type === 'word' && token.text.toLowerCase() === word;
    if (isNext) this.#at += 1;
    return isNext;
  }

  #takeBracket(text: string): boolean {
    const token = this.#tokens[this.#at];
    const isNext = token?.type === 'bracket' && token.text === text;
    if (isNext) this.#at += 1;
    return isNext;
  }

  #expect(text: string): void {
    if (!this.#takeBracket(text)) throw unexpected(this.#next(text), text);
  }
}

function isComparison(text: string): text is Comparison {
  return (comparisons as readonly string[]).includes(text);
}

function unexpected(token: Token, wanted: string): Error {
  return badRequest('invalidFilter', `The filter has "${token.text}" where ${wanted} should be.`);
}
