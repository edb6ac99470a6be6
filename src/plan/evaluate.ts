import { attributeLookup } from '../expressions/attribute-lookup.js';
import { evaluate as evaluateExpression } from '../expressions/evaluate.js';
import { evaluationContext } from '../expressions/evaluation-context.js';
import { ExpressionEvaluationError } from '../expressions/expression-error.js';
import { FlowIgnored } from '../expressions/flow-ignored.js';
import type { AttributeLookup } from '../expressions/model.js';
import type { CompiledMapping } from '../schema/compile.js';
import type { TargetValue, TargetValues } from '../schema/model.js';
import { toTargetValue, UnfitValue } from '../schema/target-value.js';
import { entitlementOf } from './entitlement.js';
import type { MatchCriterion, ObjectErrorCode, ProvisioningStep, SkipReason, Subject } from './model.js';
import type { PlanRules } from './rules.js';
import { importStep, scopingStep } from './steps.js';

/** What can be said of a user before its account is known. */
export interface Evaluation {
  readonly objectId: string;
  readonly inScope: boolean;
  /** Unassigned, without a role that counts, blocked, or deleted in the source. */
  readonly isSoftDeleted: boolean;
  /** Why the user is passed over as long as it has no account. */
  readonly skipReason: SkipReason | null;
  /**
   * What the account should hold. When `isSoftDeleted`, only what soft deletion changes: nothing else is sent on of a
   * person who lost the app.
   */
  readonly values: TargetValues;
  /** In order of priority; attributes without value are passed over. */
  readonly criteria: readonly MatchCriterion[];
  readonly steps: readonly ProvisioningStep[];
  /** The first mapping that failed. */
  readonly error: { readonly errorCode: ObjectErrorCode; readonly description: string } | null;
}

/**
 * Scope and mapped values of one user, over all of its current attributes.
 * @see Microsoft Entra, "How application provisioning works", De-provisioning: the four cases of IsSoftDeleted.
 */
export function evaluate(subject: Subject, rules: PlanRules): Evaluation {
  const entitlement = entitlementOf(subject, rules);
  const isSoftDeleted = !entitlement.isInScope || !entitlement.isActive;
  const { values, error } = isSoftDeleted ? softDeletionValues(subject, rules) : mappedValues(subject, rules);
  const criteria = isSoftDeleted ? [] : criteriaOf(values, rules.mapping.matching);
  return {
    objectId: subject.objectId,
    inScope: entitlement.isInScope,
    isSoftDeleted,
    skipReason: skipReasonOf(isSoftDeleted, criteria),
    values,
    criteria,
    steps: [importStep(subject), scopingStep(entitlement, rules.scope)],
    error,
  };
}

interface Mapped {
  readonly values: TargetValues;
  readonly error: Evaluation['error'];
}

function mappedValues(subject: Subject, rules: PlanRules): Mapped {
  return applyMappings(rules.mapping.mappings, lookup(subject, false));
}

/** The values that differ by IsSoftDeleted alone: usually `active`. */
function softDeletionValues(subject: Subject, rules: PlanRules): Mapped {
  const mappings = rules.mapping.mappings.filter(
    (mapping) => mapping.readsIsSoftDeleted && mapping.flowType === 'Always',
  );
  const before = applyMappings(mappings, lookup(subject, false)).values;
  const after = applyMappings(mappings, lookup(subject, true));
  const caused = Object.entries(after.values).filter(
    ([path, value]) => JSON.stringify(value) !== JSON.stringify(before[path]),
  );
  return { values: Object.fromEntries(caused), error: after.error };
}

function lookup(subject: Subject, isSoftDeleted: boolean): AttributeLookup {
  return attributeLookup({ ...subject.attributes, IsSoftDeleted: [isSoftDeleted ? 'True' : 'False'] });
}

function applyMappings(mappings: readonly CompiledMapping[], attributes: AttributeLookup): Mapped {
  const values: Record<string, TargetValue> = {};
  let error: Mapped['error'] = null;
  for (const mapping of mappings) {
    try {
      const found = evaluateExpression(mapping.expression, evaluationContext(attributes));
      if (found !== null && !(found instanceof FlowIgnored)) values[mapping.path] = toTargetValue(mapping.target, found);
    } catch (thrown) {
      error ??= mappingError(mapping.path, thrown);
    }
  }
  return { values, error };
}

function mappingError(path: string, thrown: unknown): Evaluation['error'] {
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

function criteriaOf(values: TargetValues, matching: readonly CompiledMapping[]): readonly MatchCriterion[] {
  return matching.flatMap(({ path }) => {
    const value = values[path];
    return typeof value === 'string' && value !== '' ? [{ path, value }] : [];
  });
}

function skipReasonOf(isSoftDeleted: boolean, criteria: readonly MatchCriterion[]): SkipReason | null {
  if (isSoftDeleted) return 'NotEffectivelyEntitled';
  return criteria.length === 0 ? 'EntryJoiningPropertyValueIsMissing' : null;
}
