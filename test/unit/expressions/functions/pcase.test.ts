import { describe, expect, it } from '@jest/globals';
import { ExpressionEvaluationError, ExpressionError } from '../../../../src/expressions/expression-error.js';
import type { Value } from '../../../../src/expressions/model.js';
import { parseExpression } from '../../../../src/expressions/parser.js';
import { resultOf } from '../sample-evaluation.js';

const attributes = { lines: ['AB\r\nCD\u00a0EF\tGH'], twoValues: ['ANA', 'bo lee'] };

describe('PCase', () => {
  it.each<[string, Value]>([
    ['PCase("AMÉLIE OKONJO-RUIZ (LISBON)")', ['Amélie Okonjo-Ruiz (Lisbon)']],
    [`PCase("o'brien_lee")`, ["O'Brien_Lee"]],
    [`PCase("o'brien_lee", " ")`, ["O'brien_lee"]],
    [`PCase("o'brien_lee", "_'")`, ["O'Brien_Lee"]],
    ['PCase("a-b]c^d", "]^-")', ['A-B]C^D']],
    ['PCase("field sales", "")', ['Field sales']],
    ['PCase("field sales", [mail])', ['Field Sales']],
    ['PCase("field sales", )', ['Field Sales']],
    ['PCase("3rd FLOOR, b2b")', ['3rd Floor, B2b']],
    ['PCase("a+b=c$d«e»f.g^h😀i")', ['A+B=C$D«E»F.G^H😀I']],
    ['PCase([lines])', ['Ab\r\nCd\u00a0Ef\tGh']],
    ['PCase("ßen İZMİR")', ['ßen İzmi̇r']],
    ['PCase("ΟΔΟΣ 𐐨𐐀")', ['Οδος 𐐀𐐨']],
    ['PCase("")', ['']],
    ['PCase([mail])', null],
    ['PCase([twoValues])', ['Ana', 'Bo Lee']],
  ])('%s yields %j', (expression, expected) => {
    expect(resultOf(expression, attributes)).toEqual(expected);
  });

  it.each<[string, string]>([
    ['PCase("a", [twoValues])', 'PCase takes one value, not several, as argument 2'],
  ])('%s has no result: %s', (expression, message) => {
    const evaluating = () => resultOf(expression, attributes);

    expect(evaluating).toThrow(ExpressionEvaluationError);
    expect(evaluating).toThrow(message);
  });

  it.each<[string, string]>([['PCase("a", " ", "x")', 'PCase(source, wordSeparators?)']])(
    '%s cannot be read: expected %s',
    (expression, expectation) => {
      const reading = () => parseExpression(expression);

      expect(reading).toThrow(ExpressionError);
      expect(reading).toThrow(expectation);
    },
  );
});
