import { ExpressionError } from '../expressions/expression-error.js';
import { attributesOf, functionsOf } from '../expressions/expression-parts.js';
import { appRoleAssignmentsComplex } from '../expressions/functions/app-role-assignments.js';
import { functions } from '../expressions/functions/index.js';
import type { Expression } from '../expressions/model.js';
import { uniqueValueRules } from '../expressions/unique-value.js';
import { expressionOf } from './expression-of.js';
import { mappingChecks } from './mapping-checks.js';
import type { MappingPart, MappingSurroundings, Report } from './mapping-surroundings.js';
import type { AttributeFlowBehavior, AttributeFlowType, AttributeMapping, TargetValue } from './model.js';
import { parseScimPath, ScimPathError } from './scim-path.js';
import type { ReadableAttribute } from './resource.js';
import { toComplexValues, toTargetValue, UnfitValue } from './target-value.js';

/** An attribute mapping with everything parsed and judged. */
export interface CompiledMapping extends ReadableAttribute {
  /** Canonical. */
  readonly path: string;
  /** Null: nothing flows but the default value, to accounts whose attribute is empty. */
  readonly expression: Expression | null;
  readonly defaultValue: TargetValue | null;
  readonly matchingPriority: number;
  readonly flowType: AttributeFlowType;
  readonly flowBehavior: AttributeFlowBehavior;
  /** New values are added to what the list holds; none is removed. */
  readonly adds: boolean;
  /** A source without value clears the target. */
  readonly clears: boolean;
  /** Logs, mails and messages show a mask in place of the values. */
  readonly isRedacted: boolean;
  /** The values to try one after the other until the target has no account with it; null when any value will do. */
  readonly uniqueValueRules: readonly Expression[] | null;
  /** Whether its value can depend on the user's having lost the app. */
  readonly readsIsSoftDeleted: boolean;
}

const IS_SOFT_DELETED = 'issoftdeleted';
/** What is there stays, whatever the source has. */
const NEVER_REMOVING: readonly AttributeFlowType[] = ['ValueAddOnly', 'AttributeAddOnly'];

/** The compiled mapping; null when something is wrong with it, which has then been reported. */
export function compileMapping(
  mapping: AttributeMapping,
  surroundings: MappingSurroundings,
  report: Report,
): CompiledMapping | null {
  const refused = new Set<MappingPart>();
  const refuse: Report = (part, problem) => {
    refused.add(part);
    report(part, problem);
  };
  const attempt = <T>(part: MappingPart, run: () => T): T | undefined => {
    try {
      return run();
    } catch (error) {
      refuse(part, problemOf(part, error));
      return undefined;
    }
  };

  const target = attempt('target', () => parseScimPath(mapping.targetAttributeName));
  const expression = attempt('source', () => expressionOf(mapping.source));
  if (target === undefined || expression === undefined) return null;

  const attribute = surroundings.targetAttribute(target);
  const isComplex = isComplexCall(expression);
  const defaultValue = attempt('defaultValue', () => defaultValueOf(mapping, { attribute, isComplex }));
  for (const check of mappingChecks) check({ mapping, attribute, expression }, surroundings, refuse);
  if (refused.size > 0 || defaultValue === undefined) return null;

  const called = expression === null ? [] : functionsOf(expression);
  const read = expression === null ? [] : attributesOf(expression);
  return {
    path: attribute.path,
    attribute,
    expression,
    isComplex,
    defaultValue,
    matchingPriority: mapping.matchingPriority,
    flowType: attribute.mutability === 'Immutable' ? 'ObjectAddOnly' : mapping.flowType,
    flowBehavior: mapping.flowBehavior,
    adds:
      called.includes(appRoleAssignmentsComplex.name) ||
      (['ValueAddOnly', 'MultiValueAddOnly'].includes(mapping.flowType) && attribute.holds !== 'one'),
    clears:
      mapping.flowNullValues &&
      !NEVER_REMOVING.includes(mapping.flowType) &&
      read.some((name) => surroundings.sourceAttribute(name)?.flowNullValues === true),
    isRedacted: called.includes('Redact'),
    uniqueValueRules: expression === null ? null : uniqueValueRules(expression),
    readsIsSoftDeleted: read.some((name) => name.toLowerCase() === IS_SOFT_DELETED),
  };
}

function isComplexCall(expression: Expression | null): boolean {
  return expression?.type === 'call' && functions.get(expression.name)?.returns === 'complex';
}

function defaultValueOf(
  { defaultValue }: AttributeMapping,
  { attribute, isComplex }: ReadableAttribute,
): TargetValue | null {
  if (defaultValue === undefined) return null;
  return isComplex ? toComplexValues([defaultValue]) : toTargetValue(attribute, [defaultValue]);
}

function problemOf(part: MappingPart, error: unknown): string {
  if (error instanceof ExpressionError) return `the expression cannot be read: ${error.message}`;
  if (error instanceof UnfitValue && part === 'defaultValue')
    return `the default value does not fit: ${error.message}`;
  if (error instanceof ScimPathError) return error.message;
  throw error;
}
