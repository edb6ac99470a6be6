import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Effort } from '../../../src/regular-expressions/effort.js';
import { eachEngine } from './each-engine.js';

const atom = fc.constantFrom(
  ...[
    'a',
    'b',
    'é',
    '😀',
    '.',
    '\\d',
    '\\w',
    '\\s',
    '\\W',
    '[ab]',
    '[^a]',
    '[a-z-[b]]',
    '(?i:B)',
    '\\p{L}',
    '\\n',
  ],
);
const quantifier = fc.constantFrom('', '', '*', '+', '?', '{2}', '{1,2}', '*?', '+?', '??', '{1,}?');

/** Repetitions are of single characters, and groups are not repeated: empty rounds are where engines differ. */
const { pattern } = fc.letrec<{ pattern: string; sequence: string; item: string }>((tie) => ({
  item: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.tuple(atom, quantifier).map(([set, times]) => set + times),
    fc.constantFrom('^', '$', '(?m:^)', '(?m:$)', '\\z'),
    tie('pattern').map((body) => `(${body})`),
    tie('pattern').map((body) => `(?:${body})?`),
    fc.tuple(atom, tie('pattern')).map(([first, body]) => `(${first}(?:${body}))+`),
  ),
  sequence: fc.array(tie('item'), { maxLength: 4, depthIdentifier: 'p' }).map((items) => items.join('')),
  pattern: fc
    .array(tie('sequence'), { minLength: 1, maxLength: 3, depthIdentifier: 'p' })
    .map((all) => all.join('|')),
}));
const text = fc
  .array(fc.constantFrom('a', 'b', 'B', 'é', '😀', '1', ' ', '\n', '\ud83d', '-'), { maxLength: 12 })
  .map((characters) => characters.join(''));

describe('both engines', () => {
  it('find the same matches and groups', () => {
    fc.assert(
      fc.property(pattern, text, (written, searched) => {
        const { linear, limited } = enginesOrNull(written) ?? { linear: null, limited: null };
        fc.pre(linear !== null);

        expect(linear.matches(searched, new Effort())).toEqual(limited.matches(searched, new Effort()));
        for (const mode of ['whole', 'search'] as const)
          expect(linear.isMatch(searched, mode, new Effort())).toBe(
            limited.isMatch(searched, mode, new Effort()),
          );
      }),
      { numRuns: 120, maxSkipsPerRun: 20 },
    );
  });

  it.each(['\\b', '\\B', '\\bab\\b', 'a\\Bb'])('find %j in the same places of an ASCII text', (written) => {
    const { linear, limited } = eachEngine(written);

    expect(linear?.matches('ab a_b-ab 1b\n', new Effort())).toEqual(
      limited.matches('ab a_b-ab 1b\n', new Effort()),
    );
    expect(linear?.matches('é', new Effort())).toBeNull();
  });
});

/** null for a pattern that the engine with a limit would understand otherwise. */
function enginesOrNull(written: string): ReturnType<typeof eachEngine> | null {
  try {
    return eachEngine(written);
  } catch {
    return null;
  }
}
