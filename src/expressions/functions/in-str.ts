import { closestName } from '../closest-name.js';
import type { Expression } from '../model.js';
import { constantText, type Arguments } from './arguments.js';
import type { ArgumentMistake, ExpressionFunction } from './expression-function.js';
import { occurrences } from './occurrences.js';
import { wholeNumberMistake } from './whole-number-mistake.js';

const COMPARE_TYPES = ['vbTextCompare', 'vbBinaryCompare'];

export const inStr: ExpressionFunction = {
  name: 'InStr',
  parameters: [
    { name: 'value1', type: 'text' },
    { name: 'value2', type: 'text' },
    { name: 'start', type: 'number', isOptional: true },
    { name: 'compareType', type: 'text', isOptional: true },
  ],
  returns: 'number',
  description:
    'Where `value2` first stands in `value1`, counted from 1 and sought from `start` on; `0` when it does not. `vbTextCompare` ignores letter case, `vbBinaryCompare` does not and is the default. A null or empty `value2` stands at `start`. Null stays null; each value of a list by itself.',
  examples: [
    { expression: 'InStr("badge-0042","0042")', result: ['7'] },
    { expression: 'InStr("MissiSsippi","s",5,vbBinaryCompare)', result: ['7'] },
    { expression: 'InStr("MissiSsippi","s",5,vbTextCompare)', result: ['6'] },
    { expression: 'InStr([department], "Legal")', result: ['0'] },
  ],
  check: (args) => wholeNumberMistake(args, 2, { minimum: 1, isOptional: true }) ?? compareTypeMistake(args),
  evaluate: (args) => {
    if (args.value(0) === null) return null;
    const fold = foldOf(args);
    const sought = fold(args.text(1));
    const start = startOf(args);
    return args.eachText(0, (text) => String(position(fold(text), sought, start)));
  },
};

function position(text: string, sought: string, start: number): number {
  if (start > text.length) return 0;
  if (sought === '') return start;
  const [found] = occurrences(text, sought, start - 1);
  return found === undefined ? 0 : found + 1;
}

function startOf(args: Arguments): number {
  if (args.text(2) === '') return 1;
  const start = Number(args.integer(2));
  return start < 1 ? args.fail(2, 'takes a whole number, at least 1,') : start;
}

function foldOf(args: Arguments): (text: string) => string {
  switch (args.text(3)) {
    case 'vbTextCompare':
      return withoutCase;
    case 'vbBinaryCompare':
    case '':
      return (text) => text;
    default:
      return args.fail(3, `takes ${COMPARE_TYPES.join(' or ')}`);
  }
}

/** Lower case that keeps positions: İ alone would become two characters. Nor does it matter where a word ends in sigma. */
function withoutCase(text: string): string {
  return text.replaceAll(/[^İ]+/g, (run) => run.toLowerCase()).replaceAll('ς', 'σ');
}

function compareTypeMistake(args: readonly (Expression | null)[]): ArgumentMistake | null {
  const written = constantText(args[3]);
  if (written === null || written === '' || COMPARE_TYPES.includes(written)) return null;
  return {
    argument: 3,
    expectation: COMPARE_TYPES.join(' or '),
    suggestion: closestName(written, COMPARE_TYPES) ?? undefined,
  };
}
