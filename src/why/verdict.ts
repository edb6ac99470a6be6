import { decide, needsMatch, removalOf, type Evaluation, type PlanRules } from '../plan/index.js';
import type { PlannedOperation } from '../plan/model.js';
import type { ObjectErrorCode } from '../plan/model.js';
import { recommendedAction } from '../policy/recommended-actions.js';
import type { Cause } from './causes.js';
import type { ObjectFacts } from './facts.js';
import type { Loss } from './losses.js';
import type { Explanation, NextStep } from './model.js';
import { afterDecision, heldBackStep, nothing, retryStep, unfinishedStep } from './next-steps.js';
import { settledVerdict } from './settled.js';
import { skippedVerdict } from './skipped.js';
import { counted, cycleText } from './wording.js';

/** The main cause, in words, with what can be done and what comes next. */
export interface Verdict {
  readonly cause: Cause;
  readonly because: string;
  readonly remedy: string | null;
  readonly next: NextStep;
}

/** An object as it was judged. */
export interface Case {
  readonly facts: ObjectFacts;
  readonly rules: PlanRules;
  readonly evaluation: Evaluation;
  /** What would be decided now; of an object without an account, if the app has none that matches. */
  readonly decision: PlannedOperation;
  readonly losses: readonly Loss[];
  readonly clauses: Explanation['filter'];
  /** Whether the next cycle looks at the object. */
  readonly isLookedAt: boolean;
}

/** What would be decided now. What an unlinked object matches only the app knows: it is taken not to have it. */
export function decisionOf({ standing: { link } }: ObjectFacts, evaluation: Evaluation, rules: PlanRules) {
  return decide(evaluation, link, needsMatch(evaluation, link) ? { type: 'none' } : null, rules);
}

/** The first of these that is so: what is under way, held back or failing before what is due, that before what is settled. */
export function verdictOf(one: Case): Verdict {
  return (
    underWay(one) ??
    heldBack(one) ??
    failing(one) ??
    skippedVerdict(one) ??
    pending(one) ??
    settledVerdict(one)
  );
}

/** What the running cycle has planned, and what was sent without an answer. */
function underWay({ facts: { app, standing, lastCycle } }: Case): Verdict | null {
  const newest = standing.operations.find(({ about }) => about === 'object');
  if (newest === undefined) return null;
  const { status, action, cycle } = newest;
  const by = cycleText(cycle);
  if (status === 'unknown')
    return {
      cause: 'OutcomeUnknown',
      because: `${by} sent a ${action}, and the answer of the app was lost`,
      remedy: null,
      next: {
        action: 'plan',
        sentence: `The next cycle asks ${app} what became of it, and goes on from there.`,
        notBefore: null,
        needsCycle: true,
      },
    };
  const isOpen = status === 'planned' || status === 'started';
  const isRunning = cycle < 0 || (lastCycle?.number === cycle && lastCycle.state === 'running');
  if (!isOpen || !isRunning) return null;
  return {
    cause: 'PlannedInRunningCycle',
    because: `${by} has planned a ${action} that is not written yet`,
    remedy: null,
    next: unfinishedStep(action, cycle),
  };
}

/** Deletes and disables that wait for an answer, or had one. They are no more once nothing of it is due. */
function heldBack({ facts: { app, standing }, decision, losses }: Case): Verdict | null {
  const { deletion } = standing;
  if (deletion === null || removalOf(decision) === null) return null;
  const { action, state, stagedAt, stagedIn } = deletion;
  const why = losses[0] === undefined ? '' : `; it is due because ${losses[0].because}`;
  const since = stagedAt.toISOString();
  if (state === 'waiting')
    return {
      cause: 'TooManyDeletes',
      because: `its ${action} was one of too many at once and waits for an answer since cycle ${stagedIn} (${since})${why}`,
      remedy: `Look at who waits with \`scimflow logs ${app} --action staged\`, then \`scimflow deletes ${app} allow\`, or \`reject\` to keep the accounts.`,
      next: heldBackStep(action),
    };
  if (state === 'rejected')
    return {
      cause: 'DeletionRejected',
      because: `somebody rejected its ${action}, which was due since cycle ${stagedIn} (${since})${why}`,
      remedy: `None: it stays as long as the directory says the same. To be asked again, run \`scimflow restart ${app}\`.`,
      next: nothing('It stays as it is until the directory says something else about it.'),
    };
  return null;
}

/** What failed and is tried again, as long as there is something to try. */
function failing({ facts, decision, isLookedAt }: Case): Verdict | null {
  const { standing, now } = facts;
  const escrow = standing.escrows.find(({ about }) => about === 'object');
  if (decision.action === 'skip' || (escrow === undefined && decision.action !== 'fail')) return null;
  if (decision.action === 'fail' && (escrow === undefined || escrow.errorCode === decision.errorCode))
    return {
      cause: decision.errorCode,
      because: `it cannot be planned as it is. ${decision.description}`,
      remedy: actionFor(decision.errorCode),
      next:
        escrow === undefined
          ? afterDecision(facts, decision, isLookedAt)
          : retryStep(escrow, now, isLookedAt),
    };
  if (escrow === undefined) return null;
  const failure = standing.operations.find(({ about, status }) => about === 'object' && status === 'failure');
  const answer = failure?.reason ?? null;
  const tried = counted(escrow.attempts, 'attempt');
  return {
    cause: escrow.errorCode as ObjectErrorCode,
    because: `the last attempt failed with ${escrow.errorCode} (${tried} since ${escrow.firstFailedAt.toISOString()})${answer === null ? '' : `: ${answer}`}`,
    remedy: actionFor(escrow.errorCode),
    next: retryStep(escrow, now, isLookedAt),
  };
}

/** What is due. Who loses the app is told why, everybody else that it is about to happen. */
function pending({ facts, decision, losses, isLookedAt }: Case): Verdict | null {
  if (decision.action === 'skip' || decision.action === 'fail') return null;
  const [loss] = losses;
  const next = afterDecision(facts, decision, isLookedAt);
  if (loss !== undefined) return { ...loss, next };
  if (isLookedAt)
    return {
      cause: 'ChangePending',
      because:
        facts.standing.link === null ? 'no cycle has got to it yet' : 'what changed is not written yet',
      remedy: `None: the next cycle does it. At once: \`scimflow provision ${facts.app} ${facts.object.id}\`, or \`scimflow sync ${facts.app}\`.`,
      next,
    };
  const last = facts.standing.operations.find(({ about }) => about === 'object');
  if (last?.status === 'failure' && last.errorCode !== null)
    return {
      cause: last.errorCode as ObjectErrorCode,
      because: `it failed with ${last.errorCode} and is not tried again by itself${last.reason === null ? '' : `: ${last.reason}`}`,
      remedy:
        `${actionFor(last.errorCode) ?? ''} Then change something of it in the directory, or run \`scimflow restart ${facts.app}\`.`.trim(),
      next,
    };
  return {
    cause: 'NotPlanned',
    because: 'it differs from what the directory says, and nothing has asked for it to be looked at again',
    remedy: `Run \`scimflow restart ${facts.app}\`, which looks at everybody.`,
    next,
  };
}

function actionFor(errorCode: string): string | null {
  return recommendedAction({ errorCode, reason: null, status: 'failure' });
}
