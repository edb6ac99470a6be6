import { decide, evaluate, needsMatch, type PlanRules } from '../plan/index.js';
import type { EntitlingRole, Link, PlannedOperation, Subject } from '../plan/model.js';
import type { DirtyUser } from '../store/index.js';
import { claimsOf } from './claims.js';
import type { CycleContext } from './cycle-context.js';
import { linkOf, toRow } from './decision-rows.js';
import type { Decision, Draft } from './draft.js';
import { findMatches } from './find-matches.js';
import { selectUniqueValues } from './select-unique-values.js';

/** Objects planned in one transaction: large enough for bulk statements, small enough to hold in memory. */
const BATCH_SIZE = 500;

/**
 * Plans one operation for every marked object, batch by batch. Planning itself is pure; around it, what is known is
 * loaded in bulk and unlinked users are matched. An interrupted run goes on with the objects that are still marked.
 */
export async function planOperations(context: CycleContext): Promise<{ planned: number; writes: number }> {
  const { store, appId, signal } = context;
  const rules: PlanRules = {
    ...context.rules,
    appHasUserRole: await store.assignments.hasUserRole(appId),
  };
  if (rules.scope === 'assigned') await store.dirty.dropUnentitled(appId);
  for (;;) {
    signal.throwIfAborted();
    const users = await store.plans.nextDirty(context, context.sourceKey, BATCH_SIZE);
    if (users.length === 0) return store.plans.count(context);
    await planBatch(context, rules, users);
    context.onProgress();
  }
}

async function planBatch(
  context: CycleContext,
  rules: PlanRules,
  users: readonly DirtyUser[],
): Promise<void> {
  const { store, appId } = context;
  const ids = users.map((user) => user.id);
  const roles = await store.assignments.rolesOf(appId, ids);
  const links = await withListedState(context, await store.links.of(appId, ids));

  const drafts = users.map((user): Draft => {
    const subject = toSubject(user, roles.get(user.id) ?? []);
    return {
      user,
      roles: subject.roles,
      evaluation: evaluate(subject, rules),
      link: links.get(user.id) ?? null,
    };
  });
  const seekers = drafts
    .filter(({ evaluation, link }) => needsMatch(evaluation, link))
    .map(({ user, evaluation }) => ({ objectId: user.id, criteria: evaluation.criteria }));
  const matches = await findMatches(context, seekers);
  const claims = await claimsOf(context, drafts, matches);

  const decided = drafts.map((draft): Decision => {
    const match = matches.get(draft.user.id) ?? null;
    const operation = claims.judge(decide(draft.evaluation, draft.link, match, rules), match);
    return { draft, match, operation };
  });
  const settled = await selectUniqueValues(context, decided);
  await store.plans.save(context, {
    planned: ids,
    rows: settled.filter(({ draft, operation }) => isWorthLogging(draft, operation)).map(toRow),
    links: settled.flatMap((decision) => linkOf(decision) ?? []),
    filteredOut: drafts.filter(({ evaluation }) => evaluation.isFilteredOut).map(({ user }) => user.id),
    retry: settled.flatMap(({ operation }) => (operation.action === 'fail' ? [operation.objectId] : [])),
  });
}

/**
 * In an initial cycle the target was listed: what it really holds then counts more than what was last exported, so that a
 * restart repairs what someone changed there by hand.
 */
async function withListedState(
  context: CycleContext,
  links: ReadonlyMap<string, Link>,
): Promise<ReadonlyMap<string, Link>> {
  const { store, appId, number } = context;
  if (links.size === 0 || !(await store.targetIndex.isComplete(appId, number))) return links;
  const listed = await store.targetIndex.resources(
    appId,
    [...links.values()].map((link) => link.targetId),
  );
  return new Map(
    [...links].map(([sourceId, link]) => [
      sourceId,
      { ...link, exported: listed.get(link.targetId) ?? link.exported },
    ]),
  );
}

function toSubject(user: DirtyUser, roles: readonly EntitlingRole[]): Subject {
  return {
    objectId: user.id,
    state: user.state,
    accountEnabled: user.accountEnabled,
    attributes: user.attributes,
    roles,
  };
}

/** Skips of people whom the app does not concern are normal and would bury the log. */
function isWorthLogging({ link, roles }: Draft, operation: PlannedOperation): boolean {
  return operation.action !== 'skip' || link !== null || roles.length > 0;
}
