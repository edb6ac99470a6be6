import type { Expression } from '../expressions/model.js';
import { parseExpression } from '../expressions/parser.js';
import type { AttributeMappingSource } from './model.js';

/**
 * What a mapping's source stands for; null when nothing flows.
 * @throws {ExpressionError}
 */
export function expressionOf(source: AttributeMappingSource | null): Expression | null {
  switch (source?.type) {
    case undefined:
      return null;
    case 'Attribute':
      return { type: 'attribute', name: source.name };
    case 'Constant':
      return { type: 'constant', value: [source.value] };
    case 'Function':
      return parseExpression(source.expression);
  }
}
