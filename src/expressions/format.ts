import type { Expression } from './model.js';

/** The expression as text, so that parsing it yields the same expression again. */
export function formatExpression(expression: Expression): string {
  switch (expression.type) {
    case 'attribute':
      return `[${expression.name}]`;
    case 'constant':
      return expression.value === null ? 'NULL' : quoted(expression.value[0] ?? '');
    case 'comparison':
      return `${formatExpression(expression.left)} ${expression.operator} ${formatExpression(expression.right)}`;
    case 'ignoreFlow':
      return expression.of === 'attribute' ? 'IgnoreAttributeFlow' : 'IgnoreObjectFlow';
    case 'call': {
      const args = expression.arguments.map((argument) =>
        argument === null ? '' : formatExpression(argument),
      );
      return `${expression.name}(${args.join(', ')})`;
    }
  }
}

/** A string of the language: `"` and `\` are escaped, everything else stands for itself. */
export function quoted(text: string): string {
  return `"${text.replaceAll(/["\\]/g, '\\$&')}"`;
}
