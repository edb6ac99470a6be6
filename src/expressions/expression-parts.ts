import type { Expression } from './model.js';

/** The names of the attributes that an expression reads, as it writes them. */
export function attributesOf(expression: Expression): readonly string[] {
  return partsOf(expression).flatMap((part) => (part.type === 'attribute' ? [part.name] : []));
}

/** The names of the functions that an expression calls. */
export function functionsOf(expression: Expression): readonly string[] {
  return partsOf(expression).flatMap((part) => (part.type === 'call' ? [part.name] : []));
}

/** The expression and everything within it. */
export function partsOf(expression: Expression): readonly Expression[] {
  return [expression, ...innerOf(expression).flatMap(partsOf)];
}

function innerOf(expression: Expression): readonly Expression[] {
  switch (expression.type) {
    case 'call':
      return expression.arguments.filter((argument) => argument !== null);
    case 'comparison':
      return [expression.left, expression.right];
    case 'attribute':
    case 'constant':
    case 'ignoreFlow':
      return [];
  }
}
