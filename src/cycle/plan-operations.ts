import { createHash } from 'node:crypto';
import { decide, evaluate, needsMatch, type Evaluation, type PlanRules } from '../plan/index.js';
import type { EntitlingRole, Link, Match, PlannedOperation, Subject } from '../plan/model.js';
import type { DirtyUser } from '../store/operations.js';
import type { PlannedRow } from '../store/index.js';
import type { LinkRow } from '../store/links.js';
import type { CycleContext } from './cycle-context.js';
import { findMatches } from './find-matches.js';

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
    const users = await store.operations.nextDirty(context, context.sourceKey, BATCH_SIZE);
    if (users.length === 0) return store.operations.countPlanned(context);
    await planBatch(context, rules, users);
    context.onProgress();
  }
}

interface Draft {
  readonly user: DirtyUser;
  readonly roles: readonly EntitlingRole[];
  readonly evaluation: Evaluation;
  readonly link: Link | null;
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
  const guard = await claimsOf(context, drafts, matches);

  const decided = drafts.map((draft) => {
    const match = matches.get(draft.user.id) ?? null;
    const operation = guard.judge(decide(draft.evaluation, draft.link, match, rules), match);
    return { draft, match, operation };
  });
  await store.operations.savePlan(context, {
    planned: ids,
    rows: decided.filter(({ draft, operation }) => isWorthLogging(draft, operation)).map(toRow),
    links: decided.flatMap((decision) => linkOf(decision) ?? []),
    retry: decided.flatMap(({ operation }) => (operation.action === 'fail' ? [operation.objectId] : [])),
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

/** Keeps two source users from becoming one account: the first owner keeps it (S04). */
async function claimsOf(
  context: CycleContext,
  drafts: readonly Draft[],
  matches: ReadonlyMap<string, Match>,
): Promise<{ judge(operation: PlannedOperation, match: Match | null): PlannedOperation }> {
  const targetIds = [...matches.values()].flatMap((match) => (match.type === 'one' ? [match.targetId] : []));
  const owners = new Map(await context.store.links.owners(context.appId, targetIds));
  const keys = drafts.flatMap(({ evaluation }) => matchKey(evaluation.criteria) ?? []);
  const taken = new Set(await context.store.operations.takenMatchKeys(context, keys));

  return {
    judge(operation, match) {
      if (match?.type === 'one') {
        const owner = owners.get(match.targetId);
        if (owner !== undefined && owner !== operation.objectId) return duplicateOf(operation, match.path);
        owners.set(match.targetId, operation.objectId);
      }
      if (operation.action === 'create') {
        const key = matchKey(operation.criteria);
        if (key !== null && taken.has(key)) return duplicateOf(operation, operation.criteria[0]?.path ?? '');
        if (key !== null) taken.add(key);
      }
      return operation;
    },
  };
}

function duplicateOf(operation: PlannedOperation, path: string): PlannedOperation {
  return {
    action: 'fail',
    objectId: operation.objectId,
    targetId: null,
    errorCode: 'DuplicateSourceEntries',
    description: `Another user of the source has the same ${path}, which is the matching attribute.`,
    steps: operation.steps,
  };
}

/** Equal for two users who would become the same account. A digest, because it stands beside values in an index. */
function matchKey(criteria: PlannedCreate['criteria']): string | null {
  const [first] = criteria;
  if (first === undefined) return null;
  return createHash('sha256').update(`${first.path}\n${first.value.toLowerCase()}`).digest('hex');
}

type PlannedCreate = Extract<PlannedOperation, { action: 'create' }>;

/** Skips of people whom the app does not concern are normal and would bury the log (S74). */
function isWorthLogging({ link, roles }: Draft, operation: PlannedOperation): boolean {
  return operation.action !== 'skip' || link !== null || roles.length > 0;
}

interface Decision {
  readonly draft: Draft;
  readonly match: Match | null;
  readonly operation: PlannedOperation;
}

/** A first match links at once; a write that follows confirms it. Skips keep what a link was, or store the match. */
function linkOf({ draft, match, operation }: Decision): LinkRow | null {
  if (operation.action === 'fail' || operation.action === 'create') return null;
  if (match?.type === 'one')
    return {
      sourceId: operation.objectId,
      targetId: match.targetId,
      exported: match.current,
      state: linkState(draft),
    };
  if (operation.action === 'skip' && draft.link !== null && draft.link.state !== linkState(draft))
    return { sourceId: operation.objectId, ...draft.link, state: linkState(draft) };
  return null;
}

/** A person who lost the scope is managed no more, once disabled; a renewed assignment revives the link (C04). */
function linkState({ evaluation }: Draft): Link['state'] {
  return evaluation.inScope ? 'managed' : 'unmanaged';
}

function toRow({ draft, operation }: Decision): PlannedRow {
  const base = {
    objectId: operation.objectId,
    sourceName: sourceName(draft.user),
    targetId: operation.targetId,
    action: operation.action,
    steps: operation.steps,
    linkState: linkState(draft),
    reason: null,
    errorCode: null,
    matchKey: null,
    values: null,
    changes: [],
    criteria: [],
    writes: false,
  };
  switch (operation.action) {
    case 'create':
      return {
        ...base,
        status: 'planned',
        values: operation.values,
        changes: operation.changes,
        criteria: operation.criteria,
        matchKey: matchKey(operation.criteria),
        writes: true,
      };
    case 'update':
    case 'disable':
      return {
        ...base,
        status: 'planned',
        values: operation.values,
        changes: operation.changes,
        writes: true,
      };
    case 'skip':
      return { ...base, status: 'skipped', reason: operation.reason };
    case 'fail':
      return {
        ...base,
        status: 'failure',
        errorCode: operation.errorCode,
        reason: operation.description,
      };
  }
}

/** How a person recognises the source user in the log. */
function sourceName(user: DirtyUser): string | null {
  const displayName = user.attributes['displayName']?.[0];
  const userPrincipalName = user.attributes['userPrincipalName']?.[0];
  if (displayName !== undefined && userPrincipalName !== undefined)
    return `${displayName} (${userPrincipalName})`;
  return displayName ?? userPrincipalName ?? null;
}
