import type { AttributeChange, ObjectName, TargetValues } from '../schema/model.js';
import type { Evaluation } from './evaluate.js';
import { applyChanges, changesOfCreation, changesTo, creation } from './flow.js';
import type { Link, Match, ObjectErrorCode, PlannedOperation, SkipReason } from './model.js';
import type { PlanRules } from './rules.js';
import { violations } from './value-rules.js';
import { decisionStep, errorStep, matchingStep, skipStep } from './steps.js';

const SHOWN_IDS = 5;
/** What people know an object by, and what none is without. @see RFC 7643, sections 4.1.1 and 4.2. */
const NAMES: Readonly<Record<ObjectName, string>> = { User: 'userName', Group: 'displayName' };
const CANNOT_RENAME = 'The app cannot rename a group that it has: the name there stays as it is.';

/** Whether a counterpart in the target must be looked for before `decide`. */
export function needsMatch(evaluation: Evaluation, link: Link | null): boolean {
  const { isLeftAlone, skipReason, mapped } = evaluation;
  return link === null && !isLeftAlone && skipReason === null && mapped.error === null;
}

/**
 * The one operation that brings the object's counterpart in the target where it should be; once it is carried out and the
 * link stored, the same question is answered with a skip.
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
  if (link?.state === 'unmanaged' && evaluation.isSoftDeleted && !isReclaimed(evaluation))
    return planned.skip('EntrySynchronizationSkipped');
  if (error !== null) return planned.fail(error.errorCode, error.description);
  if (link !== null && evaluation.isSoftDeleted) return decideLeaver(planned, evaluation, link, rules);
  if (link !== null) return decideLinked(planned, evaluation, link, rules);
  if (skipReason !== null) return planned.skip(skipReason);
  if (found === null)
    throw new Error(`Object ${evaluation.objectId} was planned before its counterpart was looked for`);

  switch (found.type) {
    case 'none':
      return decideCreate(planned, evaluation, rules);
    case 'one':
      return decideMatched(planned, evaluation, found, rules);
    case 'several':
      return planned.fail('DuplicateTargetEntries', severalMatches(found));
    case 'refused':
      return planned.fail(found.errorCode, found.description);
  }
}

/** Blocked, and assigned again meanwhile: managed like anyone who is blocked. Of the deleted nobody can tell. */
function isReclaimed({ inScope, state }: Evaluation): boolean {
  return inScope && state === 'present';
}

function decideCreate(planned: Decision, evaluation: Evaluation, rules: PlanRules): PlannedOperation {
  const obstacle = obstacleTo('create', rules);
  if (obstacle !== null) return planned.skip(obstacle);
  const { mappings } = rules.mapping;
  const values = creation(evaluation.mapped, mappings);
  const missing = mappings
    .filter(({ attribute, path }) => attribute.isRequired && isBlank(values[path]))
    .map(({ path }) => path);
  const nameless = !hasName(values, rules) ? [NAMES[rules.mapping.objectName]] : [];
  if (missing.length + nameless.length > 0)
    return planned.fail(
      'MandatoryFieldsMissing',
      `It cannot be created without ${[...new Set([...missing, ...nameless])].join(', ')}. Fill the source attribute or give the mapping a default value.`,
    );
  const changes = changesOfCreation(values, evaluation.mapped, mappings);
  return refusedValues(planned, changes, rules) ?? planned.create(values, changes);
}

/** A first match: the link is new, so it is stored even when nothing needs writing. */
function decideMatched(
  planned: Decision,
  evaluation: Evaluation,
  match: Extract<Match, { type: 'one' }>,
  rules: PlanRules,
): PlannedOperation {
  return decideUpdate(planned, evaluation, match.targetId, match.current, match.current, rules);
}

function decideLinked(
  planned: Decision,
  evaluation: Evaluation,
  link: Link,
  rules: PlanRules,
): PlannedOperation {
  const revived = link.state === 'unmanaged' ? link.exported : null;
  return decideUpdate(planned, evaluation, link.targetId, link.exported, revived, rules);
}

/** @param linked what a skip stores with the link, because the link is new or revived; null when it stays as it is. */
function decideUpdate(
  planned: Decision,
  evaluation: Evaluation,
  targetId: string,
  current: TargetValues,
  linked: TargetValues | null,
  rules: PlanRules,
): PlannedOperation {
  const wanted = changesTo(current, evaluation.mapped, rules.mapping.mappings);
  const changes = wanted.filter((change) => !isRename(change, rules));
  if (changes.length === 0 && isNamedOtherwise(current, evaluation, rules))
    return planned.skip('CapabilityNotSupported', linked, CANNOT_RENAME);
  if (changes.length === 0) return planned.skip('RedundantExport', linked);
  const possible = changes.filter((change) => rules.capabilities.update || isEnabling(change, rules));
  if (possible.length === 0) return planned.skip('CapabilityNotSupported', linked);
  if (!rules.mapping.flowTypes.includes(FLOW_TYPES.update))
    return planned.skip('TargetObjectActionDisabled', linked);
  return refusedValues(planned, possible, rules) ?? planned.write('update', targetId, current, possible);
}

/** An app that takes no changes may still enable again what it disabled. */
function isEnabling({ path }: AttributeChange, { mapping, capabilities }: PlanRules): boolean {
  return (
    capabilities.disable && mapping.mappings.some((each) => each.path === path && each.readsIsSoftDeleted)
  );
}

/** Whoever loses the app, and the groups that do. */
function decideLeaver(
  planned: Decision,
  evaluation: Evaluation,
  link: Link,
  rules: PlanRules,
): PlannedOperation {
  const isOnlyOutOfScope = evaluation.isActive;
  if (isOnlyOutOfScope && rules.skipsOutOfScopeDeletions) return planned.skip('OutOfScopeDeletionSkipped');
  if (rules.mapping.objectName === 'Group') return decideDelete(planned, link, rules);
  if (evaluation.state === 'deleted' && obstacleTo('delete', rules) === null)
    return planned.delete(link.targetId);
  return decideDisable(planned, evaluation, link, rules);
}

/** Without a mapping that reads IsSoftDeleted nothing happens to an account whose user lost the app. */
function decideDisable(
  planned: Decision,
  evaluation: Evaluation,
  link: Link,
  rules: PlanRules,
): PlannedOperation {
  if (!rules.capabilities.disable && rules.withoutDisabling === 'delete')
    return decideDelete(planned, link, rules);
  if (Object.keys(evaluation.mapped.values).length === 0) return planned.skip('EntrySynchronizationSkipped');
  const changes = changesTo(link.exported, evaluation.mapped, rules.mapping.mappings);
  if (changes.length === 0) {
    const undeletable = evaluation.state === 'deleted' ? obstacleTo('delete', rules) : null;
    return planned.skip(undeletable ?? 'RedundantExport');
  }
  const obstacle = obstacleTo('disable', rules);
  if (obstacle !== null) return planned.skip(obstacle);
  return planned.write('disable', link.targetId, link.exported, changes);
}

function decideDelete(planned: Decision, link: Link, rules: PlanRules): PlannedOperation {
  const obstacle = obstacleTo('delete', rules);
  return obstacle === null ? planned.delete(link.targetId) : planned.skip(obstacle);
}

/** Whether the app keeps a name that is not the object's any more, be it mapped on creation only. */
function isNamedOtherwise(current: TargetValues, { mapped }: Evaluation, rules: PlanRules): boolean {
  if (rules.capabilities.rename) return false;
  const always = rules.mapping.mappings.map((mapping) => ({ ...mapping, flowType: 'Always' as const }));
  return changesTo(current, mapped, always).some((change) => isRename(change, rules));
}

/** Whether the change would give an existing object a name that the app cannot give it. */
export function isRename(
  { path }: AttributeChange,
  { mapping, capabilities }: Pick<PlanRules, 'mapping' | 'capabilities'>,
): boolean {
  return !capabilities.rename && path.toLowerCase() === NAMES[mapping.objectName].toLowerCase();
}

/** What the target would refuse is not sent. */
function refusedValues(
  planned: Decision,
  changes: readonly AttributeChange[],
  { valueRules }: PlanRules,
): PlannedOperation | null {
  const found = violations(changes, valueRules);
  if (found.length === 0) return null;
  return planned.fail(
    'UnprocessableEntity',
    `The app does not take these values: ${found.join('; ')}. Change the source attribute or the mapping.`,
  );
}

function severalMatches({ path, targetIds }: Extract<Match, { type: 'several' }>): string {
  const shown = targetIds.slice(0, SHOWN_IDS).join(', ');
  return `${targetIds.length} of the app's objects have this ${path} (${shown}). Remove the duplicates or match by another attribute.`;
}

const FLOW_TYPES = { create: 'Add', update: 'Update', disable: 'Update', delete: 'Delete' } as const;

/** Disabling is an update: without Update in the mapping's actions there is neither. */
function obstacleTo(action: keyof typeof FLOW_TYPES, rules: PlanRules): SkipReason | null {
  if (!rules.capabilities[action]) return 'CapabilityNotSupported';
  return rules.mapping.flowTypes.includes(FLOW_TYPES[action]) ? null : 'TargetObjectActionDisabled';
}

function isBlank(value: TargetValues[string] | undefined): boolean {
  return value === undefined || (typeof value === 'string' && value.trim() === '');
}

function hasName(values: TargetValues, { mapping }: PlanRules): boolean {
  const name = NAMES[mapping.objectName].toLowerCase();
  return Object.entries(values).some(([path, value]) => path.toLowerCase() === name && !isBlank(value));
}

/** The possible answers about one object, each with the steps that led to it. */
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

  delete(targetId: string): PlannedOperation {
    return { ...this.#base(decisionStep('delete')), action: 'delete', targetId };
  }

  skip(
    reason: SkipReason,
    values: TargetValues | null = null,
    description: string | null = null,
  ): PlannedOperation {
    const step = skipStep(reason, description ?? undefined);
    return { ...this.#base(step), action: 'skip', reason, description, values };
  }

  fail(errorCode: ObjectErrorCode, description: string): PlannedOperation {
    return { ...this.#base(errorStep(errorCode, description)), action: 'fail', errorCode, description };
  }

  #base(last: ReturnType<typeof decisionStep>) {
    const matched = this.#match?.type === 'one' ? this.#match.targetId : null;
    return {
      objectId: this.#evaluation.objectId,
      targetId: this.#link?.targetId ?? matched,
      steps: [
        ...this.#evaluation.steps,
        matchingStep(this.#link, this.#match, this.#evaluation.criteria),
        last,
      ],
    };
  }
}
