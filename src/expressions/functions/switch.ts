import type { Arguments } from './arguments.js';
import type { ExpressionFunction } from './expression-function.js';

export const switchFunction: ExpressionFunction = {
  name: 'Switch',
  parameters: [
    { name: 'source', type: 'any' },
    { name: 'defaultValue', type: 'any' },
    { name: 'key', key: 'switchValue', type: 'text' },
    { name: 'value', key: 'switchValue', type: 'any' },
  ],
  repeats: 2,
  returns: 'any',
  description:
    'The value of the first key that equals the source, letter by letter; the default when none does, and null when the default is left empty. A null source equals the key `""`. A list is switched value by value, each result once.',
  examples: [
    { expression: 'Switch([department], "HQ", "Field Sales", "Field", "Legal", "HQ-2")', result: ['Field'] },
    { expression: 'Switch([mail], [mail], "", "no-mail")', result: ['no-mail'] },
    { expression: 'Switch([department], , "Legal", "x")', result: null },
  ],
  evaluate: (args) => {
    const chosen = new Set((args.value(0) ?? ['']).map((source) => positionFor(source, args)));
    const results = new Set([...chosen].flatMap((position) => args.value(position) ?? []));
    return results.size === 0 ? null : [...results];
  },
};

/** Of the first key that equals the source, its value; else of the default. */
function positionFor(source: string, args: Arguments): number {
  for (let key = 2; key < args.count; key += 2) {
    if (args.text(key) === source) return key + 1;
  }
  return 1;
}
