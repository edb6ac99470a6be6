import type { ExpressionFunction } from './expression-function.js';

const LONE_SURROGATE = /\p{Surrogate}/gu;
const PIECE_UNITS = 8_192;

export const convertToBase64: ExpressionFunction = {
  name: 'ConvertToBase64',
  parameters: [{ name: 'source', type: 'text' }],
  returns: 'text',
  description:
    'The source in Base64, as the bytes of its UTF-16 little-endian form (.NET calls it Unicode). Null stays null; each value of a list by itself.',
  examples: [{ expression: 'ConvertToBase64("Ana")', result: ['QQBuAGEA'] }],
  evaluate: (args) => args.eachText(0, (text) => btoa(utf16Bytes(text))),
};

/** One character a byte, the lower first. Half a surrogate pair becomes the replacement character. */
function utf16Bytes(text: string): string {
  const units = text.replaceAll(LONE_SURROGATE, '\uFFFD');
  const pieces: string[] = [];
  for (let start = 0; start < units.length; start += PIECE_UNITS) {
    const bytes: number[] = [];
    const end = Math.min(start + PIECE_UNITS, units.length);
    for (let index = start; index < end; index += 1) {
      const unit = units.charCodeAt(index);
      bytes.push(unit & 0xff, unit >> 8);
    }
    pieces.push(String.fromCharCode(...bytes));
  }
  return pieces.join('');
}
