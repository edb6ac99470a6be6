import { ExpressionEvaluationError } from '../expression-error.js';
import { textAt, valueAt, type ExpressionFunction } from './expression-function.js';

/** One value of a list, counted from 1. A single value counts as a list of one. */
export const item: ExpressionFunction = {
  usage: 'Item(attribute, index)',
  acceptsCount: (count) => count === 2,
  evaluate: (args) => {
    const values = valueAt(args, 0);
    if (values === null) return null;
    const index = textAt(args, 1, 'Item');
    const found = /^\d+$/.test(index) ? values[Number(index) - 1] : undefined;
    if (found === undefined)
      throw new ExpressionEvaluationError(
        `Item takes an index from 1 to the number of values, here ${values.length}`,
      );
    return [found];
  },
};
