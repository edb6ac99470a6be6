import { closestName } from './closest-name.js';
import { ExpressionError } from './expression-error.js';
import { functions } from './functions/index.js';
import { tokenize, type Token } from './lexer.js';
import type { Expression, Value } from './model.js';

const MAX_LENGTH = 10_000;
/** Far beyond what people write; keeps a hostile expression from exhausting the stack. */
const MAX_DEPTH = 200;

const CONSTANTS: ReadonlyMap<string, Value> = new Map([
  ['True', ['True']],
  ['False', ['False']],
  ['NULL', null],
]);

/**
 * Reads an expression of Entra's mapping language: functions, `[attributes]`, "texts", numbers.
 * @throws {ExpressionError} and nothing else.
 * @see Microsoft Entra, "Reference for writing expressions for attribute mappings".
 */
export function parseExpression(text: string): Expression {
  if (text.length > MAX_LENGTH) throw new ExpressionError(MAX_LENGTH, `at most ${MAX_LENGTH} characters`);
  const parser = new Parser(tokenize(text));
  const expression = parser.value(0);
  parser.take('end', 'the end of the expression');
  return expression;
}

class Parser {
  readonly #tokens: readonly Token[];
  #index = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  value(depth: number): Expression {
    const token = this.#next();
    if (depth > MAX_DEPTH)
      throw new ExpressionError(token.position, `at most ${MAX_DEPTH} functions in one another`);
    this.#index += 1;
    switch (token.type) {
      case 'attribute':
        return { type: 'attribute', name: token.value };
      case 'string':
      case 'number':
        return { type: 'constant', value: [token.value] };
      case 'name':
        return this.#next().type === '(' ? this.#call(token, depth) : constant(token);
      case '(':
      case ')':
      case ',':
      case 'end':
        throw new ExpressionError(token.position, 'a function, an [attribute], a "text" or a number');
    }
  }

  take(type: Token['type'], expectation: string): void {
    const token = this.#next();
    if (token.type !== type) throw new ExpressionError(token.position, expectation);
    this.#index += 1;
  }

  #call(name: Token, depth: number): Expression {
    const called = functions.get(name.value);
    if (called === undefined) throw unknownName(name, 'the name of a function', functions.keys());
    const args = this.#arguments(depth + 1);
    if (!called.acceptsCount(args.length)) throw new ExpressionError(name.position, called.usage);
    return { type: 'call', name: name.value, arguments: args };
  }

  /** Nothing between two commas, or after the last, is an argument left empty. */
  #arguments(depth: number): readonly (Expression | null)[] {
    this.take('(', '"("');
    const args: (Expression | null)[] = [];
    if (this.#next().type !== ')') {
      for (;;) {
        const { type } = this.#next();
        args.push(type === ',' || type === ')' ? null : this.value(depth));
        if (this.#next().type !== ',') break;
        this.#index += 1;
      }
    }
    this.take(')', '"," or ")"');
    return args;
  }

  #next(): Token {
    const token = this.#tokens[this.#index];
    if (token === undefined) throw new Error('Read past the end token'); // "end" is never consumed but by take('end')
    return token;
  }
}

function constant(token: Token): Expression {
  const value = CONSTANTS.get(token.value);
  if (value === undefined)
    throw unknownName(token, 'a function with its arguments, or True, False, NULL', CONSTANTS.keys());
  return { type: 'constant', value };
}

function unknownName(token: Token, expectation: string, known: Iterable<string>): ExpressionError {
  return new ExpressionError(token.position, expectation, closestName(token.value, known));
}
