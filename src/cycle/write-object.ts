import { ProvisioningFailure } from '../failures.js';
import { applyChanges, changesTo, flowOfCreation, isRename } from '../plan/index.js';
import { resourceReader } from '../schema/resource.js';
import { ObjectRejected, OutcomeUnknown } from '../scim/scim-target.js';
import type { AttributeChange, TargetValues } from '../schema/model.js';
import type { Outcome, PendingOperation, TravellingReference } from '../store/operations.js';
import { conflictCriteria } from './conflict-criteria.js';
import { rulesOf, type CycleContext } from './cycle-context.js';
import { askTarget, type Found } from './find-matches.js';
import { exported, failed, linkTo, outcomeOf } from './outcomes.js';
import { replacedBy, replacement } from './single-reference.js';
import { changesOf } from './written-references.js';

/**
 * Creates, changes or deletes one account or group. A reference that the target does not take must not cost the rest: it is
 * written afterwards, or fails then. Throws `ObjectRejected` and what concerns the target as a whole.
 */
export async function writeObject(context: CycleContext, operation: PendingOperation): Promise<Outcome> {
  const { action, references } = operation;
  const write = WRITES[action];
  try {
    return await write(context, operation);
  } catch (error) {
    if (!(error instanceof ObjectRejected) || references.length === 0) throw error;
    // Of a create, an attempt whose answer was lost may still arrive: whom it names stays in doubt.
    if (action !== 'create') await withdraw(context, operation);
    if (error.errorCode === 'EntryConflict') throw error;
    return write(context, { ...operation, references: [] });
  }
}

const WRITES: Readonly<Record<PendingOperation['action'], typeof writeObject>> = {
  create,
  update,
  disable: update,
  delete: remove,
};

/** The target surely did nothing of it. */
async function withdraw({ store, appId }: CycleContext, operation: PendingOperation): Promise<void> {
  const { objectId, references } = operation;
  for (const { path, held, ...sent } of references) {
    const before = held.map((each) => ({ ...each, objectId, path }));
    await store.references.withdraw(appId, { objectId, path }, { changed: [sent, ...before], before });
  }
}

/** Whatever may have been made is looked for before it is sent again, and before it is given up: nobody may stay unlinked. */
async function create(context: CycleContext, operation: PendingOperation): Promise<Outcome> {
  const { objectName, criteria } = operation;
  if (operation.mayHaveHappened) {
    const match = await askTarget(context, objectName, criteria);
    if (match.type !== 'none') return adopt(context, operation, match);
  }
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await post(context, operation);
    } catch (error) {
      const exists = error instanceof ObjectRejected && error.errorCode === 'EntryConflict';
      if (!exists && !mayHaveHappened(error)) throw error;
      const asked = exists ? [...criteria, ...conflictCriteria(context, operation)] : criteria;
      const match = await askTarget(context, objectName, asked);
      if (match.type !== 'none') return adopt(context, operation, match);
      if (exists || attempt === 2) return noAnswerTwice(error);
    }
  }
}

/** A lost answer says nothing about the write, and neither does a server error. */
function mayHaveHappened(error: unknown): boolean {
  if (error instanceof OutcomeUnknown) return true;
  return error instanceof ProvisioningFailure && error.type === 'TargetUnavailable';
}

async function post(context: CycleContext, operation: PendingOperation): Promise<Outcome> {
  const { objectName, values, references } = operation;
  const { id, members } = await context.target.create(objectName, { ...values, ...valuesOf(references) });
  const known = new Set(members);
  const taken = references.filter(({ holds, targetId }) => holds === 'one' || known.has(targetId));
  return {
    ...outcomeOf(operation),
    changes: [...operation.changes, ...changesBy(context, operation, taken)],
    references: taken,
    targetId: id,
    steps: [exported('EntryExportAdd', 'Created in the target')],
    link: linkTo(operation, id),
  };
}

/** Members are all of one list. */
function valuesOf(references: readonly TravellingReference[]): TargetValues {
  const members = references.flatMap(({ holds, targetId }) => (holds === 'list' ? { value: targetId } : []));
  return Object.fromEntries(
    references.map(({ path, holds, targetId }) => [path, holds === 'list' ? members : targetId]),
  );
}

function changesBy(
  context: CycleContext,
  { objectName }: PendingOperation,
  written: readonly TravellingReference[],
): readonly AttributeChange[] {
  return rulesOf(context, objectName).mapping.references.flatMap((reference) => {
    const added = written.filter(({ path }) => path === reference.path);
    return changesOf(reference, {
      added,
      removed: added.flatMap(({ referencedId, held }) => replacedBy(referencedId, held)),
      refused: [],
    });
  });
}

/** It exists already: it becomes the object's and gets what differs, unless it is someone else's. */
async function adopt(
  context: CycleContext,
  operation: PendingOperation,
  match: Exclude<Found, { type: 'none' }>,
): Promise<Outcome> {
  if (match.type === 'several')
    return failed(operation, 'DuplicateTargetEntries', `Several have this ${match.path} in the app.`);
  const { targetId, current } = match;
  const { objectName } = operation;
  const link = { ...linkTo(operation, targetId), exported: current };
  if (!(await context.store.links.claim(context, link)))
    return failed(
      operation,
      'DuplicateSourceEntries',
      `What has this ${match.path} in the app belongs to another object of the source.`,
    );
  const rules = rulesOf(context, objectName);
  const changes = changesTo(current, flowOfCreation(operation.changes), rules.mapping.mappings).filter(
    (change) => !isRename(change, rules),
  );
  const isOurs = changes.length === 0;
  const values = applyChanges(current, changes);
  // An attempt that is interrupted after this goes on with the change, and the log tells that it was one.
  if (!isOurs)
    await context.store.operations.becomeUpdate(context, operation.id, { targetId, changes, values });
  await context.target.update(objectName, targetId, changes, undefined, current);
  const references = await membersHeld(context, operation, targetId);
  return {
    ...outcomeOf(operation),
    action: isOurs ? 'create' : 'update',
    changes: isOurs ? [...operation.changes, ...changesBy(context, operation, references)] : changes,
    references,
    targetId,
    steps: [
      isOurs
        ? exported('EntryExportAdd', 'Found in the target as an earlier attempt made it')
        : exported('EntryExportUpdate', 'Found in the target and brought in step'),
    ],
    link: { ...link, exported: values },
  };
}

/** Those of a create that may have happened who are members: nobody is added twice where that doubles them. */
async function membersHeld(
  { target, signal }: CycleContext,
  { references }: PendingOperation,
  groupId: string,
): Promise<readonly TravellingReference[]> {
  const sent = references.filter(({ holds }) => holds === 'list');
  if (sent.length === 0) return [];
  const held = new Set(await target.members(groupId, signal));
  return sent.filter(({ targetId }) => held.has(targetId));
}

async function update(context: CycleContext, operation: PendingOperation): Promise<Outcome> {
  const targetId = targetIdOf(operation);
  const mayDouble = operation.mayHaveHappened && context.target.dialect.repeatedAdditions === 'doubled';
  const isDone = !mayDouble && (await isUpdated(context, operation, targetId));
  if (!isDone) await updateWhatIsMissing(context, operation, targetId);
  const written = isDone ? operation.references : [];
  return {
    ...outcomeOf(operation),
    changes: [...operation.changes, ...changesBy(context, operation, written)],
    references: written,
    steps: [
      operation.action === 'disable'
        ? exported('EntryExportUpdateSoftDelete', 'Disabled in the target')
        : exported('EntryExportUpdate', 'Updated in the target'),
    ],
    link: linkTo(operation, targetId),
  };
}

/** @returns false when the answer was lost. */
async function isUpdated(
  { target }: CycleContext,
  { objectName, changes, values, references }: PendingOperation,
  targetId: string,
): Promise<boolean> {
  try {
    const referred = references.map((each) => replacement(each.path, each.held, each.targetId));
    await target.update(objectName, targetId, [...changes, ...referred], undefined, values);
    return true;
  } catch (error) {
    if (error instanceof OutcomeUnknown) return false;
    throw error;
  }
}

/** After a lost answer, where doing it again could do it twice: what the target holds by now decides what is sent. */
async function updateWhatIsMissing(
  context: CycleContext,
  { objectName, changes }: PendingOperation,
  targetId: string,
): Promise<void> {
  const { mappings } = rulesOf(context, objectName).mapping;
  const resource = await context.target.get(objectName, targetId);
  const current = resource === null ? {} : resourceReader(mappings)(resource);
  const missing = [
    ...changesTo(current, flowOfCreation(changes), mappings),
    ...changes.filter(({ newValue }) => newValue === null),
  ];
  await context.target.update(objectName, targetId, missing, undefined, current).catch(noAnswerTwice);
}

function noAnswerTwice(error: unknown): never {
  if (!(error instanceof OutcomeUnknown)) throw error;
  throw new ProvisioningFailure('TargetUnavailable', 'The target did not answer a write, twice.');
}

async function remove(context: CycleContext, operation: PendingOperation): Promise<Outcome> {
  await context.target.delete(operation.objectName, targetIdOf(operation));
  return {
    ...outcomeOf(operation),
    steps: [exported('EntryExportDelete', 'Deleted in the target')],
    isGone: true,
  };
}

function targetIdOf({ id, targetId }: PendingOperation): string {
  if (targetId === null) throw new Error(`Operation ${id} changes nothing that is known in the target`);
  return targetId;
}
