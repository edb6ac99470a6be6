import type { GroupFact, Store, UserFact } from '../../../src/store/index.js';
import type { CycleScope } from '../../../src/store/cycles.js';
import type { LinkRow } from '../../../src/store/links.js';
import type { PlannedRow } from '../../../src/store/plans.js';

/** A user as the directory tells it; who its manager is only when told. */
export function user(
  id: string,
  { managerId, enabled = true }: { readonly managerId?: string | null; readonly enabled?: boolean } = {},
): UserFact {
  const attributes = { displayName: [id] };
  return {
    state: 'present',
    user: { id, accountEnabled: enabled, attributes, ...(managerId === undefined ? {} : { managerId }) },
  };
}

/** A group of which `members` joined, and `gone` left. */
export function group(
  id: string,
  members: readonly string[] = [],
  gone: readonly string[] = [],
  isSecurityEnabled = true,
): GroupFact {
  return {
    state: 'present',
    group: { id, isSecurityEnabled, attributes: { displayName: [id] } },
    members: [
      ...members.map((userId) => ({ userId, joined: true })),
      ...gone.map((userId) => ({ userId, joined: false })),
    ],
  };
}

/** Folds one round of users, as a cycle does. */
export async function readUsers(
  store: Store,
  { sourceKey, appId }: CycleScope,
  ...facts: readonly UserFact[]
) {
  const { round } = await store.mirror.openRound(sourceKey, ['displayName']);
  await store.mirror.fold(sourceKey, appId, { round, facts, continueAt: `users-${round}` });
  await store.mirror.completeRound(sourceKey);
}

export async function readGroups(
  store: Store,
  { sourceKey, appId }: CycleScope,
  ...facts: readonly GroupFact[]
) {
  const position = await store.groups.openRound(sourceKey, ['displayName']);
  const { round } = position;
  await store.groups.fold(sourceKey, appId, { round, facts, continueAt: `groups-${round}` });
  await store.groups.completeRound(sourceKey, appId, position, null);
}

export function aLinkRow(sourceId: string, changes: Partial<LinkRow> = {}): LinkRow {
  return {
    sourceId,
    objectName: 'User',
    targetId: `t-${sourceId}`,
    exported: {},
    state: 'managed',
    ...changes,
  };
}

/** Marks of references that wait for this cycle, taken off. */
export async function takeMarks(store: Store, cycle: CycleScope): Promise<readonly string[]> {
  const ids = await store.referenceMarks.nextDirty(cycle, 1_000);
  if (ids.length > 0) await store.referenceMarks.savePlan(cycle, { planned: ids, rows: [] });
  return ids;
}

/** An operation about the references of an object, as it is planned. */
export function aReferenceRow(objectId: string, changes: Partial<PlannedRow> = {}): PlannedRow {
  return {
    objectName: 'Group',
    about: 'references',
    objectId,
    sourceName: objectId,
    targetId: `t-${objectId}`,
    action: 'update',
    status: 'planned',
    reason: null,
    errorCode: null,
    matchKey: null,
    linkState: 'managed',
    values: {},
    changes: [],
    criteria: [],
    steps: [],
    writes: true,
    ...changes,
  };
}
