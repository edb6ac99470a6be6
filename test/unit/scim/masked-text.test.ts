import { describe, expect, it } from '@jest/globals';
import { maskedText } from '../../../src/scim/masked-text.js';

describe("a target's words", () => {
  it.each([
    { text: 'userName ann.lee is taken', secrets: ['ann.lee'], expected: 'userName *** is taken' },
    { text: 'ANN.LEE is taken', secrets: ['ann.lee'], expected: '*** is taken' },
    { text: 'ann.lee and ann', secrets: ['ann', 'ann.lee'], expected: '*** and ***' },
    { text: 'DE is no department', secrets: ['DE'], expected: '*** is no department' },
    { text: 'conflicts with bob@contoso.example', secrets: [], expected: 'conflicts with ***' },
    { text: 'bad value "a+b (c)"', secrets: ['a+b (c)'], expected: 'bad value "***"' },
    { text: 'line one\r\n\u001b[31mline two', secrets: [], expected: 'line one [31mline two' },
    { text: 'no-one/else is ^$', secrets: ['no-one/else'], expected: '*** is ^$' },
    { text: 'nothing here', secrets: ['', ' '], expected: 'nothing here' },
  ])('"$text" without $secrets is "$expected"', ({ text, secrets, expected }) => {
    expect(maskedText(text, secrets)).toBe(expected);
  });

  it('are cut at 2 KB', () => {
    expect(maskedText('x'.repeat(1_000_000), ['y'])).toHaveLength(2_048);
  });
});
