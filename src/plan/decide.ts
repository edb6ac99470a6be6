import type { AttributeChange, TargetValues } from '../schema/model.js';
import type { Evaluation } from './evaluate.js';
import { applyChanges, changesOfCreation, changesTo, creation } from './flow.js';
import type { Link, Match, ObjectErrorCode, PlannedOperation, SkipReason } from './model.js';
import type { PlanRules } from './rules.js';
import { decisionStep, errorStep, matchingStep, skipStep } from './steps.js';

const USER_NAME = 'username';
const SHOWN_IDS = 5;

/** Whether an account must be looked for before `decide`. */
export function needsMatch(evaluation: Evaluation, link: Link | null): boolean {
  const { isLeftAlone, skipReason, mapped } = evaluation;
  return link === null && !isLeftAlone && skipReason === null && mapped.error === null;
}

/**
 * The one operation that brings the user's account where it should be; once it is carried out and the link stored, the
 * same question is answered with a skip.
 * @param match what looking for `evaluation.criteria` found; needed when `needsMatch` says so, else ignored.
 */
export function decide(
  evaluation: Evaluation,
  link: Link | null,
  match: Match | null,
  rules: PlanRules,
): PlannedOperation {
  const found = needsMatch(evaluation, link) ? match : null;
  const planned = new Decision(evaluation, link, found);
  const { skipReason } = evaluation;
  const { error } = evaluation.mapped;

  if (evaluation.isLeftAlone) return planned.skip('EntrySynchronizationSkipped');
  if (link === null && evaluation.isSoftDeleted) return planned.skip(skipReason ?? 'NotEffectivelyEntitled');
  if (link?.state === 'unmanaged' && evaluation.isSoftDeleted)
    return planned.skip('EntrySynchronizationSkipped');
  if (error !== null) return planned.fail(error.errorCode, error.description);
  if (link !== null && evaluation.isSoftDeleted) return decideDisable(planned, evaluation, link, rules);
  if (link !== null) return decideLinked(planned, evaluation, link, rules);
  if (skipReason !== null) return planned.skip(skipReason);
  if (found === null)
    throw new Error(`User ${evaluation.objectId} was planned before its account was looked for`);

  switch (found.type) {
    case 'none':
      return decideCreate(planned, evaluation, rules);
    case 'one':
      return decideMatched(planned, evaluation, found, rules);
    case 'several':
      return planned.fail('DuplicateTargetEntries', severalMatches(found));
  }
}

function decideCreate(planned: Decision, evaluation: Evaluation, rules: PlanRules): PlannedOperation {
  const obstacle = obstacleTo('create', rules);
  if (obstacle !== null) return planned.skip(obstacle);
  const { mappings } = rules.mapping;
  const values = creation(evaluation.mapped, mappings);
  const missing = mappings.filter(({ attribute, path }) => attribute.isRequired && isBlank(values[path]));
  if (missing.length > 0 || !hasUserName(values))
    return planned.fail(
      'MandatoryFieldsMissing',
      `The account cannot be created without ${missing.map(({ path }) => path).join(', ') || 'userName'}. Fill the source attribute or give the mapping a default value.`,
    );
  return planned.create(values, changesOfCreation(values, evaluation.mapped, mappings));
}

/** A first match: the link is new, so it is stored even when nothing needs writing. */
function decideMatched(
  planned: Decision,
  evaluation: Evaluation,
  match: Extract<Match, { type: 'one' }>,
  rules: PlanRules,
): PlannedOperation {
  const changes = changesTo(match.current, evaluation.mapped, rules.mapping.mappings);
  if (changes.length === 0) return planned.skip('RedundantExport', match.current);
  const obstacle = obstacleTo('update', rules);
  if (obstacle !== null) return planned.skip(obstacle, match.current);
  return planned.write('update', match.targetId, match.current, changes);
}

function decideLinked(
  planned: Decision,
  evaluation: Evaluation,
  link: Link,
  rules: PlanRules,
): PlannedOperation {
  const changes = changesTo(link.exported, evaluation.mapped, rules.mapping.mappings);
  const revived = link.state === 'unmanaged' ? link.exported : null;
  if (changes.length === 0) return planned.skip('RedundantExport', revived);
  const obstacle = obstacleTo('update', rules);
  if (obstacle !== null) return planned.skip(obstacle);
  return planned.write('update', link.targetId, link.exported, changes);
}

/** Without a mapping that reads IsSoftDeleted nothing happens to an account whose user lost the app. */
function decideDisable(
  planned: Decision,
  evaluation: Evaluation,
  link: Link,
  rules: PlanRules,
): PlannedOperation {
  if (Object.keys(evaluation.mapped.values).length === 0) return planned.skip('EntrySynchronizationSkipped');
  const changes = changesTo(link.exported, evaluation.mapped, rules.mapping.mappings);
  if (changes.length === 0) return planned.skip('RedundantExport');
  const obstacle = obstacleTo('disable', rules);
  if (obstacle !== null) return planned.skip(obstacle);
  return planned.write('disable', link.targetId, link.exported, changes);
}

function severalMatches({ path, targetIds }: Extract<Match, { type: 'several' }>): string {
  const shown = targetIds.slice(0, SHOWN_IDS).join(', ');
  return `${targetIds.length} accounts have the user's ${path} (${shown}). Remove the duplicates or match by another attribute.`;
}

/** Disabling is an update: without Update in the mapping's actions there is neither. */
function obstacleTo(action: 'create' | 'update' | 'disable', rules: PlanRules): SkipReason | null {
  if (!rules.mapping.flowTypes.includes(action === 'create' ? 'Add' : 'Update'))
    return 'TargetObjectActionDisabled';
  return rules.capabilities.users[action] ? null : 'CapabilityNotSupported';
}

function isBlank(value: TargetValues[string] | undefined): boolean {
  return value === undefined || (typeof value === 'string' && value.trim() === '');
}

function hasUserName(values: TargetValues): boolean {
  return Object.entries(values).some(
    ([path, value]) => path.toLowerCase() === USER_NAME && typeof value === 'string' && value.trim() !== '',
  );
}

/** The possible answers about one user, each with the steps that led to it. */
class Decision {
  readonly #evaluation: Evaluation;
  readonly #link: Link | null;
  readonly #match: Match | null;

  constructor(evaluation: Evaluation, link: Link | null, match: Match | null) {
    this.#evaluation = evaluation;
    this.#link = link;
    this.#match = match;
  }

  create(values: TargetValues, changes: readonly AttributeChange[]): PlannedOperation {
    const { criteria, mapped } = this.#evaluation;
    const step = decisionStep('create');
    const { uniqueValues } = mapped;
    return { ...this.#base(step), action: 'create', values, changes, criteria, uniqueValues };
  }

  write(
    action: 'update' | 'disable',
    targetId: string,
    current: TargetValues,
    changes: readonly AttributeChange[],
  ): PlannedOperation {
    const values = applyChanges(current, changes);
    return { ...this.#base(decisionStep(action)), action, targetId, values, changes };
  }

  skip(reason: SkipReason, values: TargetValues | null = null): PlannedOperation {
    return { ...this.#base(skipStep(reason)), action: 'skip', reason, values };
  }

  fail(errorCode: ObjectErrorCode, description: string): PlannedOperation {
    return { ...this.#base(errorStep(errorCode, description)), action: 'fail', errorCode, description };
  }

  #base(last: ReturnType<typeof decisionStep>) {
    const matched = this.#match?.type === 'one' ? this.#match.targetId : null;
    return {
      objectId: this.#evaluation.objectId,
      targetId: this.#link?.targetId ?? matched,
      steps: [...this.#evaluation.steps, matchingStep(this.#link, this.#match), last],
    };
  }
}
