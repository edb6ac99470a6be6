import { evaluate } from '../expressions/evaluate.js';
import { ExpressionEvaluationError } from '../expressions/expression-error.js';
import { FlowIgnored } from '../expressions/flow-ignored.js';
import type { EvaluationContext, Expression, Value } from '../expressions/model.js';
import type { CompiledMapping } from '../schema/compile-mapping.js';
import type { TargetValue } from '../schema/model.js';
import { toComplexValues, toTargetValue, UnfitValue } from '../schema/target-value.js';
import type { FlowingValues } from './flow.js';
import type { ObjectErrorCode, UniqueValue } from './model.js';

/** What the mappings make of one object's attributes. */
export interface MappedAttributes extends FlowingValues {
  readonly uniqueValues: readonly UniqueValue[];
  /** A mapping to `objectFilter` says that the object is left alone. */
  readonly isObjectIgnored: boolean;
  /** The first mapping that failed. */
  readonly error: { readonly errorCode: ObjectErrorCode; readonly description: string } | null;
}

/** Evaluates every mapping; one that fails does not keep the others from being tried. */
export function mapAttributes(
  mappings: readonly CompiledMapping[],
  objectFilters: readonly Expression[],
  context: EvaluationContext,
): MappedAttributes {
  const values: Record<string, TargetValue> = {};
  const empty = new Set<string>();
  const uniqueValues: UniqueValue[] = [];
  let error: MappedAttributes['error'] = null;
  let isObjectIgnored = false;

  for (const mapping of mappings) {
    const { path } = mapping;
    try {
      const found = mapping.expression === null ? null : evaluate(mapping.expression, context);
      if (found instanceof FlowIgnored) isObjectIgnored ||= found.of === 'object';
      else if (found === null) empty.add(path);
      else
        values[path] = mapping.isComplex ? toComplexValues(found) : toTargetValue(mapping.attribute, found);
      if (mapping.uniqueValueRules !== null)
        uniqueValues.push(...candidatesOf(path, mapping.uniqueValueRules, context));
    } catch (thrown) {
      error ??= errorOf(path, thrown);
    }
  }
  for (const objectFilter of objectFilters) {
    try {
      const found = evaluate(objectFilter, context);
      isObjectIgnored ||= found instanceof FlowIgnored && found.of === 'object';
    } catch (thrown) {
      error ??= errorOf('objectFilter', thrown);
    }
  }
  return { values, empty, uniqueValues, isObjectIgnored, error };
}

function candidatesOf(
  path: string,
  rules: readonly Expression[],
  context: EvaluationContext,
): readonly UniqueValue[] {
  const texts = rules.map((rule) => textOf(evaluate(rule, context))).filter((text) => text !== '');
  return texts.length === 0 ? [] : [{ path, candidates: [...new Set(texts)] }];
}

function textOf(value: Value | FlowIgnored): string {
  return value instanceof FlowIgnored ? '' : (value?.[0] ?? '');
}

function errorOf(path: string, thrown: unknown): MappedAttributes['error'] {
  if (thrown instanceof UnfitValue)
    return {
      errorCode: thrown.errorCode,
      description: `Mapping to ${path}: ${thrown.message}. Change the mapping.`,
    };
  if (!(thrown instanceof ExpressionEvaluationError)) throw thrown;
  return {
    errorCode: 'ExpressionEvaluationError',
    description: `Mapping to ${path}: ${thrown.message}. Change the expression or the user's attributes.`,
  };
}
