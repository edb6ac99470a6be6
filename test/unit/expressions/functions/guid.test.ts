import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseExpression } from '../../../../src/expressions/parser.js';
import { resultOf } from '../sample-evaluation.js';

describe('Guid', () => {
  it('is random, version 4, in lower case with dashes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
        const results = [1, 2].map(() => resultOf('Guid()', {}, { randomBytes: () => bytes }));

        expect(results[0]).toEqual([
          expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
        ]);
        expect(results[1]).toEqual(results[0]);
      }),
    );
  });

  it('is another one at each evaluation', () => {
    expect(new Set(Array.from({ length: 100 }, () => String(resultOf('Guid()')))).size).toBe(100);
  });

  it('carries the bytes in their order', () => {
    const bytes = Uint8Array.from({ length: 16 }, (_, index) => index);

    expect(resultOf('Guid()', {}, { randomBytes: () => bytes })).toEqual([
      '00010203-0405-4607-8809-0a0b0c0d0e0f',
    ]);
  });

  it('may be a part of another expression', () => {
    expect(resultOf('Left(Append(Guid(), "x"), -1)')).toEqual([expect.stringMatching(/^.{36}x$/)]);
  });

  it('takes no argument', () => {
    expect(() => parseExpression('Guid("a")')).toThrow('expected Guid()');
  });
});
