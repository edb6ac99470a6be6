import type { ExpressionFunction } from './expression-function.js';

/** The first argument that is not null; "" is a value. The default is simply the last argument. */
export const coalesce: ExpressionFunction = {
  usage: 'Coalesce(source1, source2, …, default)',
  acceptsCount: (count) => count >= 1,
  evaluate: (args) => {
    for (const argument of args) {
      const value = argument();
      if (value !== null) return value;
    }
    return null;
  },
};
