import type { ExpressionFunction } from './expression-function.js';

export const convertToUtf8Hex: ExpressionFunction = {
  name: 'ConvertToUTF8Hex',
  parameters: [{ name: 'source', type: 'text' }],
  returns: 'text',
  description:
    'The UTF-8 bytes of the source in hexadecimal: capital letters, nothing between the bytes. Null stays null; each value of a list by itself.',
  examples: [{ expression: 'ConvertToUTF8Hex("Zürich")', result: ['5AC3BC72696368'] }],
  evaluate: (args) => args.eachText(0, hexadecimal),
};

const DIGITS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).toUpperCase().padStart(2, '0'));

function hexadecimal(text: string): string {
  let digits = '';
  for (const byte of new TextEncoder().encode(text)) digits += DIGITS[byte] ?? '';
  return digits;
}
