import { attributeLookup } from '../../expressions/attribute-lookup.js';
import { closestName } from '../../expressions/closest-name.js';
import { evaluate } from '../../expressions/evaluate.js';
import { evaluationContext } from '../../expressions/evaluation-context.js';
import { ExpressionError, ExpressionEvaluationError } from '../../expressions/expression-error.js';
import { attributesOf } from '../../expressions/expression-parts.js';
import { FlowIgnored } from '../../expressions/flow-ignored.js';
import type { Expression, Value } from '../../expressions/model.js';
import { parseExpression } from '../../expressions/parser.js';
import { pointedAt } from '../expression-excerpt.js';
import { printable } from '../format.js';
import { json, outputOption, type OutputChoice } from '../output-option.js';
import { readObjectFile } from '../read-object-file.js';
import type { Registration } from '../registration.js';
import type { Terminal } from '../terminal.js';
import { AnsweredFailure, UserError } from '../user-error.js';

interface ExpressionOptions extends OutputChoice {
  readonly object?: string;
}

type Outcome =
  | { readonly type: 'evaluated'; readonly result: Value | FlowIgnored; readonly warnings: readonly string[] }
  | { readonly type: 'unreadable'; readonly error: ExpressionError }
  | { readonly type: 'no result'; readonly error: ExpressionEvaluationError };

/** `expression`: what one mapping expression yields for one object. */
export const registerExpression: Registration = (program, terminal) => {
  program
    .command('expression')
    .description('what a mapping expression yields for one object')
    .argument('<expression>', 'such as \'Join(" ", [givenName], [surname])\'')
    .option('--object <path>', 'the object\'s attributes, JSON: {"givenName": "Ana", …}')
    .addOption(outputOption())
    .action((text: string, { object, output }: ExpressionOptions) => {
      const outcome = outcomeOf(text, object);
      if (output === 'json') printJson(outcome, terminal);
      else printText(text, outcome, terminal);
    });
};

function outcomeOf(text: string, objectFile: string | undefined): Outcome {
  const warnings: string[] = [];
  try {
    const expression = parseExpression(text);
    const attributes = objectFile === undefined ? noAttributes(expression) : readObjectFile(objectFile);
    const context = evaluationContext(attributeLookup(attributes), {
      warn: (warning) => warnings.push(warning),
    });
    const result = evaluate(expression, context);
    return { type: 'evaluated', result, warnings: [...warnings, ...misspelt(expression, attributes)] };
  } catch (error) {
    if (error instanceof ExpressionError) return { type: 'unreadable', error };
    if (error instanceof ExpressionEvaluationError) return { type: 'no result', error };
    throw error;
  }
}

/** Without an object an expression that reads nothing can be evaluated all the same. */
function noAttributes(expression: Expression): Readonly<Record<string, never>> {
  const names = [...new Set(attributesOf(expression))];
  if (names.length === 0) return {};
  throw new UserError(`The expression reads ${names.map((name) => `[${name}]`).join(', ')}.`, {
    remedy: 'Give the object that has them with --object user.json.',
    exitCode: 2,
  });
}

/** An attribute that the object lacks is null, and so is one whose name has a slip. */
function misspelt(
  expression: Expression,
  attributes: Readonly<Record<string, readonly string[]>>,
): readonly string[] {
  const lookup = attributeLookup(attributes);
  return [...new Set(attributesOf(expression))].flatMap((name) => {
    const meant = lookup(name) === null ? closestName(name, Object.keys(attributes)) : null;
    return meant === null ? [] : [`The object has no [${name}] (did you mean [${meant}]?)`];
  });
}

/** What Microsoft Graph's `parseExpression` answers, without the parsed form. */
function printJson(outcome: Outcome, terminal: Terminal): void {
  const result =
    outcome.type === 'evaluated' && !(outcome.result instanceof FlowIgnored) ? outcome.result : null;
  terminal.print(
    json({
      parsingSucceeded: outcome.type !== 'unreadable',
      evaluationSucceeded: outcome.type === 'evaluated',
      result,
      error: outcome.type === 'evaluated' ? null : problemOf(outcome),
    }),
  );
  if (outcome.type !== 'evaluated') throw new AnsweredFailure(problemOf(outcome));
}

function printText(text: string, outcome: Outcome, terminal: Terminal): void {
  switch (outcome.type) {
    case 'evaluated':
      for (const warning of outcome.warnings)
        terminal.note(`${terminal.colors.yellow('warning:')} ${printable(warning)}`);
      terminal.print(resultText(outcome.result));
      return;
    case 'unreadable':
      throw new UserError(
        `The expression cannot be read: ${outcome.error.message}.\n${pointedAt(text, outcome.error.position)}`,
        { remedy: 'Run `scimflow schema functions` to see the functions and how they are called.' },
      );
    case 'no result':
      throw new UserError(
        `The expression has no result for this object: ${problemOf(outcome)}.${excerpt(text, outcome.error.position)}`,
      );
  }
}

function problemOf({ type, error }: Exclude<Outcome, { type: 'evaluated' }>): string {
  if (type === 'unreadable' || error.position === null) return error.message;
  return `${error.message}, at position ${error.position + 1}`;
}

function excerpt(text: string, position: number | null): string {
  return position === null ? '' : `\n${pointedAt(text, position)}`;
}

function resultText(result: Value | FlowIgnored): string {
  if (result instanceof FlowIgnored) return `Nothing flows. ${result.message}.`;
  return result === null ? 'null' : result.map(printable).join('\n');
}
