import { createHash } from 'node:crypto';
import { removalOf, skipStep, stagedStep } from '../plan/index.js';
import { areTooMany, describeThreshold } from '../policy/deletion-guard.js';
import type { CycleContext } from './cycle-context.js';
import type { Decision, Draft } from './draft.js';

/**
 * Holds back the deletes and disables of a plan that reach the threshold: they wait until somebody allows or rejects them,
 * and everything else goes on. What waits already counts along, and waits on.
 */
export async function guardDeletions(context: CycleContext): Promise<void> {
  const { store, rules, deletionThreshold } = context;
  const threshold = deletionThreshold === null ? 'none' : describeThreshold(deletionThreshold);
  await store.stagedDeletions.guard(context, {
    objectNames: rules.Group === null ? ['User'] : ['User', 'Group'],
    areTooMany: (deletions, accounts) =>
      deletionThreshold !== null && areTooMany(deletionThreshold, deletions, accounts),
    event: (waiting) => ({
      code: 'TooManyDeletes',
      message: `${waiting} deletes and disables reach the threshold of ${threshold}. They wait until somebody allows or rejects them; everything else goes on.`,
    }),
    steps: { held: stagedStep(), kept: skipStep('DeletionRejected') },
  });
}

/** With what the source says of each that is to go: an answer holds as long as that is the same. */
export function withGrounds(decisions: readonly Decision[]): readonly Decision[] {
  return decisions.map((decision) =>
    removalOf(decision.operation) === null ? decision : { ...decision, grounds: groundsOf(decision.draft) },
  );
}

/** What in the source says that an account is to go: not its attributes, which change for other reasons. */
function groundsOf({ object, roles, evaluation }: Draft): string {
  const assigned = roles
    .map(({ appRoleId, throughGroupId }) => `${appRoleId} ${throughGroupId ?? ''}`)
    .sort();
  const { state, isActive } = object;
  return createHash('sha256')
    .update(JSON.stringify({ state, isActive, assigned, isFilteredOut: evaluation.isFilteredOut }))
    .digest('hex');
}
