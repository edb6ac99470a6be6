import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ExpressionError } from '../../../src/expressions/expression-error.js';
import { parseExpression } from '../../../src/expressions/parser.js';

describe('the expression parser', () => {
  it('reads nested calls, empty arguments and white space', () => {
    const expression = parseExpression('Switch( [IsSoftDeleted] , ,\n "False", Not("x"), -1.5, &HF )');

    expect(expression).toEqual({
      type: 'call',
      name: 'Switch',
      arguments: [
        { type: 'attribute', name: 'IsSoftDeleted' },
        null,
        { type: 'constant', value: ['False'] },
        { type: 'call', name: 'Not', arguments: [{ type: 'constant', value: ['x'] }] },
        { type: 'constant', value: ['-1.5'] },
        { type: 'constant', value: ['15'] },
      ],
    });
  });

  it.each([
    ['[mail]', { type: 'attribute', name: 'mail' }],
    [
      '[urn:a:2.0:User:emails[type eq "work"].value]',
      { type: 'attribute', name: 'urn:a:2.0:User:emails[type eq "work"].value' },
    ],
    ['"text"', { type: 'constant', value: ['text'] }],
    ['""', { type: 'constant', value: [''] }],
    [String.raw`"a\"b\\c\+"`, { type: 'constant', value: [String.raw`a"b\c\+`] }],
    ['True', { type: 'constant', value: ['True'] }],
    ['NULL', { type: 'constant', value: null }],
  ])('%s is read', (text, expected) => {
    expect(parseExpression(text)).toEqual(expected);
  });

  it('counts a trailing empty argument', () => {
    expect(parseExpression('Join("-", [a], )')).toMatchObject({ arguments: [{}, {}, null] });
  });

  it.each([
    ['', 0, 'a function', null],
    ['Join(", ", [a]', 14, '"," or ")"', null],
    ['join("", [a])', 0, 'the name of a function', 'Join'],
    ['Swich([a], , "", "")', 0, 'the name of a function', 'Switch'],
    ['Switch([a], , "")', 0, 'Switch(source, default', null],
    ['Not([a]) x', 9, 'the end', null],
    ['Not("a', 6, 'closing double quote', null],
    ['Not([a', 6, 'closing bracket', null],
    ['Not([])', 5, 'attribute name', null],
    ['Join("-", Left([a], 3, "b")', 10, 'Left(String, NumChars) instead of 3 arguments', null],
    ['Append("a\\", "b")', 17, 'the text begins at position 16', null],
    ['true', 0, 'True, False, NULL', 'True'],
    ['True()', 0, 'True without parentheses', null],
    ['Now', 0, 'Now()', null],
    ['Append [a]', 0, 'Append(source, suffix)', null],
    ['Append(givenName, "x")', 7, 'a function with its arguments', '[givenName] or "givenName"'],
    ['x'.repeat(61), 0, 'a function with its arguments', null],
    ['Jion("-", [a])', 0, 'the name of a function', 'Join'],
    ['Concatenate([a], [b])', 0, 'the name of a function', 'Join'],
    ['And([a], [b])', 0, 'the name of a function', 'another IIF as second argument'],
    ['IIF([a]="b" OR [c]="d", 1, 2)', 12, '"," or ")"', 'another IIF as third argument'],
    ['IIF([a]==1, 1, 2)', 8, 'one of the operators', null],
    ['IIF(([a]=1), 1, 2)', 4, 'instead of a parenthesis', null],
    ['=Not([a])', 0, 'no "=" before the expression', null],
    ['Not(“a”)', 4, 'straight double quotes', null],
    ["Not('a')", 4, 'straight double quotes', null],
    ['Append([a]; "b")', 10, '"," instead of ";"', null],
    ['Not([a] & "b")', 8, 'Join("", …) instead of "&"', null],
    ['Not([a] + "b")', 8, 'Join("", …) instead of "+"', null],
    ['BitAnd(&HZ, 1)', 7, 'hexadecimal digits after "&H"', null],
    ['Not(\u200b[a])', 4, 'the character U+200B', null],
  ])('%j is refused at %d: expected %s, suggests %s', (text, position, expectation, suggestion) => {
    const parse = () => parseExpression(text);

    expect(parse).toThrow(ExpressionError);
    expect(parse).toThrow(
      expect.objectContaining({ position, expectation: expect.stringContaining(expectation), suggestion }),
    );
  });

  it.each([
    ['too long', `"${'x'.repeat(10_000)}"`],
    ['too deep', `${'Not('.repeat(2_400)}"x"`],
  ])('refuses an expression that is %s', (_, text) => {
    expect(() => parseExpression(text)).toThrow(ExpressionError);
  });

  it('throws nothing but ExpressionError, whatever the text', () => {
    const piece = fc.constantFrom(
      'Not',
      'Join',
      'Switch(',
      '(',
      ')',
      ',',
      '[a]',
      '[',
      ']',
      '"',
      '\\',
      '"x"',
      '&H',
      '1',
      ' ',
      'NULL',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(piece).map((pieces) => pieces.join('')),
    );

    fc.assert(
      fc.property(text, (given) => {
        try {
          parseExpression(given);
        } catch (error) {
          expect(error).toBeInstanceOf(ExpressionError);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
