import { rememberPosition } from './call-positions.js';
import { parametersFor, usageOf } from './call-forms.js';
import { closestName } from './closest-name.js';
import { ExpressionError } from './expression-error.js';
import type { ExpressionFunction } from './functions/expression-function.js';
import { functions } from './functions/index.js';
import { meantByForeignName } from './foreign-names.js';
import { VALUE } from './foreign-signs.js';
import { tokenize, type Token } from './lexer.js';
import type { ComparisonOperator, Expression } from './model.js';

/** The longest expression that is read, in characters. @see Microsoft Entra, attribute mapping: expression limit. */
export const MAX_EXPRESSION_LENGTH = 10_000;
/** Far beyond what people write; keeps a hostile expression from exhausting the stack. */
export const MAX_DEPTH = 200;
/** In characters; messages stay readable. */
const LONGEST_HINT = 60;

const CONSTANTS: ReadonlyMap<string, Expression> = new Map<string, Expression>([
  ['True', { type: 'constant', value: ['True'] }],
  ['False', { type: 'constant', value: ['False'] }],
  ['NULL', { type: 'constant', value: null }],
  ['vbTextCompare', { type: 'constant', value: ['vbTextCompare'] }],
  ['vbBinaryCompare', { type: 'constant', value: ['vbBinaryCompare'] }],
  ['IgnoreAttributeFlow', { type: 'ignoreFlow', of: 'attribute' }],
  ['IgnoreObjectFlow', { type: 'ignoreFlow', of: 'object' }],
]);

/**
 * Reads an expression of Entra's mapping language: functions, `[attributes]`, "texts", numbers.
 * @throws {ExpressionError} and nothing else.
 * @see Microsoft Entra, "Reference for writing expressions for attribute mappings".
 */
export function parseExpression(text: string): Expression {
  if (text.length > MAX_EXPRESSION_LENGTH)
    throw new ExpressionError(MAX_EXPRESSION_LENGTH, `at most ${MAX_EXPRESSION_LENGTH} characters`);
  const parser = new Parser(tokenize(text));
  const expression = parser.value(0);
  parser.take('end', 'the end of the expression');
  return expression;
}

interface Argument {
  readonly expression: Expression | null;
  readonly position: number;
  /** Where the comparison's operator stands, when it is one. */
  readonly operatorAt: number | null;
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
      case 'operator':
      case '(':
      case ')':
      case ',':
      case 'end':
        throw new ExpressionError(token.position, insteadOfNoValue(token, this.#tokens[this.#index - 2]));
    }
  }

  take(type: Token['type'], expectation: string): void {
    const token = this.#next();
    if (token.type !== type)
      throw new ExpressionError(
        token.position,
        expectation,
        token.type === 'name' ? meantByForeignName(token.value) : null,
      );
    this.#index += 1;
  }

  #call(name: Token, depth: number): Expression {
    const called = functions.get(name.value);
    if (called === undefined) throw unknownFunction(name);
    if (called.isOutermostOnly === true && depth > 0)
      throw new ExpressionError(
        name.position,
        `${called.name} to be the whole expression, not a part of another`,
      );
    const args = this.#arguments(depth + 1);
    checkArguments(called, args, name.position);
    const call: Expression = {
      type: 'call',
      name: called.name,
      arguments: args.map(({ expression }) => expression),
    };
    rememberPosition(call, name.position);
    return call;
  }

  /** Nothing between two commas, or after the last, is an argument left empty. */
  #arguments(depth: number): readonly Argument[] {
    this.take('(', '"("');
    const args: Argument[] = [];
    if (this.#next().type !== ')') {
      for (;;) {
        args.push(this.#argument(depth));
        if (this.#next().type !== ',') break;
        this.#index += 1;
      }
    }
    this.take(')', '"," or ")"');
    return args;
  }

  #argument(depth: number): Argument {
    const { type, position } = this.#next();
    if (type === ',' || type === ')') return { expression: null, position, operatorAt: null };
    const left = this.value(depth);
    const operator = this.#next();
    if (operator.type !== 'operator') return { expression: left, position, operatorAt: null };
    this.#index += 1;
    const right = this.value(depth);
    const expression: Expression = {
      type: 'comparison',
      operator: operator.value as ComparisonOperator, // what the lexer's pattern admits
      left,
      right,
    };
    return { expression, position, operatorAt: operator.position };
  }

  #next(): Token {
    const token = this.#tokens[this.#index];
    if (token === undefined) throw new Error('Read past the end token'); // "end" is never consumed but by take('end')
    return token;
  }
}

function checkArguments(called: ExpressionFunction, args: readonly Argument[], position: number): void {
  const parameters = parametersFor(called, args.length);
  if (parameters === null)
    throw new ExpressionError(
      position,
      `${usageOf(called)} instead of ${args.length} argument${args.length === 1 ? '' : 's'}`,
    );
  for (const [index, { operatorAt }] of args.entries())
    if (operatorAt !== null && parameters[index]?.type !== 'condition')
      throw new ExpressionError(
        operatorAt,
        '"," or ")" (only the conditions of IIF and CBool are comparisons)',
      );
  const mistake = called.check?.(args.map(({ expression }) => expression)) ?? null;
  if (mistake !== null)
    throw new ExpressionError(
      args[mistake.argument]?.position ?? position,
      mistake.expectation,
      mistake.suggestion ?? null,
    );
}

function insteadOfNoValue({ type, value }: Token, before: Token | undefined): string {
  if (type === '(') return `${VALUE} instead of a parenthesis`;
  if (type !== 'operator') return VALUE;
  if (before === undefined) return `no "${value}" before the expression`;
  return before.type === 'operator' ? 'one of the operators =, <>, >, >=, < and <=' : VALUE;
}

function constant({ value: name, position }: Token): Expression {
  const found = CONSTANTS.get(name);
  if (found !== undefined) return found;
  const called = [...functions.values()].find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (called !== undefined) throw new ExpressionError(position, usageOf(called));
  throw new ExpressionError(
    position,
    'a function with its arguments, or True, False, NULL',
    closestName(name, CONSTANTS.keys()) ?? (name.length > LONGEST_HINT ? null : `[${name}] or "${name}"`),
  );
}

function unknownFunction({ value: name, position }: Token): ExpressionError {
  if (CONSTANTS.has(name)) return new ExpressionError(position, `${name} without parentheses`);
  const suggestion = meantByForeignName(name) ?? closestName(name, functions.keys());
  return new ExpressionError(position, 'the name of a function', suggestion);
}
