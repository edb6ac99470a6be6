import { evaluate, type PlanRules } from '../plan/index.js';
import {
  assignmentsOf,
  attributesDetail,
  clausesOf,
  failuresOf,
  operationsOf,
  referencesDetail,
} from './details.js';
import type { GroupsBlocked, ObjectFacts, UnreadFacts } from './facts.js';
import { lossesOf } from './losses.js';
import type { Explanation } from './model.js';
import { nothing } from './next-steps.js';
import { decisionOf, verdictOf, type Case, type Verdict } from './verdict.js';
import { capitalized, listed, nameOf } from './wording.js';

/** Why an object that a cycle has read has no account, or has it in this state, and what happens next. */
export function explain(facts: ObjectFacts): Explanation {
  const { rules } = facts;
  if (rules === null) return withoutRules(facts, groupsNotProvisioned(facts));
  const evaluation = evaluate({ ...facts.object, objectId: facts.object.id, roles: facts.roles }, rules);
  const clauses = clausesOf(facts, evaluation, rules);
  const one: Case = {
    facts,
    rules,
    evaluation,
    decision: decisionOf(facts, evaluation, rules),
    losses: lossesOf(facts, evaluation, clauses, rules),
    clauses,
    isLookedAt: isLookedAt(facts),
  };
  const verdict = verdictOf(one);
  const isWritten = !['none', 'answer'].includes(verdict.next.action);
  const attributes = attributesDetail(facts, evaluation, one.decision, rules, { isWritten });
  return {
    ...common(facts, verdict),
    logCode: logCodeOf(one),
    remarks: [...remarksOf(one, verdict), ...keptRemarks(attributes, rules), ...cycleRemarks(facts)],
    assignments: assignmentsOf(facts, rules),
    filter: clauses,
    attributes,
    references: referencesDetail(facts),
  };
}

/** Somebody, or a group, whom the directory has and no cycle has read. */
export function explainUnread(facts: UnreadFacts): Explanation {
  const { app, found, lastCycle } = facts;
  const has = found.objectName === 'Group' ? `is not in ${app}` : `has no account in ${app}`;
  return {
    ...NO_DETAILS,
    ...unreadVerdict(facts),
    app,
    object: { ...found, isKnown: false, state: null, isActive: null },
    logCode: null,
    standing: `${nameOf(found)} ${has} that scimflow knows of`,
    lastCycle,
  };
}

/** Of groups only those that are assigned are read, and only where groups are provisioned. */
function unreadVerdict({ app, found, lastCycle, groupsBlocked, isAssigned, scope }: UnreadFacts): Verdict {
  if (found.objectName === 'Group' && groupsBlocked !== null)
    return groupsNotProvisioned({ app, groupsBlocked });
  if (found.objectName === 'Group' && lastCycle !== null && scope === 'assigned' && !isAssigned)
    return {
      cause: 'NotAssigned',
      because:
        'the group was not assigned to the app when a cycle last looked, and only assigned groups are read',
      remedy: 'Assign the group to the enterprise application in Microsoft Entra.',
      next: nothing('Nothing, until it is assigned.'),
    };
  return {
    cause: 'NotImported',
    because: `the directory has it, and no cycle ${lastCycle === null ? 'of the app has run' : 'has read it'} yet`,
    remedy: `None: the next cycle reads it. At once: \`scimflow sync ${app}\`.`,
    next: {
      action: 'read',
      sentence: 'The next cycle reads it, and decides by its assignments and attributes.',
      notBefore: null,
      needsCycle: true,
    },
  };
}

/** A read object of an app whose stored configuration cannot be used. @param problem in a sentence, with what to do. */
export function explainUnusable(facts: ObjectFacts, problem: string): Explanation {
  return withoutRules(facts, {
    cause: 'ConfigurationInvalid',
    because: 'the configuration of the app cannot be used',
    remedy: problem,
    next: nothing('No cycle plans anything before the configuration is mended.'),
  });
}

const NO_DETAILS = {
  account: null,
  assignments: [],
  filter: [],
  attributes: [],
  references: [],
  failures: [],
  deletion: null,
  operations: [],
  remarks: [],
};

function withoutRules(facts: ObjectFacts, verdict: Verdict): Explanation {
  return { ...NO_DETAILS, ...common(facts, verdict), logCode: null, remarks: [...cycleRemarks(facts)] };
}

function common(
  facts: ObjectFacts,
  { cause, because, remedy, next }: Verdict,
): Pick<
  Explanation,
  | 'app'
  | 'object'
  | 'cause'
  | 'standing'
  | 'because'
  | 'remedy'
  | 'next'
  | 'account'
  | 'failures'
  | 'deletion'
  | 'operations'
  | 'lastCycle'
> {
  const { app, standing, lastCycle } = facts;
  const { link, deletion } = standing;
  return {
    app,
    object: objectOf(facts),
    cause,
    standing: `${nameOf(objectOf(facts))} ${standingText(facts)}`,
    because,
    remedy,
    next,
    account:
      link === null
        ? null
        : {
            targetId: link.targetId,
            state: link.state,
            linkedAt: link.createdAt.toISOString(),
            changedAt: link.updatedAt.toISOString(),
          },
    failures: failuresOf(standing),
    deletion:
      deletion === null
        ? null
        : {
            action: deletion.action,
            state: deletion.state,
            since: deletion.stagedAt.toISOString(),
            cycle: deletion.stagedIn,
          },
    operations: operationsOf(standing),
    lastCycle,
  };
}

function objectOf({ object }: ObjectFacts): Explanation['object'] {
  const { id, objectName, state, isActive, attributes } = object;
  return {
    id,
    objectName,
    displayName: attributes['displayName']?.[0] ?? null,
    userPrincipalName: attributes['userPrincipalName']?.[0] ?? null,
    isKnown: true,
    state,
    isActive,
  };
}

/** Follows the object's name. */
function standingText({ app, object, standing: { link } }: ObjectFacts): string {
  if (object.objectName === 'Group')
    return link === null ? `is not in ${app}` : `is in ${app} as ${link.targetId}`;
  if (link === null) return `has no account in ${app}`;
  const isOff = link.exported['active'] === false;
  if (link.state === 'unmanaged')
    return `has account ${link.targetId} in ${app}${isOff ? ', disabled' : ''} and managed no more since ${link.updatedAt.toISOString()}`;
  return `has account ${link.targetId} in ${app}${isOff ? ', disabled' : ''}`;
}

function groupsNotProvisioned({ app, groupsBlocked }: Pick<ObjectFacts, 'app' | 'groupsBlocked'>): Verdict {
  const { because, remedy } = BLOCKED[groupsBlocked ?? 'configuration'];
  return {
    cause: 'GroupsNotProvisioned',
    because: `${because}; the users in it are provisioned all the same where it is assigned`,
    remedy,
    next: nothing(`Nothing: groups do not concern ${app}.`),
  };
}

const BLOCKED: Readonly<Record<GroupsBlocked, { readonly because: string; readonly remedy: string }>> = {
  connector: {
    because: 'the app takes no groups through SCIM',
    remedy: 'None in scimflow: create the group in the app, if it has groups at all.',
  },
  configuration: {
    because: 'the configuration turns groups off for the app',
    remedy: 'Set `groups: { provision: true }` for the app in the configuration, and run `scimflow apply`.',
  },
  schema: {
    because: "the app's schema has no enabled mapping of groups",
    remedy: 'Enable the object mapping of groups in the schema, and run `scimflow apply`.',
  },
};

/** Whether the next cycle plans the object: because it is marked, or because it plans everybody. */
function isLookedAt({ standing, isRestarting, lastCycle }: ObjectFacts): boolean {
  const isInitial = lastCycle === null || (lastCycle.kind === 'initial' && lastCycle.state !== 'succeeded');
  return standing.isMarked || isRestarting || isInitial;
}

function logCodeOf({ decision, facts: { standing } }: Case): string | null {
  if (decision.action === 'skip') return decision.reason;
  if (decision.action === 'fail') return decision.errorCode;
  return standing.escrows.find(({ about }) => about === 'object')?.errorCode ?? null;
}

function remarksOf({ losses, evaluation, facts: { standing } }: Case, verdict: Verdict): readonly string[] {
  const others = losses.filter(({ because }) => !verdict.because.includes(because));
  const warnings = evaluation.steps.filter(({ status }) => status === 'warning');
  return [
    ...others.map(({ because }) => `Besides: ${because}.`),
    ...(standing.link?.state === 'unmanaged' ? [REVIVAL] : []),
    ...warnings.map(({ description }) => `${capitalized(description)}.`),
  ];
}

const REVIVAL = 'Whoever is assigned again gets the same account back.';

function keptRemarks(attributes: Explanation['attributes'], rules: PlanRules): readonly string[] {
  const kept = attributes.filter(({ difference }) => difference === 'kept').map(({ path }) => path);
  if (kept.length === 0) return [];
  const onCreation = rules.mapping.mappings.filter(
    ({ path, flowType }) => kept.includes(path) && flowType === 'ObjectAddOnly',
  );
  return [
    onCreation.length === kept.length
      ? `${listed(kept)} differ${kept.length === 1 ? 's' : ''} and ${kept.length === 1 ? 'is' : 'are'} written on creation only.`
      : `${listed(kept)} differ${kept.length === 1 ? 's' : ''} and stay${kept.length === 1 ? 's' : ''} as the app has it.`,
  ];
}

function cycleRemarks({ lastCycle, isRestarting }: ObjectFacts): readonly string[] {
  if (lastCycle === null) return ['No cycle of the app has run yet.'];
  const { number, state } = lastCycle;
  return [
    ...(state === 'failed'
      ? [`Cycle ${number}, the last one, failed: what the directory says may be newer.`]
      : []),
    ...(state === 'running' ? [`Cycle ${number} is running: this may change while you read it.`] : []),
    ...(isRestarting
      ? ['The configuration was changed after the last cycle: the next one looks at everybody.']
      : []),
  ];
}
