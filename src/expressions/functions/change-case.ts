import { ExpressionEvaluationError } from '../expression-error.js';
import { constantText } from './arguments.js';
import type { ArgumentMistake, ExpressionFunction } from './expression-function.js';

const EXPECTATION = 'a culture such as "tr-TR"';
const parameters: ExpressionFunction['parameters'] = [
  { name: 'source', type: 'text' },
  { name: 'culture', type: 'text', isOptional: true },
];

export const toLower: ExpressionFunction = {
  name: 'ToLower',
  parameters,
  returns: 'text',
  description:
    'The source in lower case, by the rules of the culture (an RFC 4646 name), or of no language in particular. Each letter by itself: one whose other case would be several letters stays, such as `ß` in upper case. Null stays null; each value of a list by itself.',
  examples: [{ expression: 'ToLower([department])', result: ['field sales'] }],
  check: checkCulture,
  evaluate: (args) =>
    args.eachText(
      0,
      changed(args.text(1), (text, culture) =>
        culture === '' ? text.toLowerCase() : text.toLocaleLowerCase(culture),
      ),
    ),
};

export const toUpper: ExpressionFunction = {
  name: 'ToUpper',
  parameters,
  returns: 'text',
  description:
    'The source in upper case, by the rules of the culture (an RFC 4646 name), or of no language in particular. Each letter by itself: one whose other case would be several letters stays, such as `ß` in upper case. Null stays null; each value of a list by itself.',
  examples: [
    { expression: 'ToUpper("izmir")', result: ['IZMIR'] },
    { expression: 'ToUpper("izmir", "tr-TR")', result: ['İZMİR'] },
  ],
  check: checkCulture,
  evaluate: (args) =>
    args.eachText(
      0,
      changed(args.text(1), (text, culture) =>
        culture === '' ? text.toUpperCase() : text.toLocaleUpperCase(culture),
      ),
    ),
};

type ChangeCase = (text: string, culture: string) => string;

function changed(culture: string, change: ChangeCase): (text: string) => string {
  if (culture !== '' && !isCulture(culture))
    throw new ExpressionEvaluationError(`The second argument of ToLower and ToUpper is ${EXPECTATION}`);
  return (text) => letterByLetter(text, culture, change);
}

/** As .NET does it: neither `ß` to `SS` nor, at the end of a word, `Σ` to `ς`. Only such letters need a closer look. */
function letterByLetter(text: string, culture: string, change: ChangeCase): string {
  const whole = change(text, culture);
  if (whole.length === text.length && !text.includes('Σ')) return whole;
  return Array.from(text, (letter) => {
    const other = change(letter, culture);
    return other.length === letter.length ? other : letter;
  }).join('');
}

function checkCulture(args: Parameters<NonNullable<ExpressionFunction['check']>>[0]): ArgumentMistake | null {
  const culture = constantText(args[1]);
  return culture === null || culture === '' || isCulture(culture)
    ? null
    : { argument: 1, expectation: EXPECTATION };
}

/** Languages have two or three letters, so that "Turkish" is none. @see RFC 4646, section 2.2.1. */
function isCulture(name: string): boolean {
  if (!/^[a-z]{2,3}(?:-|$)/i.test(name)) return false;
  try {
    return Intl.getCanonicalLocales(name).length > 0;
  } catch {
    return false;
  }
}
