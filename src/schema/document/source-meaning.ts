import { closestName } from '../../expressions/closest-name.js';
import { ExpressionError } from '../../expressions/expression-error.js';
import { formatExpression } from '../../expressions/format.js';
import { functions } from '../../expressions/functions/index.js';
import type { ComparisonOperator, Expression } from '../../expressions/model.js';
import { MAX_EXPRESSION_LENGTH, parseExpression } from '../../expressions/parser.js';
import { positionalArguments, type KeyedArgument } from './keyed-arguments.js';
import type { SourceNode, SourceParameter } from './model.js';
import type { DocumentPath } from '../../document-path.js';

/** A source node that stands for no expression. */
export class UnreadableSource extends Error {
  override readonly name = 'UnreadableSource';
  /** Within the source node. */
  readonly path: DocumentPath;

  constructor(path: DocumentPath, problem: string) {
    super(problem);
    this.path = path;
  }
}

/**
 * The expression that a source node stands for: its text when it has one, otherwise what its parameters say.
 * @throws {UnreadableSource}
 */
export function meaningOf(node: SourceNode): Expression {
  if (hasText(node)) return parsed(node.expression, ['expression']);
  const built = builtFrom(node);
  try {
    return parseExpression(formatExpression(built)); // the grammar's own rules: where a condition may stand, how many arguments
  } catch (error) {
    throw asUnreadable(error, [], 'stands for an expression that cannot be read');
  }
}

/** As {@link meaningOf}, of an argument, which may be a comparison. */
export function argumentMeaning(node: SourceNode): Expression {
  if (!hasText(node)) return builtFrom(node);
  return isOperator(node.name) ? parsedComparison(node.expression) : parsed(node.expression, ['expression']);
}

function builtFrom(node: SourceNode): Expression {
  const { type, name } = node;
  if (name === null || name === undefined || (name === '' && type !== 'Constant'))
    throw new UnreadableSource([], 'needs a name or an expression');
  if (type === 'Constant') return { type: 'constant', value: [name] };
  const parameters = node.parameters ?? [];
  return type === 'Attribute' ? attribute(name) : call(name, parameters);
}

function attribute(name: string): Expression {
  const expression = parsed(`[${name}]`, ['name']);
  if (expression.type === 'attribute') return expression;
  throw new UnreadableSource(['name'], 'is no name of an attribute');
}

function call(name: string, parameters: readonly SourceParameter[]): Expression {
  const args = parameters.map(({ key, value }, index): KeyedArgument => ({
    key,
    expression: within(['parameters', index, 'value'], () => argumentMeaning(value)),
  }));
  if (isOperator(name)) return comparison(name, args);
  const called = functions.get(name);
  if (called === undefined) throw new UnreadableSource(['name'], unknownFunction(name));
  const positional = positionalArguments(called, args);
  if ('problem' in positional)
    throw new UnreadableSource(['parameters', positional.index, 'key'], positional.problem);
  return { type: 'call', name, arguments: positional };
}

function comparison(operator: ComparisonOperator, args: readonly KeyedArgument[]): Expression {
  const [left, right] = ['left', 'right'].map((side) => args.find(({ key }) => key === side)?.expression);
  if (left === undefined || right === undefined || args.length !== 2)
    throw new UnreadableSource(['parameters'], `must be left and right, the two sides of "${operator}"`);
  return { type: 'comparison', operator, left, right };
}

const OPERATORS: readonly string[] = ['=', '<>', '>', '>=', '<', '<='] satisfies ComparisonOperator[];

function isOperator(name: string | null | undefined): name is ComparisonOperator {
  return OPERATORS.includes(name ?? '');
}

/** A comparison is no expression by itself, so it is read as the condition it is. */
function parsedComparison(text: string): Expression {
  const condition = parsed(`CBool(${text})`, ['expression'], 'CBool('.length);
  const argument = condition.type === 'call' ? condition.arguments[0] : undefined;
  if (argument?.type === 'comparison') return argument;
  throw new UnreadableSource(['expression'], 'is no comparison');
}

function parsed(text: string, path: DocumentPath, offset = 0): Expression {
  if (text.length - offset > MAX_EXPRESSION_LENGTH)
    throw new UnreadableSource(path, `has more than ${MAX_EXPRESSION_LENGTH} characters`);
  try {
    return parseExpression(text);
  } catch (error) {
    throw asUnreadable(error, path, 'cannot be read', offset);
  }
}

function asUnreadable(error: unknown, path: DocumentPath, problem: string, offset = 0): unknown {
  if (!(error instanceof ExpressionError)) return error;
  const { position, expectation, suggestion } = error;
  const { message } = new ExpressionError(Math.max(0, position - offset), expectation, suggestion);
  return new UnreadableSource(path, `${problem}: ${message}`);
}

function unknownFunction(name: string): string {
  const meant = closestName(name, functions.keys());
  return `is no function of the language${meant === null ? '' : ` (did you mean ${meant}?)`}`;
}

function within<T>(path: DocumentPath, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof UnreadableSource)
      throw new UnreadableSource([...path, ...error.path], error.message);
    throw error;
  }
}

/** An empty text says nothing: exports have it where there is none. */
function hasText(node: SourceNode): node is SourceNode & { expression: string } {
  return (node.expression ?? '').trim() !== '';
}
