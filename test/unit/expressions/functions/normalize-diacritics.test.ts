import { describe, expect, it } from '@jest/globals';
import { ExpressionError } from '../../../../src/expressions/expression-error.js';
import type { Value } from '../../../../src/expressions/model.js';
import { parseExpression } from '../../../../src/expressions/parser.js';
import { resultOf } from '../sample-evaluation.js';

const attributes = { decomposed: ['Ame\u0301lie'], longOe: ['œ\u0304 Œ\u0304'], twoValues: ['Zoë', 'José'] };

describe('NormalizeDiacritics', () => {
  it.each<[string, Value]>([
    ['NormalizeDiacritics([givenName])', ['Amelie']],
    ['NormalizeDiacritics("Søren Weiß")', ['Soeren Weiss']],
    ['NormalizeDiacritics("ÄÖÜ äöü Åå")', ['AOU aou Aa']],
    ['NormalizeDiacritics("ÆæǢǣ ŒœØøǾǿ")', ['AEaeAEae OEoeOEoeOEoe']],
    ['NormalizeDiacritics([longOe])', ['oe OE']],
    ['NormalizeDiacritics("ẞ Łł İı")', ['SS Ll Ii']],
    [
      'NormalizeDiacritics("áàâãäåąǎ çćč ď éèêëęěē ğģ íìîïįī ķ ľĺļ ñńňņ óòôõöőō ŕřŗ śšşș ťţț úùûüűůų ýÿ źżž")',
      ['aaaaaaaa ccc d eeeeeee gg iiiiii k lll nnnn ooooooo rrr ssss ttt uuuuuuu yy zzz'],
    ],
    ['NormalizeDiacritics([decomposed])', ['Amelie']],
    ['NormalizeDiacritics("đ ð þ 한글 が 神 😀")', ['đ ð þ 한글 が 神 😀']],
    ['NormalizeDiacritics("")', ['']],
    ['NormalizeDiacritics([mail])', null],
    ['NormalizeDiacritics([twoValues])', ['Zoe', 'Jose']],
  ])('%s yields %j', (expression, expected) => {
    expect(resultOf(expression, attributes)).toEqual(expected);
  });

  it.each<[string, string]>([['NormalizeDiacritics([givenName], "de")', 'NormalizeDiacritics(source)']])(
    '%s cannot be read: expected %s',
    (expression, expectation) => {
      const reading = () => parseExpression(expression);

      expect(reading).toThrow(ExpressionError);
      expect(reading).toThrow(expectation);
    },
  );
});
