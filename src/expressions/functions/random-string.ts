import type { EvaluationContext } from '../model.js';
import { randomNumber } from '../random-number.js';
import { constantText } from './arguments.js';
import type { ArgumentMistake, ExpressionFunction } from './expression-function.js';
import { wholeNumberMistake } from './whole-number-mistake.js';

const MAX_LENGTH = 256;
const LENGTH = 0;
const MINIMA = [1, 2, 3, 4];
const AVOIDED = 5;
/** By the argument that says how many of them there must be. The special ones are those of Windows' password rules. */
const CLASSES: Readonly<Record<number, { readonly name: string; readonly characters: string }>> = {
  1: { name: 'number', characters: '0123456789' },
  2: { name: 'special character', characters: '~!@#$%^&*_-+=`|\\(){}[]:;"\'<>,.?/' },
  3: { name: 'capital letter', characters: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ' },
  4: { name: 'lower-case letter', characters: 'abcdefghijklmnopqrstuvwxyz' },
};

export const randomString: ExpressionFunction = {
  name: 'RandomString',
  parameters: [
    { name: 'Length', type: 'number' },
    { name: 'MinimumNumbers', type: 'number' },
    { name: 'MinimumSpecialCharacters', type: 'number' },
    { name: 'MinimumCapital', type: 'number' },
    { name: 'MinimumLowerCase', type: 'number' },
    { name: 'CharactersToAvoid', type: 'text', isOptional: true },
  ],
  returns: 'text',
  description: `A random text of exactly \`Length\` characters, at most ${MAX_LENGTH}, with at least so many of each kind; \`Length\` must be at least the sum of these minima. The rest is chosen from the kinds whose minimum is above 0, or from all when none is. None of \`CharactersToAvoid\` occurs; they must leave something of each kind that is used. It is another one at each evaluation, so use it in mappings that apply only during creation.`,
  examples: [
    { expression: 'RandomString(8,2,1,2,2,"l1O0")', result: ['K7#rPe4w'], isOneOfMany: true },
    { expression: 'RandomString(6, 6, 0, 0, 0)', result: ['402913'], isOneOfMany: true },
  ],
  check: (args) => {
    const mistakes = [LENGTH, ...MINIMA].map((argument) =>
      wholeNumberMistake(args, argument, { minimum: 0 }),
    );
    const mistake = mistakes.find((found) => found !== null);
    if (mistake !== undefined) return mistake;
    const counts = [LENGTH, ...MINIMA].map((argument) => {
      const text = constantText(args[argument]);
      return text === null ? null : Number(text);
    });
    const avoided = args[AVOIDED] === undefined || args[AVOIDED] === null ? '' : constantText(args[AVOIDED]);
    return mistakeIn(counts, avoided);
  },
  evaluate: (args, { randomBytes }) => {
    const counts = [LENGTH, ...MINIMA].map((argument) => Number(args.integer(argument)));
    const avoided = args.text(AVOIDED);
    const mistake = mistakeIn(counts, avoided);
    if (mistake !== null) args.fail(mistake.argument, `takes ${mistake.expectation}`);
    return [randomText(counts, avoided, randomBytes)];
  },
};

/** What is wrong as far as it is known; null stands for what only the data will tell. */
function mistakeIn(counts: readonly (number | null)[], avoided: string | null): ArgumentMistake | null {
  const [length = null, ...minima] = counts;
  if (length !== null && (length < 1 || length > MAX_LENGTH))
    return { argument: LENGTH, expectation: `a length from 1 to ${MAX_LENGTH}` };
  const negative = minima.findIndex((minimum) => minimum !== null && minimum < 0);
  if (negative >= 0) return { argument: negative + 1, expectation: 'a whole number, at least 0' };
  const sum = minima.reduce<number>((total, minimum) => total + (minimum ?? 0), 0);
  if (sum > (length ?? MAX_LENGTH))
    return { argument: LENGTH, expectation: `a length of at least ${sum}, the sum of the minima` };
  const exhausted = usedClasses(minima).find(
    (argument) => avoided !== null && charactersOf(argument, avoided) === '',
  );
  return exhausted === undefined
    ? null
    : {
        argument: AVOIDED,
        expectation: `characters that leave at least one ${CLASSES[exhausted]?.name ?? ''}`,
      };
}

/** The kinds asked for, by their arguments; all of them when none is. */
function usedClasses(minima: readonly (number | null)[]): readonly number[] {
  const asked = MINIMA.filter((argument) => (minima[argument - 1] ?? 0) > 0);
  return minima.every((minimum) => minimum === 0) ? MINIMA : asked;
}

function charactersOf(argument: number, avoided: string): string {
  return Array.from(CLASSES[argument]?.characters ?? '')
    .filter((one) => !avoided.includes(one))
    .join('');
}

function randomText(
  [length = 0, ...minima]: readonly number[],
  avoided: string,
  randomBytes: EvaluationContext['randomBytes'],
): string {
  const oneOf = (characters: string) => characters.charAt(randomNumber(characters.length, randomBytes));
  const used = usedClasses(minima);
  const text = used.flatMap((argument) =>
    Array.from({ length: minima[argument - 1] ?? 0 }, () => oneOf(charactersOf(argument, avoided))),
  );
  const any = used.map((argument) => charactersOf(argument, avoided)).join('');
  while (text.length < length) text.push(oneOf(any));
  return shuffled(text, randomBytes).join('');
}

/** Fisher and Yates: every order is as likely as any other. */
function shuffled(
  texts: readonly string[],
  randomBytes: EvaluationContext['randomBytes'],
): readonly string[] {
  const order = [...texts];
  for (let last = order.length - 1; last > 0; last -= 1) {
    const chosen = randomNumber(last + 1, randomBytes);
    [order[last], order[chosen]] = [order[chosen] ?? '', order[last] ?? ''];
  }
  return order;
}
