import type { PatternReader } from './pattern-reader.js';

/** The inline options of .NET by their letters: case, multiline, explicit capture, single line, white space. */
export type Options = Readonly<Record<'i' | 'm' | 'n' | 's' | 'x', boolean>>;

export type GroupOpening =
  | { readonly type: 'capture'; readonly name: string | null }
  | { readonly type: 'group'; readonly options: Options }
  | { readonly type: 'look'; readonly isAhead: boolean; readonly isNegated: boolean }
  /** Not a group: `(?i)` sets options for what follows. */
  | { readonly type: 'options'; readonly options: Options };

const OPTIONS = /\(\?([imnsx]*)(?:-([imnsx]+))?([:)])/iy;
const LOOK = /\(\?(<?)([=!])/y;
const NAMED = /\(\?(?:<(\w+)>|'(\w+)')/y;

/** What .NET has and what is not supported here, with what to write instead. */
const REFUSALS: readonly (readonly [start: RegExp, expectation: string])[] = [
  [/\(\?>/y, '(?:…) instead of an atomic group (?>…), which is not supported'],
  [/\(\?\(/y, 'alternatives such as (?:a…|b…) instead of a conditional (?(…)…|…), which is not supported'],
  [/\(\?[<']\w*-/y, 'a group (?<name>…) instead of a balancing group, which is not supported'],
  [/\(\?[<']\d/y, 'a group name that begins with a letter'],
  [/\(\?P/y, '(?<name>…) as .NET writes a named group'],
];

/** Reads an opening parenthesis with what belongs to it. */
export function readGroupOpening(reader: PatternReader, current: Options): GroupOpening {
  for (const [start, expectation] of REFUSALS) if (reader.look(start) !== null) reader.fail(expectation);
  const look = reader.match(LOOK);
  if (look !== null) return { type: 'look', isAhead: look[1] === '', isNegated: look[2] === '!' };
  const named = reader.match(NAMED);
  if (named !== null) return { type: 'capture', name: named[1] ?? named[2] ?? '' };
  const set = reader.match(OPTIONS);
  if (set !== null)
    return {
      type: set[3] === ')' ? 'options' : 'group',
      options: { ...current, ...optionsOf(set[1], true), ...optionsOf(set[2], false) },
    };
  if (reader.isAt('(?'))
    return reader.fail(
      'a group: (…), (?:…), (?<name>…), (?=…), (?!…), (?<=…), (?<!…), or options such as (?i)',
    );
  reader.accept('(');
  return current.n ? { type: 'group', options: current } : { type: 'capture', name: null };
}

function optionsOf(letters: string | undefined, isOn: boolean): Partial<Options> {
  return Object.fromEntries(Array.from(letters?.toLowerCase() ?? '', (letter) => [letter, isOn]));
}
