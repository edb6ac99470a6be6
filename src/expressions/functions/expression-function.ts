import type { EvaluationContext, Expression, Value } from '../model.js';
import type { Arguments } from './arguments.js';

/** What a parameter is for; shown in the mapping reference. A `condition` also takes a comparison. */
export type ParameterType = 'text' | 'number' | 'boolean' | 'date' | 'list' | 'any' | 'condition';

export interface Parameter {
  readonly name: string;
  /** The key under which Entra's schema export lists the argument; the name when there is no other. */
  readonly key?: string;
  readonly type: ParameterType;
  readonly isOptional?: true;
}

export interface Example {
  /** Over the attributes of `sampleAttributes`. */
  readonly expression: string;
  readonly result: Value;
  /** The result is only one of many, such as a random one. */
  readonly isOneOfMany?: true;
}

/** A mistake that shows in the arguments as they are written, whatever the data. */
export interface ArgumentMistake {
  /** 0-based; -1 for the call as a whole. */
  readonly argument: number;
  /** What the argument must be: "a day, month or other interval: yyyy, m, d, ww, h, n or s". */
  readonly expectation: string;
  readonly suggestion?: string | undefined;
}

/** One function of the language: how it is called, what it does, and what people read about it in the mapping reference. */
export interface ExpressionFunction {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  /** How many parameters at the end may be repeated together: 1 for Join's sources, 2 for Switch's keys and values. */
  readonly repeats?: 1 | 2;
  /** At least so many arguments, when that is more than the parameters that must be given. */
  readonly minimumCount?: number;
  /** A second way to call it, told apart by the number of arguments. */
  readonly alternative?: readonly Parameter[];
  /** `complex`: each value is a JSON object in text form. */
  readonly returns: 'text' | 'number' | 'boolean' | 'date' | 'list' | 'complex' | 'any';
  /** Allowed as the whole expression only. */
  readonly isOutermostOnly?: true;
  /** Markdown, one paragraph: the result, and what null, "", lists and letter case do. */
  readonly description: string;
  readonly examples: readonly Example[];
  /** Looks at the arguments when the expression is read, so that a mistake is not found user by user. */
  readonly check?: (args: readonly (Expression | null)[]) => ArgumentMistake | null;
  /** @throws {ExpressionEvaluationError} when these values have no result. */
  readonly evaluate: (args: Arguments, context: EvaluationContext) => Value;
}
