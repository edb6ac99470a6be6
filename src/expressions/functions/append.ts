import { eachText, textAt, valueAt, type ExpressionFunction } from './expression-function.js';

/** The suffix is put after the source. */
export const append: ExpressionFunction = {
  usage: 'Append(source, suffix)',
  acceptsCount: (count) => count === 2,
  evaluate: (args) => eachText(valueAt(args, 0), (text) => text + textAt(args, 1, 'Append')),
};
