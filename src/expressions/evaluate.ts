import { functions } from './functions/index.js';
import type { AttributeLookup, Expression, Value } from './model.js';

/**
 * The expression's value for one object. Arguments are evaluated when their function asks for them.
 * @throws {ExpressionEvaluationError} when a function has no result for these values.
 */
export function evaluate(expression: Expression, attributes: AttributeLookup): Value {
  switch (expression.type) {
    case 'attribute':
      return attributes(expression.name);
    case 'constant':
      return expression.value;
    case 'call': {
      const called = functions.get(expression.name);
      if (called === undefined) throw new Error(`${expression.name} was parsed but is no function`);
      const args = expression.arguments.map(
        (argument) => () => (argument === null ? null : evaluate(argument, attributes)),
      );
      return called.evaluate(args);
    }
  }
}

/** The names of the attributes that an expression reads, as it writes them. */
export function attributesOf(expression: Expression): readonly string[] {
  switch (expression.type) {
    case 'attribute':
      return [expression.name];
    case 'constant':
      return [];
    case 'call':
      return expression.arguments.flatMap((argument) => (argument === null ? [] : attributesOf(argument)));
  }
}
