import type { SkipReason } from '../plan/model.js';
import type { NextStep, Explanation } from './model.js';
import type { Case, Verdict } from './verdict.js';
import { criteriaText, nothing } from './next-steps.js';
import { failingClauses } from './losses.js';
import { kindOf, listed } from './wording.js';

const UNCHANGED = 'Nothing, as long as the directory and the configuration say the same.';

/** Why a plan would pass the object over; null when it would not, or because everything is as it should be. */
export function skippedVerdict(one: Case): Verdict | null {
  const { facts, evaluation, decision, losses } = one;
  const { standing, object, app } = facts;
  if (decision.action !== 'skip' || decision.reason === 'RedundantExport') return null;
  const { link } = standing;
  const [loss] = losses;
  if (evaluation.isLeftAlone) return leftAlone(one);
  if (link?.state === 'unmanaged' && loss !== undefined) return { ...loss, next: next(one, UNCHANGED) };
  switch (decision.reason) {
    case 'NotEffectivelyEntitled':
    case 'NotInScope':
      return loss === undefined ? null : { ...loss, next: next(one, UNCHANGED) };
    case 'EntryJoiningPropertyValueIsMissing':
      return {
        cause: 'EntryJoiningPropertyValueIsMissing',
        because: `${listed(one.rules.mapping.matching.map(({ path }) => path))}, by which it would be looked for in ${app}, has no value`,
        remedy: `Fill ${listed(sourcesOf(one))} in the directory, or change the matching in the configuration.`,
        next: next(one, UNCHANGED),
      };
    case 'EntrySynchronizationSkipped':
      return loss === undefined
        ? null
        : {
            cause: 'EntrySynchronizationSkipped',
            because: `${loss.because}, and no mapping says what happens to the account then (none reads IsSoftDeleted)`,
            remedy:
              'Map `active` from IsSoftDeleted in the configuration, or disable the account in the app by hand.',
            next: next(one, UNCHANGED),
          };
    case 'OutOfScopeDeletionSkipped':
      return {
        cause: 'OutOfScopeDeletionSkipped',
        because: `${loss?.because ?? 'the app is not for it any more'}, and the configuration leaves such accounts as they are (skipOutOfScopeDeletions)`,
        remedy:
          'None if that is what is wanted. Else set `skipOutOfScopeDeletions: false` in the configuration, or take the account away in the app by hand.',
        next: next(one, UNCHANGED),
      };
    case 'TargetObjectActionDisabled':
    case 'CapabilityNotSupported':
      return withheld(one, decision.reason);
    case 'UnableToResolveReferenceAttributeValue':
    case 'TooManyDeletes':
    case 'DeletionRejected':
    case 'ProvisionedOnDemand':
      return {
        cause: decision.reason,
        because: `a plan passes the ${kindOf(object)} over`,
        remedy: null,
        next: next(one, UNCHANGED),
      };
  }
}

/** Filters other than those of the scope, and mappings to `objectFilter`, leave objects alone, whatever their accounts are like. */
function leftAlone(one: Case): Verdict {
  const { facts, clauses } = one;
  const part = (['read', 'applies'] as const).find((each) => !isFulfilled(clauses, each));
  return {
    cause: 'EntrySynchronizationSkipped',
    because:
      part === undefined
        ? `a mapping to objectFilter says that the ${kindOf(facts.object)} is left alone`
        : `a filter of the schema (${part === 'read' ? 'inputFilterGroups' : 'categoryFilterGroups'}) leaves the ${kindOf(facts.object)} alone: ${failingClauses(clauses, part)}`,
    remedy: 'Change the attribute in the directory, or that part of the schema.',
    next: next(one, UNCHANGED),
  };
}

function isFulfilled(clauses: Explanation['filter'], part: 'read' | 'applies'): boolean {
  const answers = new Map<number, boolean>();
  for (const { part: of, group, isTrue } of clauses)
    if (of === part) answers.set(group, (answers.get(group) ?? true) && isTrue);
  return answers.size === 0 || [...answers.values()].includes(true);
}

/** What would be done, and the app cannot or the configuration does not let it. */
function withheld(
  one: Case,
  reason: SkipReason & ('TargetObjectActionDisabled' | 'CapabilityNotSupported'),
): Verdict {
  const { facts, decision, losses, rules, evaluation } = one;
  const { app, object, standing } = facts;
  const description = decision.action === 'skip' ? decision.description : null;
  const action = withheldAction(one);
  const who = losses[0] === undefined ? '' : `${losses[0].because}, and `;
  const users = kindOf(object) === 'group' ? 'groups' : 'users';
  const because =
    description === null
      ? reason === 'CapabilityNotSupported'
        ? `${who}the app cannot ${action} ${users}`
        : `${who}the configuration does not allow to ${action} ${users} in the app (targetObjectActions, or the actions of the schema's mapping)`
      : description.replace(/\.$/, '').replace(/^T/, 't');
  const step =
    standing.link === null
      ? `The next cycle that looks at it takes over what ${app} has with ${criteriaText(evaluation.criteria, rules)}; it creates nothing.`
      : UNCHANGED;
  return {
    cause: reason,
    because,
    remedy:
      reason === 'CapabilityNotSupported'
        ? 'Do it in the app: it cannot be done through SCIM.'
        : `Allow the action in the configuration: \`targetObjectActions\`, or the object mapping of the schema.`,
    next: next(one, step, standing.link === null ? 'link' : 'none'),
  };
}

function withheldAction({
  facts: { standing, object },
  losses,
}: Case): 'create' | 'update' | 'disable' | 'delete' {
  if (standing.link === null) return 'create';
  if (losses.length === 0) return 'update';
  return object.objectName === 'Group' || object.state === 'deleted' ? 'delete' : 'disable';
}

function sourcesOf({ rules }: Case): readonly string[] {
  return rules.mapping.matching.map(({ path, expression }) =>
    expression?.type === 'attribute' ? expression.name : `what ${path} is made of`,
  );
}

/** A skip is a plan's last word; only a link that is to be found needs a cycle for it. */
function next({ isLookedAt }: Case, sentence: string, action: NextStep['action'] = 'none'): NextStep {
  return action === 'none'
    ? nothing(sentence)
    : { action: isLookedAt ? action : 'none', sentence, notBefore: null, needsCycle: isLookedAt };
}
