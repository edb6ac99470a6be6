import {
  compileRegularExpression,
  RegularExpressionError,
  RegularExpressionTimeout,
  type RegularExpression,
} from '../../regular-expressions/index.js';
import { closestName } from '../closest-name.js';
import { ExpressionEvaluationError } from '../expression-error.js';
import type { Expression } from '../model.js';
import { constantText, type Arguments } from './arguments.js';
import type { ArgumentMistake } from './expression-function.js';
import { POSITION } from './replace-modes.js';

/** What is wrong with a pattern or a group name that is written as a constant. */
export function patternMistake(args: readonly (Expression | null)[]): ArgumentMistake | null {
  const pattern = constantText(args[POSITION.pattern]);
  if (pattern === null) return null;
  try {
    return groupNameMistake(compileRegularExpression(pattern), constantText(args[POSITION.groupName]));
  } catch (thrown) {
    if (!(thrown instanceof RegularExpressionError)) throw thrown;
    return {
      argument: POSITION.pattern,
      expectation: `a regular expression with ${thrown.expectation} (at its position ${thrown.position + 1})`,
    };
  }
}

function groupNameMistake(
  { groupNames }: RegularExpression,
  groupName: string | null,
): ArgumentMistake | null {
  if (groupName === null || groupNames.includes(groupName)) return null;
  return {
    argument: POSITION.groupName,
    expectation:
      groupNames.length === 0
        ? 'a group name that the regular expression has, as (?<name>…); it has none'
        : `a group name of the regular expression: ${groupNames.join(', ')}`,
    suggestion: closestName(groupName, groupNames) ?? undefined,
  };
}

/** @throws {ExpressionEvaluationError} when the pattern comes from an attribute and is none. */
export function patternOf(args: Arguments): RegularExpression {
  const pattern = args.text(POSITION.pattern);
  try {
    return compileRegularExpression(pattern);
  } catch (thrown) {
    if (!(thrown instanceof RegularExpressionError)) throw thrown;
    return args.fail(
      POSITION.pattern,
      `takes a regular expression (it cannot be read at its position ${thrown.position + 1})`,
    );
  }
}

/** @throws {ExpressionEvaluationError} when the group name comes from an attribute and the pattern has no such group. */
export function groupNameOf(args: Arguments, { groupNames }: RegularExpression): string {
  const groupName = args.text(POSITION.groupName);
  if (!groupNames.includes(groupName))
    args.fail(POSITION.groupName, 'takes a group name of the regular expression');
  return groupName;
}

/** @throws {ExpressionEvaluationError} when the regular expression is given up. */
export function unlessGivenUp<Result>(apply: () => Result): Result {
  try {
    return apply();
  } catch (thrown) {
    if (thrown instanceof RegularExpressionTimeout)
      throw new ExpressionEvaluationError(`Replace: ${thrown.message}`);
    throw thrown;
  }
}
