import { ExpressionEvaluationError } from '../expression-error.js';
import type { Expression, Value } from '../model.js';
import { isNumber, isWholeNumber } from '../numerals.js';
import { checkResultLength } from '../result-length.js';

/**
 * The arguments of one call, each evaluated when it is first asked for, and only then: a function of each value of a list
 * may ask again and again. Messages name positions, never values.
 */
export class Arguments {
  readonly #functionName: string;
  readonly #expressions: readonly (Expression | null)[];
  readonly #evaluate: (expression: Expression) => Value;
  readonly #values: (Value | undefined)[] = [];

  constructor(
    functionName: string,
    expressions: readonly (Expression | null)[],
    evaluate: (expression: Expression) => Value,
  ) {
    this.#functionName = functionName;
    this.#expressions = expressions;
    this.#evaluate = evaluate;
  }

  get count(): number {
    return this.#expressions.length;
  }

  /** Whether something stands at the position, be it `""` or an attribute without value. */
  isGiven(index: number): boolean {
    return (this.#expressions[index] ?? null) !== null;
  }

  /** The value at the position; null when it was left empty. */
  value(index: number): Value {
    const known = this.#values[index];
    if (known !== undefined) return known;
    const expression = this.#expressions[index] ?? null;
    return (this.#values[index] = expression === null ? null : this.#evaluate(expression));
  }

  /**
   * The one text at the position, null as null.
   * @throws {ExpressionEvaluationError} when it has several values.
   */
  textOrNull(index: number): string | null {
    const value = this.value(index);
    if (value !== null && value.length > 1) this.fail(index, 'takes one value, not several,');
    return value?.[0] ?? null;
  }

  /** The one text at the position; null acts as empty. */
  text(index: number): string {
    return this.textOrNull(index) ?? '';
  }

  /**
   * Functions of one text apply to each value of a list; null in gives null out.
   * @throws {ExpressionEvaluationError} as soon as the results together are too long.
   */
  eachText(index: number, change: (text: string) => string): Value {
    let length = 0;
    return (
      this.value(index)?.map((text) => {
        const result = change(text);
        length += result.length;
        checkResultLength(this.#functionName, length);
        return result;
      }) ?? null
    );
  }

  /**
   * @throws {ExpressionEvaluationError} when it is null or no number.
   */
  number(index: number): number {
    const text = this.text(index);
    return isNumber(text) ? Number(text) : this.fail(index, 'takes a number');
  }

  /**
   * @param text the argument, or one of its values.
   * @throws {ExpressionEvaluationError} when it is null or no whole number.
   */
  integer(index: number, text = this.text(index)): bigint {
    return isWholeNumber(text) ? BigInt(text) : this.fail(index, 'takes a whole number');
  }

  /** "Mid takes a number as argument 2". */
  fail(index: number, expectation: string): never {
    throw new ExpressionEvaluationError(`${this.#functionName} ${expectation} as argument ${index + 1}`);
  }
}

/** A Boolean as the language writes it. */
export function booleanText(isTrue: boolean): string {
  return isTrue ? 'True' : 'False';
}

/** The text of a constant argument; null when the argument is no constant, so that nothing can be said of it yet. */
export function constantText(argument: Expression | null | undefined): string | null {
  return argument?.type === 'constant' ? (argument.value?.[0] ?? '') : null;
}
