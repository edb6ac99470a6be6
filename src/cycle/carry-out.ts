import { ProvisioningFailure } from '../failures.js';
import { applyChanges, changesTo, flowOfCreation } from '../plan/index.js';
import type { Match, ProvisioningStep } from '../plan/model.js';
import { ObjectRejected, OutcomeUnknown } from '../scim/scim-target.js';
import type { Outcome, PendingOperation } from '../store/index.js';
import type { CycleContext } from './cycle-context.js';
import { askTarget } from './find-matches.js';

/** One object's write. Throws only what concerns the target as a whole. */
export async function carryOut(context: CycleContext, operation: PendingOperation): Promise<Outcome> {
  const began = performance.now();
  const outcome = await attempt(context, operation);
  return { ...outcome, durationMs: Math.round(performance.now() - began) };
}

/** An operation that was taken and not begun. */
export function notCarriedOut(operation: PendingOperation): Outcome {
  return { ...outcomeOf(operation), status: 'planned', step: null };
}

async function attempt(context: CycleContext, operation: PendingOperation): Promise<Outcome> {
  try {
    return operation.action === 'create'
      ? await create(context, operation)
      : await update(context, operation);
  } catch (error) {
    if (error instanceof ObjectRejected) return rejected(context, operation, error);
    if (await isOnlyThisObject(context, error))
      return failed(operation, 'InternalServerError', 'The target failed on this object only.');
    throw error;
  }
}

async function create(context: CycleContext, operation: PendingOperation): Promise<Outcome> {
  if (operation.mayHaveHappened) {
    const match = await askTarget(context, operation.criteria);
    if (match.type !== 'none') return adopt(context, operation, match);
  }
  try {
    return await post(context, operation);
  } catch (error) {
    const exists = error instanceof ObjectRejected && error.errorCode === 'EntryConflict';
    if (!exists && !mayHaveHappened(error)) throw error;
    const match = await askTarget(context, operation.criteria);
    if (match.type !== 'none') return adopt(context, operation, match);
    if (exists) throw error;
  }
  return post(context, operation).catch((error: unknown) => {
    if (!(error instanceof OutcomeUnknown)) throw error;
    throw new ProvisioningFailure('TargetUnavailable', 'The target did not answer a create, twice.');
  });
}

/** A lost answer says nothing about the write, and neither does a server error. */
function mayHaveHappened(error: unknown): boolean {
  if (error instanceof OutcomeUnknown) return true;
  return error instanceof ProvisioningFailure && error.type === 'TargetUnavailable';
}

async function post(context: CycleContext, operation: PendingOperation): Promise<Outcome> {
  const { id } = await context.target.create('User', operation.values);
  return {
    ...outcomeOf(operation),
    targetId: id,
    step: exported('EntryExportAdd', 'Created in the target'),
    link: linkTo(operation, id),
  };
}

/** An account that is this user exists already: it becomes theirs and gets what differs, unless it is someone else's. */
async function adopt(
  context: CycleContext,
  operation: PendingOperation,
  match: Exclude<Match, { type: 'none' }>,
): Promise<Outcome> {
  if (match.type === 'several')
    return failed(operation, 'DuplicateTargetEntries', `Several accounts have this ${match.path}.`);
  const { targetId, current } = match;
  if (!(await context.store.links.claim(context.appId, operation.objectId, targetId, current)))
    return failed(
      operation,
      'DuplicateSourceEntries',
      `The account with this ${match.path} belongs to another user of the source.`,
    );
  const changes = changesTo(current, flowOfCreation(operation.changes), context.rules.mapping.mappings);
  await context.target.update('User', targetId, changes, undefined, current);
  const isOurs = changes.length === 0;
  return {
    ...outcomeOf(operation),
    action: isOurs ? 'create' : 'update',
    changes: isOurs ? operation.changes : changes,
    targetId,
    step: isOurs
      ? exported('EntryExportAdd', 'Found in the target as an earlier attempt made it')
      : exported('EntryExportUpdate', 'Found in the target and brought in step'),
    link: { ...linkTo(operation, targetId), exported: applyChanges(current, changes) },
  };
}

async function update(context: CycleContext, operation: PendingOperation): Promise<Outcome> {
  const { targetId } = operation;
  if (targetId === null) throw new Error(`Operation ${operation.id} updates no account`);
  await context.target.update('User', targetId, operation.changes, undefined, operation.values);
  return {
    ...outcomeOf(operation),
    step:
      operation.action === 'disable'
        ? exported('EntryExportUpdateSoftDelete', 'Disabled in the target')
        : exported('EntryExportUpdate', 'Updated in the target'),
    link: linkTo(operation, targetId),
  };
}

/** A linked account that is gone is forgotten, and the user matched anew. */
async function rejected(
  context: CycleContext,
  operation: PendingOperation,
  error: ObjectRejected,
): Promise<Outcome> {
  if (error.status === 404 && operation.action !== 'create') {
    await context.store.links.drop(context.appId, operation.objectId);
    return {
      ...failed(operation, 'InvalidAnchor', 'The linked account is gone; it is looked for anew.'),
      status: 'warning',
    };
  }
  const words = error.detail === '' ? '' : ` The target says: ${error.detail}`;
  return failed(operation, error.errorCode, `${error.message}${words}`);
}

/** A target that answers a harmless request at once fails for this object, not for everyone. */
async function isOnlyThisObject(context: CycleContext, error: unknown): Promise<boolean> {
  if (!(error instanceof ProvisioningFailure) || error.type !== 'TargetUnavailable') return false;
  const path = context.rules.mapping.matching[0]?.path;
  if (path === undefined) return false;
  return context.target.probe('User', path).then(
    () => true,
    () => false,
  );
}

function failed(operation: PendingOperation, errorCode: string, reason: string): Outcome {
  return {
    ...outcomeOf(operation),
    status: 'failure',
    errorCode,
    reason,
    step: {
      name: 'EntrySynchronizationError',
      provisioningStepType: 'export',
      status: 'failure',
      description: reason,
      details: { errorCode },
    },
    isRetried: true,
  };
}

function outcomeOf(operation: PendingOperation): Outcome {
  return {
    id: operation.id,
    objectId: operation.objectId,
    status: 'success',
    action: operation.action,
    targetId: operation.targetId,
    reason: null,
    errorCode: null,
    changes: operation.changes,
    step: null,
    durationMs: null,
    link: null,
    isRetried: false,
  };
}

function linkTo(operation: PendingOperation, targetId: string): NonNullable<Outcome['link']> {
  return {
    sourceId: operation.objectId,
    targetId,
    exported: operation.values,
    state: operation.linkState,
  };
}

function exported(name: string, description: string): ProvisioningStep {
  return { name, provisioningStepType: 'export', status: 'success', description, details: {} };
}
