import type { Value } from '../model.js';
import { booleanText } from './arguments.js';
import type { ExpressionFunction } from './expression-function.js';

const parameters: ExpressionFunction['parameters'] = [{ name: 'Expression', type: 'any' }];

export const isNull: ExpressionFunction = {
  name: 'IsNull',
  parameters,
  returns: 'boolean',
  description: 'Whether the argument is null: an attribute without value. `""` is a value.',
  examples: [{ expression: 'IsNull([mail])', result: ['True'] }],
  evaluate: (args) => [booleanText(args.value(0) === null)],
};

export const isNullOrEmpty: ExpressionFunction = {
  name: 'IsNullOrEmpty',
  parameters,
  returns: 'boolean',
  description: 'Whether the argument is null or `""`. A list is empty when all of its values are `""`.',
  examples: [{ expression: 'IsNullOrEmpty("")', result: ['True'] }],
  evaluate: (args) => [booleanText(isEmpty(args.value(0)))],
};

export const isPresent: ExpressionFunction = {
  name: 'IsPresent',
  parameters,
  returns: 'boolean',
  description: 'Whether the argument has a value other than `""`: the opposite of `IsNullOrEmpty`.',
  examples: [{ expression: 'IsPresent([department])', result: ['True'] }],
  evaluate: (args) => [booleanText(!isEmpty(args.value(0)))],
};

/** Null, or nothing but `""`. */
export function isEmpty(value: Value): boolean {
  return value?.every((text) => text === '') ?? true;
}
