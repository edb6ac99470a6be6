import { formatExpression } from '../../expressions/format.js';
import type { Expression } from '../../expressions/model.js';
import { hasParameter, keyedArguments } from './keyed-arguments.js';
import type { SourceNode } from './model.js';
import { argumentMeaning, meaningOf, UnreadableSource } from './source-meaning.js';

/**
 * An expression in both forms. Constants carry their raw value as name; NULL and the ignored flows, which are no text,
 * are constants whose expression is the bare word; a comparison is a function named like its operator.
 */
export function sourceNodeOf(expression: Expression): SourceNode {
  return {
    ...head(expression),
    expression: formatExpression(expression),
    parameters: keyedArguments(expression).map((argument) => ({
      key: argument.key,
      value: sourceNodeOf(argument.expression),
    })),
  };
}

/**
 * The node with both forms filled in. The text stays as it was written, and so do parameters that mean the same; where the
 * two disagree, the text wins.
 * @throws {UnreadableSource}
 */
export function normalizeSource(node: SourceNode): SourceNode {
  return completed(node, meaningOf(node));
}

function completed(node: SourceNode, meaning: Expression): SourceNode {
  const derived = sourceNodeOf(meaning);
  const text = node.expression ?? '';
  return {
    ...derived, // first, for the order of the properties
    ...node,
    type: derived.type,
    name: derived.name,
    expression: text.trim() === '' ? derived.expression : text,
    parameters: agreeingParameters(node, meaning) ?? derived.parameters,
  };
}

function agreeingParameters(node: SourceNode, meaning: Expression): SourceNode['parameters'] | null {
  const parameters = node.parameters ?? [];
  const args = keyedArguments(meaning);
  if (parameters.length !== args.length) return null;
  const agreeing = parameters.flatMap((parameter, index) => {
    const argument = args[index];
    if (argument === undefined || !isKeyFor(parameter.key, argument.key, meaning)) return [];
    return isMeant(parameter.value, argument.expression)
      ? [{ ...parameter, value: completed(parameter.value, argument.expression) }]
      : [];
  });
  return agreeing.length === args.length ? agreeing : null;
}

/** A key that we do not know may be how someone else calls the parameter; one that we know stands for itself. */
function isKeyFor(given: string, expected: string, meaning: Expression): boolean {
  return given === expected || (meaning.type === 'call' && !hasParameter(meaning.name, given));
}

function isMeant(node: SourceNode, expression: Expression): boolean {
  try {
    return fingerprint(argumentMeaning(node)) === fingerprint(expression);
  } catch (error) {
    if (error instanceof UnreadableSource) return false;
    throw error;
  }
}

/** Equal for expressions that have the same parameters, however their empty arguments are written. */
function fingerprint(expression: Expression): string {
  if (expression.type !== 'call' && expression.type !== 'comparison') return formatExpression(expression);
  const args = keyedArguments(expression).map(({ key, expression: of }) => `${key}:${fingerprint(of)}`);
  return `${head(expression).name}(${args.join(',')})`;
}

function head(expression: Expression): { readonly type: SourceNode['type']; readonly name: string } {
  switch (expression.type) {
    case 'attribute':
      return { type: 'Attribute', name: expression.name };
    case 'constant':
      return { type: 'Constant', name: expression.value?.[0] ?? formatExpression(expression) };
    case 'ignoreFlow':
      return { type: 'Constant', name: formatExpression(expression) };
    case 'comparison':
      return { type: 'Function', name: expression.operator };
    case 'call':
      return { type: 'Function', name: expression.name };
  }
}
