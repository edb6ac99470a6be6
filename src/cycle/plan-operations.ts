import { decide, needsMatch, type PlanRules } from '../plan/index.js';
import type { Link } from '../plan/model.js';
import type { ObjectName } from '../schema/model.js';
import { isOnDemand, type DirtyObject } from '../store/index.js';
import { claimsOf } from './claims.js';
import { mapsReferences, rulesOf, type CycleContext } from './cycle-context.js';
import { guardDeletions, withGrounds } from './guard-deletions.js';
import { linkOf, toRow } from './decision-rows.js';
import { draftOf, type Decision } from './draft.js';
import { findMatches } from './find-matches.js';
import { settleReferences } from './settle-references.js';
import { settleUnknown } from './settle-unknown.js';
import { selectUniqueValues } from './select-unique-values.js';

/** Objects planned in one transaction: large enough for bulk statements, small enough to hold in memory. */
const BATCH_SIZE = 500;

/**
 * Plans one operation for every marked object, batch by batch, users before groups. Planning itself is pure; around it,
 * what is known is loaded in bulk and unlinked objects are matched. An interrupted run goes on with the objects that are
 * still marked.
 * @returns `references`: whether references are to be looked at once these operations are carried out. `independent`: the
 * operations about users among which nobody waits for another of them.
 */
export async function planOperations(context: CycleContext): Promise<{
  planned: number;
  writes: number;
  references: boolean;
  independent: { first: number; last: number };
}> {
  const { store, appId, sourceKey } = context;
  await store.operations.abandonEarlier(context);
  await settleUnknown(context);
  await store.statistics.refresh('marks', { to: await store.dirty.count(appId) });
  if (context.rules.Group === null) await store.dirty.dropGroups(appId, sourceKey);
  await store.escrows.expire(context);
  await store.escrows.markDue(context);
  if (context.rules.User.mapping.readsReferences) await store.referenceMarks.markReferrers(context);
  if (context.rules.User.scope === 'assigned') await store.dirty.dropUnentitled(appId);
  await planObjects(context, 'User');
  await store.statistics.refresh('plan', { to: (await store.plans.count(context)).planned });
  const hasReferences = context.rules.User.mapping.references.length > 0;
  const lastManager = hasReferences ? await store.plans.managersFirst(context) : 0;
  if (context.rules.Group !== null) await planObjects(context, 'Group');
  await guardDeletions(context);
  const { planned, writes, userWrites } = await store.plans.count(context);
  return {
    planned,
    writes,
    references: await areReferencesDue(context, writes),
    // What the guard held back moved the others forward, never behind the last manager.
    independent: { first: lastManager + 1, last: userWrites },
  };
}

/** Whoever is about to be written may be whom others wait for: then the writing will tell. */
async function areReferencesDue(context: CycleContext, writes: number): Promise<boolean> {
  const { store, appId } = context;
  if (mapsReferences(context)) return writes > 0 || settleReferences(context);
  await store.referenceMarks.forgetMarks(appId);
  return false;
}

async function planObjects(context: CycleContext, objectName: ObjectName): Promise<void> {
  const { store, signal } = context;
  const rules = await planRules(context, objectName);
  for (let after = ''; ;) {
    signal.throwIfAborted();
    const objects = await store.plans.nextDirty(context, objectName, BATCH_SIZE, after);
    const last = objects.at(-1);
    if (last === undefined) return;
    await planBatch(context, rules, objects);
    after = last.id;
    context.onProgress();
  }
}

/** Plans one object, as it is in the mirror. */
export async function planObject(context: CycleContext, object: DirtyObject): Promise<void> {
  await planBatch(context, await planRules(context, object.objectName), [object]);
}

async function planRules(context: CycleContext, objectName: ObjectName): Promise<PlanRules> {
  const appHasUserRole = await context.store.assignments.hasUserRole(context.appId);
  return { ...rulesOf(context, objectName), appHasUserRole };
}

async function planBatch(
  context: CycleContext,
  rules: PlanRules,
  objects: readonly DirtyObject[],
): Promise<void> {
  const { store, appId } = context;
  const { objectName } = rules.mapping;
  const ids = objects.map((object) => object.id);
  const roles =
    objectName === 'Group'
      ? await store.assignments.rolesOfGroups(appId, ids)
      : await store.assignments.rolesOf(appId, ids);
  const links = await withListedState(context, objectName, await store.links.of(appId, ids));

  const drafts = objects.map((object) =>
    draftOf(object, roles.get(object.id) ?? [], links.get(object.id) ?? null, rules),
  );
  const seekers = drafts
    .filter(({ evaluation, link }) => needsMatch(evaluation, link))
    .map(({ object, evaluation }) => ({ objectId: object.id, criteria: evaluation.criteria }));
  const matches = await findMatches(context, objectName, seekers);
  const claims = await claimsOf(context, objectName, drafts, matches);

  const decided = drafts.map((draft): Decision => {
    const match = matches.get(draft.object.id) ?? null;
    const operation = claims.judge(decide(draft.evaluation, draft.link, match, rules), match);
    return { draft, match, operation };
  });
  const settled = withGrounds(await selectUniqueValues(context, objectName, decided));
  await store.plans.save(context, {
    planned: ids,
    rows: settled.filter((decision) => isOnDemand(context) || isWorthLogging(decision)).map(toRow),
    links: settled.flatMap((decision) => linkOf(decision) ?? []),
    filteredOut: drafts.filter(({ evaluation }) => evaluation.isFilteredOut).map(({ object }) => object.id),
    failures: settled.flatMap(({ operation }) =>
      operation.action === 'fail' ? [{ objectId: operation.objectId, errorCode: operation.errorCode }] : [],
    ),
  });
}

/**
 * In an initial cycle the target was listed: what it really holds then counts more than what was last exported, so that a
 * restart repairs what someone changed there by hand.
 */
async function withListedState(
  context: CycleContext,
  objectName: ObjectName,
  links: ReadonlyMap<string, Link>,
): Promise<ReadonlyMap<string, Link>> {
  const { store, appId, number } = context;
  if (links.size === 0 || !(await store.targetIndex.isComplete(appId, objectName, number))) return links;
  const listed = await store.targetIndex.resources(
    appId,
    objectName,
    [...links.values()].map((link) => link.targetId),
  );
  return new Map(
    [...links].map(([sourceId, link]) => [
      sourceId,
      { ...link, exported: listed.get(link.targetId) ?? link.exported },
    ]),
  );
}

/** Skips of objects that the app does not concern are normal and would bury the log, unless somebody asks about one. */
function isWorthLogging({ draft: { link, roles }, operation }: Decision): boolean {
  return operation.action !== 'skip' || link !== null || roles.length > 0;
}
