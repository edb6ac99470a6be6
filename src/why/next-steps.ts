import { isRename } from '../plan/index.js';
import type { PlannedOperation } from '../plan/model.js';
import type { ObjectFacts } from './facts.js';
import type { NextStep } from './model.js';
import { capitalized, cycleText, kindOf, listed, quoted, shown } from './wording.js';

/** What comes next where no cycle does anything. */
export function nothing(sentence: string): NextStep {
  return { action: 'none', sentence, notBefore: null, needsCycle: false };
}

function inNextCycle(action: NextStep['action'], sentence: string): NextStep {
  return { action, sentence, notBefore: null, needsCycle: true };
}

export function unfinishedStep(action: string, cycle: number): NextStep {
  const sentence = `${capitalized(cycleText(cycle))}, which is running, writes the ${action}.`;
  return { action: 'plan', sentence, notBefore: null, needsCycle: cycle > 0 };
}

export function heldBackStep(action: 'disable' | 'delete'): NextStep {
  return {
    action: 'answer',
    sentence: `Nothing before somebody answers. Allowed, the next cycle carries out the ${action} if it is still due.`,
    notBefore: null,
    needsCycle: false,
  };
}

/** A change in the source tries it again at once, whatever the ladder says. */
export function retryStep(
  { nextAttemptAt, attempts }: ObjectFacts['standing']['escrows'][number],
  now: Date,
  isLookedAt: boolean,
): NextStep {
  const attempt = `attempt ${attempts + 1}`;
  if (isLookedAt || nextAttemptAt <= now)
    return inNextCycle('plan', `The next cycle tries again (${attempt}).`);
  const time = nextAttemptAt.toISOString();
  return {
    action: 'plan',
    sentence: `The first cycle from ${time} on tries again (${attempt}); an earlier one if the directory says something new about it.`,
    notBefore: time,
    needsCycle: true,
  };
}

/** What a decision comes to, in the next cycle or in none. */
export function afterDecision(
  facts: ObjectFacts,
  decision: Exclude<PlannedOperation, { action: 'skip' }>,
  isLookedAt: boolean,
): NextStep {
  if (!isLookedAt)
    return nothing(
      `Nothing, until the directory says something new about it, or somebody runs \`scimflow restart ${facts.app}\`.`,
    );
  switch (decision.action) {
    case 'create':
      return inNextCycle('create', creationText(facts, decision));
    case 'update':
      return inNextCycle('update', `The next cycle updates ${changedPaths(decision)}.`);
    case 'disable':
      return inNextCycle(
        'disable',
        'The next cycle disables the account, unless so many go at once that the deletion guard holds them back.',
      );
    case 'delete':
      return inNextCycle(
        'delete',
        `The next cycle deletes the ${kindOf(facts.object) === 'group' ? 'group in the app' : 'account'}, unless so many go at once that the deletion guard holds them back.`,
      );
    case 'fail':
      return inNextCycle('fail', 'The next cycle tries, and fails as long as nothing changes.');
  }
}

/** In which way an unlinked object is looked for: `userName "ann@contoso.example", else externalId "u1"`. */
export function criteriaText(
  criteria: readonly { readonly path: string; readonly value: string }[],
  rules: NonNullable<ObjectFacts['rules']>,
): string {
  return criteria.map(({ path, value }) => `${path} ${quoted(shown(path, value, rules))}`).join(', else ');
}

function creationText({ app, object, rules }: ObjectFacts, decision: PlannedOperation): string {
  const thing = kindOf(object) === 'group' ? 'a group' : 'an account';
  const criteria =
    decision.action === 'create' && rules !== null ? criteriaText(decision.criteria, rules) : '';
  return `The next cycle looks in ${app} for ${thing} with ${criteria}; it takes that over, and creates one if there is none.`;
}

function changedPaths(decision: PlannedOperation): string {
  return 'changes' in decision ? listed(decision.changes.map(({ path }) => path)) : '';
}

/** Whether the app keeps a name that the object has no more, because it cannot rename. */
export function cannotRename(rules: NonNullable<ObjectFacts['rules']>, paths: readonly string[]): boolean {
  return paths.some((path) => isRename({ path, oldValue: null, newValue: null }, rules));
}
