import { attributeLookup } from '../../../src/expressions/attribute-lookup.js';
import { evaluate } from '../../../src/expressions/evaluate.js';
import { evaluationContext } from '../../../src/expressions/evaluation-context.js';
import type { FlowIgnored } from '../../../src/expressions/flow-ignored.js';
import type { EvaluationContext, Value } from '../../../src/expressions/model.js';
import { parseExpression } from '../../../src/expressions/parser.js';
import { SAMPLE_NOW, sampleAttributes } from '../../../src/expressions/sample-attributes.js';

/** Evaluates over the sample person, at the sample moment; `attributes` come on top. */
export function resultOf(
  expression: string,
  attributes: Readonly<Record<string, readonly string[]>> = {},
  world: Partial<EvaluationContext> = {},
): Value | FlowIgnored {
  const context = evaluationContext(attributeLookup({ ...sampleAttributes, ...attributes }), {
    now: () => SAMPLE_NOW,
    ...world,
  });
  return evaluate(parseExpression(expression), context);
}
