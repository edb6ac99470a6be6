import { ExpressionEvaluationError } from '../expression-error.js';
import { eachText, textAt, valueAt, type ExpressionFunction } from './expression-function.js';

/** Culture names as in RFC 4646 (`tr-TR`); without one the rules of no language in particular. */
export const toLower = changeCase('ToLower', (text, culture) =>
  culture === '' ? text.toLowerCase() : text.toLocaleLowerCase(culture),
);

/** The counterpart of `toLower`. */
export const toUpper = changeCase('ToUpper', (text, culture) =>
  culture === '' ? text.toUpperCase() : text.toLocaleUpperCase(culture),
);

function changeCase(name: string, change: (text: string, culture: string) => string): ExpressionFunction {
  return {
    usage: `${name}(source, culture)`,
    acceptsCount: (count) => count === 1 || count === 2,
    evaluate: (args) => {
      const culture = textAt(args, 1, name);
      try {
        return eachText(valueAt(args, 0), (text) => change(text, culture));
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        throw new ExpressionEvaluationError(`${name} takes a culture such as "tr-TR"`);
      }
    },
  };
}
