import { positionOf } from './call-positions.js';
import { compare } from './compare.js';
import { ExpressionEvaluationError } from './expression-error.js';
import { Arguments, booleanText } from './functions/arguments.js';
import { functions } from './functions/index.js';
import { FlowIgnored } from './flow-ignored.js';
import type { EvaluationContext, Expression, Value } from './model.js';
import { checkResultLength, lengthOf } from './result-length.js';

/**
 * The expression's value for one object, or that nothing flows. Arguments are evaluated when their function asks for them.
 * @throws {ExpressionEvaluationError} when a function has no result for these values.
 */
export function evaluate(expression: Expression, context: EvaluationContext): Value | FlowIgnored {
  try {
    return valueOf(expression, context);
  } catch (thrown) {
    if (thrown instanceof FlowIgnored) return thrown;
    throw thrown;
  }
}

/** @throws {FlowIgnored} when the branch that counts says that nothing flows. */
function valueOf(expression: Expression, context: EvaluationContext): Value {
  switch (expression.type) {
    case 'attribute':
      return context.attribute(expression.name);
    case 'constant':
      return expression.value;
    case 'comparison':
      return [
        booleanText(
          compare(expression.operator, valueOf(expression.left, context), valueOf(expression.right, context)),
        ),
      ];
    case 'ignoreFlow':
      throw FlowIgnored.of(expression.of);
    case 'call':
      return resultOf(expression, context);
  }
}

function resultOf(call: Extract<Expression, { type: 'call' }>, context: EvaluationContext): Value {
  const called = functions.get(call.name);
  if (called === undefined) throw new Error(`${call.name} was parsed but is no function`);
  const args = new Arguments(call.name, call.arguments, (argument) => valueOf(argument, context));
  try {
    const value = called.evaluate(args, context);
    checkResultLength(called.name, lengthOf(value ?? []));
    return value;
  } catch (error) {
    if (error instanceof ExpressionEvaluationError) error.locate(positionOf(call));
    throw error;
  }
}
