import type { Value } from '../model.js';
import { textAt, valueAt, type Argument, type ExpressionFunction } from './expression-function.js';

/**
 * The value of the first key that equals the source, letter by letter; else the default. A null source equals the key "".
 * A list is switched value by value, each result once: `Switch([x], [x], "", "none")` yields the list as it is.
 */
export const switchFunction: ExpressionFunction = {
  usage: 'Switch(source, default, key1, value1, key2, value2, …)',
  acceptsCount: (count) => count >= 4 && count % 2 === 0,
  evaluate: (args) => {
    const results = new Set((valueAt(args, 0) ?? ['']).flatMap((source) => chosen(source, args) ?? []));
    return results.size === 0 ? null : [...results];
  },
};

function chosen(source: string, args: readonly Argument[]): Value {
  for (let key = 2; key < args.length; key += 2) {
    if (textAt(args, key, 'Switch') === source) return valueAt(args, key + 1);
  }
  return valueAt(args, 1);
}
