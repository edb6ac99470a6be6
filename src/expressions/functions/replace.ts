import { Effort } from '../../regular-expressions/index.js';
import type { Value } from '../model.js';
import { checkResultLength, lengthOf } from '../result-length.js';
import type { Arguments } from './arguments.js';
import type { ExpressionFunction } from './expression-function.js';
import { partsBetween } from './occurrences.js';
import { POSITION, replaceModeOf, type ReplaceMode } from './replace-modes.js';
import { groupNameOf, patternMistake, patternOf, unlessGivenUp } from './replace-pattern.js';

export const replace: ExpressionFunction = {
  name: 'Replace',
  parameters: [
    { name: 'source', type: 'text' },
    { name: 'oldValue', key: 'Find', type: 'text', isOptional: true },
    { name: 'regexPattern', key: 'RegularExpression', type: 'text', isOptional: true },
    { name: 'regexGroupName', key: 'RegularExpressionGroupName', type: 'text', isOptional: true },
    { name: 'replacementValue', key: 'Replacement', type: 'text', isOptional: true },
    { name: 'replacementAttributeName', key: 'ReplacementPropertyName', type: 'any', isOptional: true },
    { name: 'template', key: 'Template', type: 'text', isOptional: true },
  ],
  returns: 'text',
  description: [
    'The source with something in it replaced; the positions that are filled say how. An empty position is not filled, `""` is.',
    'With **oldValue and replacementValue**, each oldValue becomes the replacementValue.',
    'With **oldValue and template**, the result is the template in which each oldValue becomes the source.',
    'With **regexPattern and replacementValue**, each match becomes the replacementValue, in which `${name}`, `$1` and `$&` stand for groups and the match.',
    'With **regexPattern, regexGroupName and replacementValue**, only the text of that group becomes the replacementValue, as it stands; the rest of each match remains.',
    'With **regexPattern, regexGroupName and replacementAttributeName**, the result is the source if it has a value, else the text of the group in the first match in the other attribute, or null without a match.',
    'Otherwise null stays null, a source without match stays as it is, and each value of a list is replaced by itself.',
    'Letter case counts. Patterns are those of .NET, with every backslash written twice; one that takes longer than 250 milliseconds is an error.',
  ].join(' '),
  examples: [
    { expression: 'Replace("rm-rm-7", "rm", , , "R", , )', result: ['R-R-7'] },
    { expression: 'Replace([userPrincipalName], "@lab.example", , , "", , )', result: ['aruiz'] },
    {
      expression: 'Replace(Left([userPrincipalName], 5), "{id}", , , , , "{id}@apps.example")',
      result: ['aruiz@apps.example'],
    },
    {
      expression: 'Replace([mobile], , "\\\\+(?<cc>\\\\d+) (?<rest>\\\\d{9})", , "${rest}", , )',
      result: ['912345678'],
    },
    { expression: 'Replace("(22) 555-0143", , "[()\\\\s-]+", , "", , )', result: ['225550143'] },
    { expression: 'Replace("ab_12cd", , "[a-zA-Z_]*", , "", , )', result: ['12'] },
    {
      expression: 'Replace("12 Harbour Lane", , "(?<no>^\\\\d+)", "no", "14", , )',
      result: ['14 Harbour Lane'],
    },
    { expression: 'Replace("aruiz@old.example", , "(?<sfx>@.*)", "sfx", "", , )', result: ['aruiz'] },
    {
      expression: 'Replace([telephoneNumber], , "\\\\+(?<cc>\\\\d+) (?<num>\\\\d{9})", "num", , [mobile], )',
      result: ['912345678'],
    },
  ],
  check: (args) =>
    replaceModeOf((position) => (args[position] ?? null) !== null) === null
      ? {
          argument: -1,
          expectation:
            'Replace with oldValue and replacementValue; oldValue and template; regexPattern and replacementValue; regexPattern, regexGroupName and replacementValue; or regexPattern, regexGroupName and replacementAttributeName (and no others)',
          suggestion: args.length === 3 ? 'Replace(source, oldValue, , , replacementValue)' : undefined,
        }
      : patternMistake(args),
  evaluate: (args) => {
    const mode = replaceModeOf((position) => args.isGiven(position));
    if (mode === null) throw new Error('Replace was parsed with positions that make no sense');
    return unlessGivenUp(() => results[mode](args, new Effort()));
  },
};

const results: Readonly<Record<ReplaceMode, (args: Arguments, effort: Effort) => Value>> = {
  text: (args) =>
    args.eachText(POSITION.source, (text) =>
      replacedAll(text, args.text(POSITION.find), args.text(POSITION.replacement)),
    ),
  template: (args) =>
    args.eachText(POSITION.source, (text) =>
      replacedAll(args.text(POSITION.template), args.text(POSITION.find), text),
    ),
  pattern: (args, effort) =>
    args.eachText(POSITION.source, (text) =>
      patternOf(args).replace(text, args.text(POSITION.replacement), effort),
    ),
  group: (args, effort) =>
    args.eachText(POSITION.source, (text) => {
      const pattern = patternOf(args);
      return pattern.replaceGroup(text, groupNameOf(args, pattern), args.text(POSITION.replacement), effort);
    }),
  otherAttribute: (args, effort) => args.value(POSITION.source) ?? groupTexts(args, effort),
};

/** An empty text is found nowhere. */
function replacedAll(text: string, find: string, replacement: string): string {
  const parts = partsBetween(text, find);
  checkResultLength('Replace', lengthOf(parts) + (parts.length - 1) * replacement.length);
  return parts.join(replacement);
}

/** From each value of the other attribute that has a match. */
function groupTexts(args: Arguments, effort: Effort): Value {
  const pattern = patternOf(args);
  const groupName = groupNameOf(args, pattern);
  const texts = (args.value(POSITION.attribute) ?? []).flatMap((text) => {
    const span = pattern.matches(text, effort)[0]?.groups[groupName] ?? null;
    return span === null ? [] : [text.slice(span.start, span.end)];
  });
  return texts.length === 0 ? null : texts;
}
