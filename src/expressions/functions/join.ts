import { checkResultLength, lengthOf } from '../result-length.js';
import type { ExpressionFunction } from './expression-function.js';

export const join: ExpressionFunction = {
  name: 'Join',
  parameters: [
    { name: 'separator', type: 'text' },
    { name: 'source', type: 'any' },
  ],
  repeats: 1,
  returns: 'text',
  description:
    'All values of all sources in one text, with the separator between them. Null and `""` are left out and leave no separator behind; when nothing is left the result is `""`.',
  examples: [
    { expression: 'Join("-", "eu", [employeeId])', result: ['eu-00042'] },
    {
      expression: 'Join(";", [proxyAddresses])',
      result: ['SMTP:aruiz@lab.example;smtp:am@lab.example;SMTP:aruiz@lab.example'],
    },
    { expression: 'Join(", ", "", [surname], [givenName])', result: ['Okonjo-Ruiz, Amélie'] },
    { expression: 'Join("", 1000, [employeeId])', result: ['100000042'] },
  ],
  evaluate: (args) => {
    const texts: string[] = [];
    for (let index = 1; index < args.count; index += 1)
      for (const text of args.value(index) ?? []) if (text !== '') texts.push(text);
    const separator = args.text(0);
    checkResultLength('Join', lengthOf(texts) + separator.length * Math.max(0, texts.length - 1));
    return [texts.join(separator)];
  },
};
