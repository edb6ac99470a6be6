import { attributeLookup } from '../expressions/attribute-lookup.js';
import { formatExpression } from '../expressions/format.js';
import { creation } from '../plan/flow.js';
import { isEntitling, type Evaluation, type PlanRules } from '../plan/index.js';
import type { PlannedOperation } from '../plan/model.js';
import type { CompiledMapping } from '../schema/compile-mapping.js';
import type { TargetValue } from '../schema/model.js';
import { isSameValue } from '../schema/same-value.js';
import type { CompiledFilter } from '../scoping/compiled-filter.js';
import type { ObjectFacts } from './facts.js';
import type { Explanation } from './model.js';
import { MASK, redactedSources } from './wording.js';

const MOST_ASSIGNMENTS = 20;
const MOST_VALUES = 10;
/** What filters may read and the directory does not have. */
const COMPUTED = new Set(['issoftdeleted', 'approleassignments']);

const parts = [
  ['scope', 'groups'],
  ['read', 'inputFilterGroups'],
  ['applies', 'categoryFilterGroups'],
] as const satisfies readonly (readonly [Explanation['filter'][number]['part'], keyof CompiledFilter])[];

/** The ways on which the app reaches the object, those that count first. */
export function assignmentsOf(
  { roles, groupNames }: Pick<ObjectFacts, 'roles' | 'groupNames'>,
  rules: PlanRules,
): Explanation['assignments'] {
  return roles
    .map((role) => ({
      through:
        role.throughGroupId === null
          ? null
          : { groupId: role.throughGroupId, groupName: groupNames.get(role.throughGroupId) ?? null },
      appRoleId: role.appRoleId,
      role: role.displayName ?? role.value,
      isEntitling: isEntitling(role, rules),
    }))
    .sort((one, other) => Number(other.isEntitling) - Number(one.isEntitling))
    .slice(0, MOST_ASSIGNMENTS);
}

/** Each clause of the filter with its answer and what it was asked of. Values of attributes that a mapping redacts are left out. */
export function clausesOf(
  { object }: Pick<ObjectFacts, 'object'>,
  { filterTrace }: Evaluation,
  rules: PlanRules,
): Explanation['filter'] {
  const { filter } = rules.mapping;
  if (filter === null) return [];
  const lookup = attributeLookup(object.attributes);
  const hidden = redactedSources(rules);
  const valuesOf = (attribute: string): string[] | null => {
    const name = attribute.toLowerCase();
    return hidden.has(name) || COMPUTED.has(name)
      ? null
      : [...(lookup(attribute) ?? [])].slice(0, MOST_VALUES);
  };
  return parts.flatMap(([part, list]) =>
    filter[list].flatMap((clauses, group) =>
      clauses.map(({ title, attribute }) => ({
        part,
        group,
        title,
        isTrue: filterTrace[title] ?? false,
        attribute,
        values: valuesOf(attribute),
      })),
    ),
  );
}

/**
 * Each mapped attribute: what it should be, what it was last, and what becomes of the difference. Nothing of who is to have no account.
 * @param options `isWritten`: whether what is decided is to be carried out.
 */
export function attributesDetail(
  { standing: { link } }: Pick<ObjectFacts, 'standing'>,
  evaluation: Evaluation,
  decision: PlannedOperation,
  rules: PlanRules,
  { isWritten }: { readonly isWritten: boolean },
): Explanation['attributes'] {
  if (link === null && evaluation.isSoftDeleted) return [];
  const { mappings } = rules.mapping;
  const wanted = link === null ? creation(evaluation.mapped, mappings) : evaluation.mapped.values;
  const changed = new Set(isWritten && 'changes' in decision ? decision.changes.map(({ path }) => path) : []);
  return mappings.map((mapping) => {
    const { path, isRedacted, matchingPriority } = mapping;
    const value = wanted[path] ?? null;
    const exported = link?.exported[path] ?? null;
    const masked = (one: TargetValue | null) => (one === null ? null : isRedacted ? MASK : mutable(one));
    return {
      path,
      source: sourceText(mapping),
      value: masked(value),
      exported: masked(exported),
      difference: changed.has(path) ? 'willChange' : isKept(mapping, value, exported, link) ? 'kept' : 'none',
      isMatching: matchingPriority > 0,
      isRedacted,
    };
  });
}

/** What differs in an account that is there, and is not written. */
function isKept(
  { attribute }: CompiledMapping,
  value: TargetValue | null,
  exported: TargetValue | null,
  link: ObjectFacts['standing']['link'],
): boolean {
  if (link === null || value === null) return false;
  return exported === null || !isSameValue(attribute, exported, value);
}

function sourceText({ expression }: CompiledMapping): string | null {
  return expression === null ? null : formatExpression(expression);
}

function mutable(value: TargetValue): Explanation['attributes'][number]['value'] {
  return structuredClone(value) as Explanation['attributes'][number]['value'];
}

export function referencesDetail({ references }: Pick<ObjectFacts, 'references'>): Explanation['references'] {
  return references.map(({ reference, unresolved, due, waitingFor }) => ({
    path: reference.path,
    source: reference.source,
    unresolved,
    due,
    waitingFor: [...waitingFor],
  }));
}

export function failuresOf({ escrows, operations }: ObjectFacts['standing']): Explanation['failures'] {
  return escrows.map(({ about, errorCode, attempts, firstFailedAt, nextAttemptAt }) => ({
    about,
    errorCode,
    attempts,
    firstFailedAt: firstFailedAt.toISOString(),
    nextAttemptAt: nextAttemptAt.toISOString(),
    reason: operations.find((each) => each.about === about && each.status === 'failure')?.reason ?? null,
  }));
}

export function operationsOf({ operations }: ObjectFacts['standing']): Explanation['operations'] {
  return operations.map(
    ({ about, action, status, cycle, plannedAt, finishedAt, errorCode, reason, changed }) => ({
      about,
      action,
      status,
      cycle,
      at: (finishedAt ?? plannedAt).toISOString(),
      errorCode,
      reason,
      changed: [...changed],
    }),
  );
}
