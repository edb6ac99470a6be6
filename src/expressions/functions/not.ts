import { valueAt, type ExpressionFunction } from './expression-function.js';

/** "True" becomes "False"; anything else, null included, becomes "True". */
export const not: ExpressionFunction = {
  usage: 'Not(source)',
  acceptsCount: (count) => count === 1,
  evaluate: (args) => (valueAt(args, 0) ?? ['']).map((text) => (text === 'True' ? 'False' : 'True')),
};
