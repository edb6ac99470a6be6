import { ExpressionEvaluationError } from '../expression-error.js';
import type { Value } from '../model.js';

/** An argument, evaluated when called. One left empty is null. */
export type Argument = () => Value;

export interface ExpressionFunction {
  /** Name and parameters as people write them; shown when a call has the wrong number of arguments. */
  readonly usage: string;
  acceptsCount(count: number): boolean;
  /** @throws {ExpressionEvaluationError} */
  evaluate(args: readonly Argument[]): Value;
}

/** The argument at `index`; one that was not given is null. */
export function valueAt(args: readonly Argument[], index: number): Value {
  return args[index]?.() ?? null;
}

/**
 * A secondary argument's text; null acts as empty.
 * @throws {ExpressionEvaluationError} when it has several values.
 */
export function textAt(args: readonly Argument[], index: number, functionName: string): string {
  const [text = '', ...others] = valueAt(args, index) ?? [];
  if (others.length > 0)
    throw new ExpressionEvaluationError(
      `${functionName} takes one value as argument ${index + 1}, not several`,
    );
  return text;
}

/** Functions of one text apply to each value of a list; null in gives null out. */
export function eachText(value: Value, change: (text: string) => string): Value {
  return value?.map(change) ?? null;
}
