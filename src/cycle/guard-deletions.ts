import { createHash } from 'node:crypto';
import { removalOf, skipStep, stagedStep } from '../plan/index.js';
import type { PlannedOperation } from '../plan/model.js';
import { areTooMany, describeThreshold } from '../policy/deletion-guard.js';
import type { CycleContext } from './cycle-context.js';
import type { Decision, Draft } from './draft.js';

/**
 * Holds back the deletes and disables of a plan that reach the threshold: they wait until somebody allows or rejects them,
 * and everything else goes on. What waits already counts along, and waits on.
 */
export async function guardDeletions(context: CycleContext): Promise<void> {
  const { store, deletionThreshold } = context;
  const { staged, isNew } = await store.stagedDeletions.guard(context, {
    areTooMany: (deletions, accounts) =>
      deletionThreshold !== null && areTooMany(deletionThreshold, deletions, accounts),
    step: stagedStep(),
  });
  if (!isNew || deletionThreshold === null) return;
  await store.events.record(context, {
    code: 'TooManyDeletes',
    message: `${staged} deletes and disables reach the threshold of ${describeThreshold(deletionThreshold)}. They wait until somebody allows or rejects them; everything else goes on.`,
  });
}

/** What is due and was rejected stays, as long as the source says the same of it. */
export async function withAnswers(
  { store, appId }: CycleContext,
  decisions: readonly Decision[],
): Promise<readonly Decision[]> {
  const removals = decisions.filter(({ operation }) => removalOf(operation) !== null);
  const rejected = await store.stagedDeletions.rejectedGrounds(
    appId,
    removals.map(({ operation }) => operation.objectId),
  );
  return decisions.map((decision) => {
    const removal = removalOf(decision.operation);
    if (removal === null) return decision;
    const grounds = groundsOf(decision.draft);
    if (rejected.get(decision.operation.objectId) !== grounds) return { ...decision, grounds };
    return { ...decision, grounds, operation: kept(decision.operation) };
  });
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

function kept({ objectId, targetId, steps }: PlannedOperation): PlannedOperation {
  return {
    action: 'skip',
    objectId,
    targetId,
    reason: 'DeletionRejected',
    description: null,
    values: null,
    steps: [...steps, skipStep('DeletionRejected')],
  };
}
