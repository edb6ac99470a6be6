import { textAt, valueAt, type ExpressionFunction } from './expression-function.js';

/** All values of all sources with the separator between them; null and "" leave no separator behind. */
export const join: ExpressionFunction = {
  usage: 'Join(separator, source1, source2, …)',
  acceptsCount: (count) => count >= 2,
  evaluate: (args) => {
    const texts = args.slice(1).flatMap((_, index) => valueAt(args, index + 1) ?? []);
    return [texts.filter((text) => text !== '').join(textAt(args, 0, 'Join'))];
  },
};
