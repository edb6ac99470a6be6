import { decide, needsMatch, type PlanRules } from '../plan/index.js';
import type { PlannedOperation, ProvisioningStep } from '../plan/model.js';
import type { Outcome, PendingOperation } from '../store/index.js';
import { rulesOf, type CycleContext } from './cycle-context.js';
import { draftOf } from './draft.js';
import { askTarget } from './find-matches.js';
import { failed, linkTo, outcomeOf } from './outcomes.js';
import { selectUniqueValues } from './select-unique-values.js';
import { writeObject } from './write-object.js';

/**
 * For an object whose linked account, or group, is gone from the target: the link is dropped, the object is looked at once
 * more as it is now, and matched or created, all in the same cycle.
 * @see Microsoft Entra, provisioning log, InvalidAnchor; there a restart is the remedy.
 */
export async function matchAgain(context: CycleContext, lost: PendingOperation): Promise<Outcome> {
  const { store, appId } = context;
  const operation = { ...lost, references: [] };
  await store.links.drop(appId, operation.objectId);
  const outcome = await carryOut(context, operation, await planAgain(context, operation));
  if (outcome.status !== 'success') return { ...outcome, steps: [LOST, ...outcome.steps] };
  return {
    ...outcome,
    status: 'warning',
    errorCode: 'InvalidAnchor',
    reason: LOST.description,
    steps: [LOST, ...outcome.steps],
  };
}

const LOST: ProvisioningStep = {
  name: 'EntryImport',
  provisioningStepType: 'matching',
  status: 'warning',
  description: 'What was linked is gone from the target; it was looked for anew',
  details: { errorCode: 'InvalidAnchor' },
};

async function planAgain(
  context: CycleContext,
  { objectName, objectId }: PendingOperation,
): Promise<PlannedOperation> {
  const { store, appId } = context;
  const rules: PlanRules = {
    ...rulesOf(context, objectName),
    appHasUserRole: await store.assignments.hasUserRole(appId),
  };
  const object = await store.plans.object(context, objectName, objectId);
  if (object === null) throw new Error(`Object ${objectId} was planned and is not in the mirror`);
  const roles =
    objectName === 'Group'
      ? await store.assignments.rolesOfGroups(appId, [objectId])
      : await store.assignments.rolesOf(appId, [objectId]);
  const draft = draftOf(object, roles.get(objectId) ?? [], null, rules);
  const { evaluation } = draft;
  const match = needsMatch(evaluation, null)
    ? await askTarget(context, objectName, evaluation.criteria)
    : null;
  const decision = { draft, match, operation: decide(evaluation, null, match, rules) };
  const [settled] = await selectUniqueValues(context, objectName, [decision]);
  return settled?.operation ?? decision.operation;
}

async function carryOut(
  context: CycleContext,
  operation: PendingOperation,
  planned: PlannedOperation,
): Promise<Outcome> {
  switch (planned.action) {
    case 'create':
      return writeObject(context, { ...operation, ...planned, mayHaveHappened: false });
    case 'update':
    case 'disable': {
      const again = { ...operation, ...planned };
      if (!(await claim(context, again, planned.targetId))) return taken(operation);
      return writeObject(context, again);
    }
    case 'skip': {
      if (planned.targetId === null || planned.values === null)
        return { ...outcomeOf(operation), action: 'skip', status: 'warning', reason: planned.reason };
      const again = { ...operation, values: planned.values };
      if (!(await claim(context, again, planned.targetId))) return taken(operation);
      return {
        ...outcomeOf(operation),
        targetId: planned.targetId,
        changes: [],
        link: linkTo(again, planned.targetId),
      };
    }
    case 'delete':
    case 'fail':
      return failed(
        operation,
        planned.action === 'fail' ? planned.errorCode : 'InvalidAnchor',
        planned.action === 'fail' ? planned.description : 'There is nothing to delete.',
      );
  }
}

function claim(context: CycleContext, operation: PendingOperation, targetId: string): Promise<boolean> {
  return context.store.links.claim(context, linkTo(operation, targetId));
}

function taken(operation: PendingOperation): Outcome {
  return failed(
    operation,
    'DuplicateSourceEntries',
    'What matches in the app belongs to another object of the source.',
  );
}
