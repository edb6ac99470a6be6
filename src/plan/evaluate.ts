import { attributeLookup } from '../expressions/attribute-lookup.js';
import { evaluationContext } from '../expressions/evaluation-context.js';
import type { AttributeLookup } from '../expressions/model.js';
import type { CompiledMapping } from '../schema/compile-mapping.js';
import type { TargetValues } from '../schema/model.js';
import { evaluateFilter, type ScopeEvaluation } from '../scoping/index.js';
import { appRoleAssignments } from './app-roles.js';
import { entitlementOf } from './entitlement.js';
import { mapAttributes, type MappedAttributes } from './map-attributes.js';
import type { MatchCriterion, ProvisioningStep, SkipReason, SourceState, Subject } from './model.js';
import type { PlanRules } from './rules.js';
import { importStep, scopingStep, warningSteps } from './steps.js';

/** What can be said of an object before its counterpart in the target is known. */
export interface Evaluation {
  readonly objectId: string;
  readonly state: SourceState;
  /** Enabled, or security-enabled, and there. */
  readonly isActive: boolean;
  /** Entitled by assignment or by scope `all`, and meant by the scoping filters. */
  readonly inScope: boolean;
  /** The scoping filters leave the user out, whatever the assignments say. */
  readonly isFilteredOut: boolean;
  /** Each clause of the scoping filters with its answer, by title. */
  readonly filterTrace: ScopeEvaluation['trace'];
  /** Unassigned, without a role that counts, filtered out, blocked, or deleted in the source. */
  readonly isSoftDeleted: boolean;
  /** Nothing is done about the user, whatever its account is like. */
  readonly isLeftAlone: boolean;
  /** Why the user is passed over as long as it has no account. */
  readonly skipReason: SkipReason | null;
  /**
   * What the account should hold. When `isSoftDeleted`, only what soft deletion changes: nothing else is sent on of a
   * person who lost the app.
   */
  readonly mapped: MappedAttributes;
  /** In order of priority; attributes without value are passed over. */
  readonly criteria: readonly MatchCriterion[];
  readonly steps: readonly ProvisioningStep[];
}

/**
 * Scope and mapped values of one user, over all of its current attributes.
 * @see Microsoft Entra, "How application provisioning works", De-provisioning: the four cases of IsSoftDeleted.
 */
export function evaluate(subject: Subject, rules: PlanRules): Evaluation {
  const warnings: string[] = [];
  const entitlement = entitlementOf(subject, rules);
  const isEntitled = entitlement.isInScope && entitlement.isActive;
  const filter = filterResult(subject, isEntitled, rules);
  warnings.push(...filter.warnings);
  const inScope = entitlement.isInScope && filter.inScope;
  const isUndecided = isEntitled && filter.isUndecided;
  const isSoftDeleted = !isEntitled || (!filter.inScope && !isUndecided);

  const warn = (text: string) => {
    if (!warnings.includes(text)) warnings.push(text);
  };
  const mapped: MappedAttributes = isSoftDeleted
    ? softDeletionValues(subject, rules, warn)
    : mapWith(rules.mapping.mappings, subject, rules, { isSoftDeleted: false, warn });
  const criteria = isSoftDeleted ? [] : criteriaOf(mapped.values, rules.mapping.matching);
  return {
    objectId: subject.objectId,
    state: subject.state,
    isActive: entitlement.isActive,
    inScope,
    isFilteredOut: !filter.inScope && !filter.isUndecided,
    filterTrace: filter.trace,
    isSoftDeleted,
    isLeftAlone: !isUndecided && (!filter.isRead || !filter.applies || mapped.isObjectIgnored),
    skipReason: skipReasonOf(isEntitled, filter, criteria),
    mapped: isUndecided ? { ...mapped, error: UNDECIDED } : mapped,
    criteria,
    steps: [importStep(subject), scopingStep(entitlement, filter, rules), ...warningSteps(warnings)],
  };
}

/** Nobody gains or loses an account because a question could not be answered. */
const UNDECIDED: MappedAttributes['error'] = {
  errorCode: 'ExpressionEvaluationError',
  description: 'A regular expression of the scoping filter took too long. Simplify it; see the scoping step.',
};

const EVERYONE: ScopeEvaluation = {
  inScope: true,
  isRead: true,
  applies: true,
  isUndecided: false,
  trace: {},
  warnings: [],
};

/** To a filter, IsSoftDeleted is what there is without it: its own answer is not known yet. */
function filterResult(
  subject: Subject,
  isEntitled: boolean,
  { mapping: { filter } }: PlanRules,
): ScopeEvaluation {
  return filter === null ? EVERYONE : evaluateFilter(filter, lookup(subject, !isEntitled));
}

/** The values that differ by IsSoftDeleted alone: usually `active`. */
function softDeletionValues(
  subject: Subject,
  rules: PlanRules,
  warn: (text: string) => void,
): MappedAttributes {
  const mappings = rules.mapping.mappings.filter(
    (mapping) => mapping.readsIsSoftDeleted && mapping.flowType === 'Always',
  );
  const before = mapWith(mappings, subject, rules, { isSoftDeleted: false, warn }).values;
  const after = mapWith(mappings, subject, rules, { isSoftDeleted: true, warn });
  const caused = Object.entries(after.values).filter(
    ([path, value]) => JSON.stringify(value) !== JSON.stringify(before[path]),
  );
  return { ...after, values: Object.fromEntries(caused), empty: new Set(), uniqueValues: [] };
}

function mapWith(
  mappings: readonly CompiledMapping[],
  subject: Subject,
  rules: PlanRules,
  { isSoftDeleted, warn }: { readonly isSoftDeleted: boolean; readonly warn: (text: string) => void },
): MappedAttributes {
  const context = evaluationContext(lookup(subject, isSoftDeleted), { ...rules.world, warn });
  return mapAttributes(mappings, rules.mapping.objectFilters, context);
}

function lookup(subject: Subject, isSoftDeleted: boolean): AttributeLookup {
  return attributeLookup({
    ...subject.attributes,
    IsSoftDeleted: [isSoftDeleted ? 'True' : 'False'],
    appRoleAssignments: appRoleAssignments(subject.roles),
    ...(subject.managerId === null ? {} : { manager: [subject.managerId] }),
  });
}

/** What to look for in the target, in order of priority; matching attributes without value are passed over. */
export function criteriaOf(
  values: TargetValues,
  matching: readonly CompiledMapping[],
): readonly MatchCriterion[] {
  return matching.flatMap(({ path }) => {
    const value = values[path];
    return typeof value === 'string' && value !== '' ? [{ path, value }] : [];
  });
}

function skipReasonOf(
  isEntitled: boolean,
  filter: ScopeEvaluation,
  criteria: readonly MatchCriterion[],
): SkipReason | null {
  if (!isEntitled) return 'NotEffectivelyEntitled';
  if (!filter.inScope && !filter.isUndecided) return 'NotInScope';
  return criteria.length === 0 ? 'EntryJoiningPropertyValueIsMissing' : null;
}
