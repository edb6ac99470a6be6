import pMap from 'p-map';
import { changesTo, criteriaOf, flowOfCreation } from '../plan/index.js';
import type { MatchCriterion } from '../plan/model.js';
import type { AttributeChange, TargetValues } from '../schema/model.js';
import { resourceReader } from '../schema/resource.js';
import { canFilterBy } from '../scim/index.js';
import { ObjectRejected } from '../scim/scim-target.js';
import type { Outcome, UnknownOperation } from '../store/index.js';
import type { LinkRow } from '../store/links.js';
import { rulesOf, type CycleContext } from './cycle-context.js';
import { askTarget, type Found } from './find-matches.js';
import { exported, failed, linkTo, outcomeOf } from './outcomes.js';
import { failureOfThisObject } from './whose-failure.js';

const BATCH_SIZE = 50;

/**
 * Asks the target what became of writes whose cycle ended before anyone knew: what was made is linked, and what is linked is
 * known as it is, before the next plan goes by it. What the target does not tell stays unknown, and is asked in the next cycle.
 * @param about one object; all of the app unless told.
 * @throws {ProvisioningFailure} when the target fails for everyone; what is not settled by then is asked again.
 */
export async function settleUnknown(
  context: CycleContext,
  about: { readonly objectId?: string } = {},
): Promise<void> {
  const { store, appId, signal, concurrency } = context;
  for (let after = '0'; ;) {
    signal.throwIfAborted();
    const operations = await store.operations.unknown(appId, { ...about, after, limit: BATCH_SIZE });
    const last = operations.at(-1);
    if (last === undefined) return;
    const outcomes = await pMap(
      operations,
      async (operation) => {
        const outcome = await settle(context, operation);
        context.onProgress();
        return outcome;
      },
      { concurrency, signal },
    );
    await store.operations.record(
      context,
      outcomes.flatMap((outcome) => outcome ?? []),
    );
    after = last.id;
  }
}

/** Null when it stays unknown. */
async function settle(context: CycleContext, operation: UnknownOperation): Promise<Outcome | null> {
  if (context.rules[operation.objectName] === null) return null;
  try {
    return await ask(context, operation);
  } catch (error) {
    if (error instanceof ObjectRejected || (await failureOfThisObject(context, error)) !== null) return null;
    throw error;
  }
}

function ask(context: CycleContext, operation: UnknownOperation): Promise<Outcome | null> {
  if (operation.about === 'references') return Promise.resolve(comparedAnew(operation));
  switch (operation.action) {
    case 'create':
      return askAboutCreate(context, operation);
    case 'update':
    case 'disable':
      return askAboutChange(context, operation);
    case 'delete':
      return askAboutDelete(context, operation);
  }
}

/**
 * Only what matches is taken for what was made. By other attributes somebody else might be found: whoever is still to be
 * created meets them then.
 */
async function askAboutCreate(context: CycleContext, operation: UnknownOperation): Promise<Outcome | null> {
  const match = await askFor(context, operation, operation.criteria);
  if (match === null) return null;
  if (match.type === 'none') return notCarriedOut(operation, 'nothing that matches is in the app');
  if (match.type === 'several')
    return unretried(
      failed(operation, 'DuplicateTargetEntries', `Several have this ${match.path} in the app.`),
    );
  return (
    (await claimed(context, operation, match)) ??
    unretried(
      failed(
        operation,
        'DuplicateSourceEntries',
        `What has this ${match.path} in the app belongs to another object of the source.`,
      ),
    )
  );
}

/** Null where there is nothing that the target could be asked by. */
async function askFor(
  context: CycleContext,
  { objectName }: UnknownOperation,
  criteria: readonly MatchCriterion[],
): Promise<Found | null> {
  const askable = criteria.filter(({ path }) => canFilterBy(objectName, path, context.target.dialect));
  return askable.length === 0 ? null : askTarget(context, objectName, askable);
}

/** Links what was found as what the operation made; null when it is another object's. */
async function claimed(
  context: CycleContext,
  operation: UnknownOperation,
  { targetId, current }: Extract<Found, { type: 'one' }>,
): Promise<Outcome | null> {
  const link = { ...linkTo(operation, targetId), exported: current };
  if (!(await context.store.links.claim(context, link))) return null;
  return { ...carriedOut(operation, 'EntryExportAdd'), action: 'create', targetId };
}

/** Whatever was carried out: what the target holds by now is what the next plan goes by. */
async function askAboutChange(context: CycleContext, operation: UnknownOperation): Promise<Outcome> {
  const { objectName, changes } = operation;
  const { mappings } = rulesOf(context, objectName).mapping;
  const linked = await linkedNow(context, operation);
  const resource = await context.target.get(objectName, targetIdOf(operation), context.signal);
  if (resource === null) return (await madeAnew(context, operation)) ?? unseen(context, operation, linked);
  const current = resourceReader(mappings)(resource);
  const isDone =
    changesTo(current, flowOfCreation(changes), mappings).length === 0 && areCleared(current, changes);
  const outcome = isDone
    ? carriedOut(
        operation,
        operation.action === 'disable' ? 'EntryExportUpdateSoftDelete' : 'EntryExportUpdate',
      )
    : notCarriedOut(operation, 'the target does not hold what was to be written');
  if (linked === null) return outcome;
  const state = isDone ? operation.linkState : linked.state;
  return { ...outcome, link: { ...linked, exported: current, state } };
}

/**
 * What was linked was gone, and the attempt may have got as far as to create it once more. Null when nothing is there that
 * matches and is nobody's.
 */
async function madeAnew(context: CycleContext, operation: UnknownOperation): Promise<Outcome | null> {
  const { action, objectName, values } = operation;
  if (action === 'disable') return null;
  const criteria = criteriaOf(values, rulesOf(context, objectName).mapping.matching);
  const match = await askFor(context, operation, criteria);
  return match?.type === 'one' ? claimed(context, operation, match) : null;
}

function areCleared(current: TargetValues, changes: readonly AttributeChange[]): boolean {
  return changes.every(({ path, newValue }) => newValue !== null || current[path] === undefined);
}

/** Whoever was to be disabled may be out of sight for that. Of anyone else the next write finds out what became of them. */
function unseen({ target }: CycleContext, operation: UnknownOperation, linked: LinkRow | null): Outcome {
  const isHidden = operation.action === 'disable' && target.dialect.hidesDisabled;
  if (!isHidden) return notCarriedOut(operation, 'the target does not know it any more');
  const { values, linkState } = operation;
  return {
    ...carriedOut(operation, 'EntryExportUpdateSoftDelete'),
    link: linked === null ? null : { ...linked, exported: values, state: linkState },
  };
}

/** Where the disabled are hidden, who is not seen may be there: then it is deleted again, which harms nobody. */
async function askAboutDelete(context: CycleContext, operation: UnknownOperation): Promise<Outcome> {
  const { target, signal } = context;
  const resource = await target.get(operation.objectName, targetIdOf(operation), signal);
  if (resource !== null) return notCarriedOut(operation, 'it is still in the app');
  if (target.dialect.hidesDisabled) return notCarriedOut(operation, 'the target does not tell');
  const isGone = (await linkedNow(context, operation)) !== null;
  return { ...carriedOut(operation, 'EntryExportDelete'), isGone };
}

/** The object's link, if it still is to what the operation was about. */
async function linkedNow(
  { store, appId }: CycleContext,
  { objectId, objectName, targetId }: UnknownOperation,
): Promise<LinkRow | null> {
  const link = (await store.links.of(appId, [objectId])).get(objectId);
  return link?.targetId === targetId ? { ...link, sourceId: objectId, objectName } : null;
}

/** The ledger has what was confirmed, and the rest is marked. */
function comparedAnew(operation: UnknownOperation): Outcome {
  const reason = `Nobody knows how much of what cycle ${operation.cycleNumber} wrote has arrived: what is missing is written once more.`;
  return unretried(failed(operation, 'Timeout', reason));
}

function carriedOut(operation: UnknownOperation, step: string): Outcome {
  const description = `The attempt of cycle ${operation.cycleNumber} had been carried out, although nobody heard of it`;
  return { ...outcomeOf(operation), steps: [exported(step, description)] };
}

/** It waits to be planned again already. */
function notCarriedOut(operation: UnknownOperation, because: string): Outcome {
  const reason = `The attempt of cycle ${operation.cycleNumber} was not carried out: ${because}.`;
  return unretried(failed(operation, 'Timeout', reason));
}

function unretried(outcome: Outcome): Outcome {
  return { ...outcome, isRetried: false };
}

function targetIdOf({ id, targetId }: UnknownOperation): string {
  if (targetId === null) throw new Error(`Operation ${id} changes nothing that is known in the target`);
  return targetId;
}
