import { recommendedAction } from '../policy/recommended-actions.js';
import type { ObjectErrorCode } from '../plan/model.js';
import type { ReferenceFacts } from './facts.js';
import type { NextStep } from './model.js';
import { nothing, retryStep } from './next-steps.js';
import type { Case, Verdict } from './verdict.js';
import { counted, kindOf, listed } from './wording.js';

const NOTHING_DUE = 'Nothing is due: the next change in the directory is written in the cycle after it.';
const MOST_NAMED = 3;

/** The account is what its own attributes say: what is left is whom it names, and why it is on or off. */
export function settledVerdict(one: Case): Verdict {
  return lost(one) ?? failingReferences(one) ?? waiting(one) ?? dueReferences(one) ?? inStep(one);
}

function lost({ losses: [loss] }: Case): Verdict | null {
  return loss === undefined
    ? null
    : { ...loss, next: nothing('Nothing, as long as the directory and the configuration say the same.') };
}

function failingReferences({ facts: { app, standing, now } }: Case): Verdict | null {
  const escrow = standing.escrows.find(({ about }) => about === 'references');
  if (escrow === undefined) return null;
  const { errorCode, attempts } = escrow;
  const failure = standing.operations.find(
    ({ about, status }) => about === 'references' && status === 'failure',
  );
  const answer = failure?.reason ?? null;
  return {
    cause: errorCode as ObjectErrorCode,
    because: `its own attributes are written, but writing whom it names to ${app} failed with ${errorCode} (${counted(attempts, 'attempt')})${answer === null ? '' : `: ${answer}`}`,
    remedy: recommendedAction({ errorCode, reason: null, status: 'failure' }),
    next: retryStep(escrow, now, standing.areReferencesMarked),
  };
}

function waiting({ facts: { references } }: Case): Verdict | null {
  const open = references.filter(({ unresolved }) => unresolved > 0);
  const [first] = open;
  if (first === undefined) return null;
  return {
    cause: 'UnableToResolveReferenceAttributeValue',
    because: `its own attributes are written, but ${listed(open.map(waitingText))}`,
    remedy: `Bring ${whom(first)} into scope of the app; the rest then happens by itself.`,
    next: {
      action: 'none',
      sentence: `Nothing before ${whom(first)} ${first.unresolved === 1 ? 'has' : 'have'} an account; the same cycle then writes it.`,
      notBefore: null,
      needsCycle: false,
    },
  };
}

function waitingText(facts: ReferenceFacts): string {
  const { reference, unresolved, waitingFor } = facts;
  const [first] = waitingFor;
  const because = first?.because ?? null;
  const reason = unresolved === 1 && because !== null ? ` because ${because}` : '';
  return `${reference.path} waits for ${whom(facts)}, who ${unresolved === 1 ? 'has' : 'have'} no account in the app${reason}`;
}

function whom({ reference, unresolved, waitingFor }: ReferenceFacts): string {
  if (reference.attribute.holds === 'one' || unresolved <= MOST_NAMED)
    return listed(waitingFor.slice(0, MOST_NAMED).map(({ id, name }) => name ?? id));
  return counted(unresolved, 'user');
}

/** Written once the writing of plain values is done, in the same cycle. */
function dueReferences({ facts: { references, standing } }: Case): Verdict | null {
  const due = references.filter((each) => each.due > 0);
  if (due.length === 0 || !standing.areReferencesMarked) return null;
  return {
    cause: 'ChangePending',
    because: `its own attributes are written, and ${listed(due.map(({ reference }) => reference.path))} not yet`,
    remedy: null,
    next: update(due),
  };
}

function update(due: readonly ReferenceFacts[]): NextStep {
  return {
    action: 'update',
    sentence: `The next cycle updates ${listed(due.map(({ reference }) => reference.path))}.`,
    notBefore: null,
    needsCycle: true,
  };
}

function inStep({ facts: { app, object, standing }, evaluation }: Case): Verdict {
  const isOff = standing.link?.exported['active'] === false && !evaluation.isSoftDeleted;
  if (isOff)
    return {
      cause: 'DisabledByMapping',
      because: `the mapping of active makes it false for the ${kindOf(object)}, who is in scope of the app`,
      remedy: `Change what the mapping of active reads in the directory, or the mapping: \`scimflow schema export ${app}\` shows it.`,
      next: nothing(NOTHING_DUE),
    };
  return {
    cause: 'InStep',
    because: 'it is as the directory says',
    remedy: null,
    next: nothing(NOTHING_DUE),
  };
}
