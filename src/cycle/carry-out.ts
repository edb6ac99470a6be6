import { ObjectRejected } from '../scim/scim-target.js';
import type { Outcome, PendingOperation } from '../store/index.js';
import type { CycleContext } from './cycle-context.js';
import { matchAgain } from './match-again.js';
import { exported, failed, linkTo, outcomeOf, rejected } from './outcomes.js';
import { writeObject } from './write-object.js';
import { failureOfThisObject } from './whose-failure.js';
import { writeReferences } from './write-references.js';

/** One operation's writes. Throws only what concerns the target as a whole, or that it is told to stop. */
export async function carryOut(context: CycleContext, operation: PendingOperation): Promise<Outcome> {
  const began = performance.now();
  const outcome = await attempt(context, operation);
  return { ...outcome, durationMs: Math.round(performance.now() - began) };
}

async function attempt(context: CycleContext, operation: PendingOperation): Promise<Outcome> {
  try {
    return await write(context, operation);
  } catch (error) {
    if (error instanceof ObjectRejected) return rejected(operation, error);
    const own = await failureOfThisObject(context, error);
    if (own === null) throw error;
    return failed(operation, own.errorCode, own.reason);
  }
}

async function write(context: CycleContext, planned: PendingOperation): Promise<Outcome> {
  const operation = await asLinkedNow(context, planned);
  if (operation === null) return found(context, planned);
  const writeIt = operation.about === 'references' ? writeReferences : writeObject;
  try {
    return await writeIt(context, operation);
  } catch (error) {
    if (!(await isVanished(context, operation, error))) throw error;
    return operation.action === 'disable' ? hidden(context, operation) : found(context, operation);
  }
}

/** An attempt that was interrupted may have made the object anew, or have got no further than to find it gone: then null. */
async function asLinkedNow(
  { store, appId }: CycleContext,
  operation: PendingOperation,
): Promise<PendingOperation | null> {
  if (operation.about !== 'references' || !operation.mayHaveHappened) return operation;
  const link = (await store.links.of(appId, [operation.objectId])).get(operation.objectId);
  return link === undefined ? null : { ...operation, targetId: link.targetId };
}

/** Such an answer to a write may have other reasons, and what is taken for gone is created anew: so the target is asked. */
async function isVanished(
  { target, signal }: CycleContext,
  { action, objectName, targetId }: PendingOperation,
  error: unknown,
): Promise<boolean> {
  if (!(error instanceof ObjectRejected) || action === 'create' || targetId === null) return false;
  if (!target.dialect.unknownIdStatuses.includes(error.status)) return false;
  return (await target.get(objectName, targetId, signal)) === null;
}

/** Whoever is to be disabled and is not there needs nothing more. */
function hidden({ target }: CycleContext, operation: PendingOperation): Outcome {
  const { hidesDisabled } = target.dialect;
  const { targetId } = operation;
  return {
    ...outcomeOf(operation),
    steps: [exported('EntryExportUpdateSoftDelete', 'The target does not show it any more')],
    link: hidesDisabled && targetId !== null ? linkTo(operation, targetId) : null,
    isGone: !hidesDisabled,
  };
}

/** What was linked is gone: it is matched anew at once, and its references follow, which may fail: so it is linked before. */
async function found(context: CycleContext, operation: PendingOperation): Promise<Outcome> {
  const outcome = await matchAgain(context, operation);
  if (operation.about === 'object' || outcome.link === null) return outcome;
  await context.store.links.claim(context, outcome.link);
  const references = await writeReferences(context, { ...operation, targetId: outcome.link.targetId });
  const { status, errorCode, reason } = references.status === 'success' ? outcome : references;
  const steps = [...outcome.steps, ...references.steps];
  return { ...references, status, errorCode, reason, steps, link: outcome.link };
}
