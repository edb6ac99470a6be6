import { eachText } from './arguments.js';
import type { ExpressionFunction } from './expression-function.js';

export const convertToUtf8Hex: ExpressionFunction = {
  name: 'ConvertToUTF8Hex',
  parameters: [{ name: 'source', type: 'text' }],
  returns: 'text',
  description:
    'The UTF-8 bytes of the source in hexadecimal: capital letters, nothing between the bytes. Null stays null; each value of a list by itself.',
  examples: [{ expression: 'ConvertToUTF8Hex("Zürich")', result: ['5AC3BC72696368'] }],
  evaluate: (args) => eachText(args.value(0), hexadecimal),
};

function hexadecimal(text: string): string {
  const bytes = Array.from(new TextEncoder().encode(text), (byte) => byte.toString(16).padStart(2, '0'));
  return bytes.join('').toUpperCase();
}
