import { ProvisioningFailure } from '../failures.js';
import { isSuspiciousDrop } from '../policy/suspicious-drop.js';
import type { AssignmentReading } from '../store/index.js';
import type { CycleContext } from './cycle-context.js';
import { fetchGroups } from './fetch-groups.js';
import { findRestored } from './find-restored.js';
import { proveRemovals } from './prove-removals.js';
import { readAhead } from './read-ahead.js';
import { tellAssignmentsProof, tellDrop, tellMembersProof, tellMissingGroup } from './proof-events.js';

const NOTHING_LOST = { read: 0, lost: 0 };

/**
 * Reads who is assigned, and who is a direct member of an assigned group, as a whole, then compares it with the last
 * reading. A reading that breaks off is thrown away: it proves nothing about who is missing. One that ends must prove who
 * is gone before it counts. Then the groups themselves are read, where they are provisioned.
 */
export async function fetchAssignments(
  context: CycleContext,
): Promise<{ assignments: number; members: number; changed: number }> {
  if (context.rules.User.scope === 'all') {
    await fetchGroups(context, null);
    return { assignments: 0, members: 0, changed: 0 };
  }
  const { appId, source, store, signal, servicePrincipalId } = context;

  const { appRoles } = await source.servicePrincipal(servicePrincipalId, signal);
  const reading = await store.assignments.beginReading(appId, context);
  if ((await readProven(context, reading)).isAnythingLost) await confirmDrop(context, reading);
  const news = { to: reading.countChanges() };
  await store.statistics.refresh('readings', news);
  const adopted = await store.assignments.adoptReading(reading, context.sourceKey, appRoles, context);
  await store.statistics.refresh('assignments', news);
  await fetchGroups(context, await store.assignments.assignedGroups(appId));
  await findRestored(context);
  return adopted;
}

/** Reads everything into the reading, and keeps in it whatever it does not prove to be gone. */
async function readProven(
  context: CycleContext,
  reading: AssignmentReading,
): Promise<{ isAnythingLost: boolean }> {
  const { store } = context;
  await readAssignments(context, reading);
  const areAssignmentsLost = await proveAssignments(context, reading);

  const groups = await store.assignments.groupsInReading(reading);
  const found = new Map<string, GroupFound>();
  for (const groupId of groups) found.set(groupId, await readMembers(context, reading, groupId));
  const losses = await store.assignments.compareMembers(reading, groups);
  for (const [groupId, { lost }] of losses) {
    if (found.get(groupId) === 'read') await proveMembers(context, reading, groupId);
    if (found.get(groupId) === 'missing') await proveMissing(context, reading, { groupId, lost });
  }
  return { isAnythingLost: areAssignmentsLost || losses.size > 0 };
}

async function readAssignments(context: CycleContext, reading: AssignmentReading): Promise<void> {
  const { source, store, signal, servicePrincipalId } = context;
  for await (const page of readAhead(source.assignments(servicePrincipalId, signal))) {
    await store.assignments.addToReading(reading, page);
    context.onProgress();
    signal.throwIfAborted();
  }
}

/** @returns whether any assignment is gone. */
async function proveAssignments(context: CycleContext, reading: AssignmentReading): Promise<boolean> {
  const { source, store, signal, servicePrincipalId } = context;
  const proof = await proveRemovals({
    compare: () => store.assignments.compareAssignments(reading),
    count: () => source.assignmentCount(servicePrincipalId, signal),
    readAgain: () => readAssignments(context, reading),
  });
  await tellAssignmentsProof(context, proof);
  if (proof.verdict === 'proven') return true;
  if (proof.verdict !== 'nothingLost') await store.assignments.keepAssignments(reading);
  return false;
}

/** `insecure`: it entitles nobody. `missing`: the directory has no such group, or no list of its members. */
type GroupFound = 'read' | 'insecure' | 'missing';

async function readMembers(
  context: CycleContext,
  reading: AssignmentReading,
  groupId: string,
): Promise<GroupFound> {
  const { source, store, signal } = context;
  const isSecurityEnabled = await source.isSecurityEnabled(groupId, signal);
  if (isSecurityEnabled === false) return 'insecure';
  const pages = isSecurityEnabled === null ? null : await source.directUserMembers(groupId, signal);
  if (pages === null) return 'missing';
  for await (const userIds of readAhead(pages)) {
    await store.assignments.addMembersToReading(reading, groupId, userIds);
    context.onProgress();
    signal.throwIfAborted();
  }
  return 'read';
}

async function proveMembers(
  context: CycleContext,
  reading: AssignmentReading,
  groupId: string,
): Promise<void> {
  const { source, store, signal } = context;
  const proof = await proveRemovals({
    compare: async () =>
      (await store.assignments.compareMembers(reading, [groupId])).get(groupId) ?? NOTHING_LOST,
    count: () => source.directUserMemberCount(groupId, signal),
    readAgain: async () => {
      if ((await readMembers(context, reading, groupId)) !== 'read') throw changedMeanwhile(groupId);
    },
  });
  await tellMembersProof(context, groupId, proof);
  if (proof.verdict === 'contradicted' || proof.verdict === 'unproven')
    await store.assignments.keepMembers(reading, groupId);
}

/** A group that is assigned and not there contradicts itself, unless it was deleted and can be restored. */
async function proveMissing(
  context: CycleContext,
  reading: AssignmentReading,
  { groupId, lost }: { readonly groupId: string; readonly lost: number },
): Promise<void> {
  const { source, store, signal } = context;
  if ((await source.isInRecycleBin(groupId, signal)) === true) return;
  await store.assignments.keepMembers(reading, groupId);
  await tellMissingGroup(context, groupId, lost);
}

/** Many who lose the app at once are more often a mistake of a reading than of a person: everything is read once more. */
async function confirmDrop(context: CycleContext, reading: AssignmentReading): Promise<void> {
  const { store, suspiciousDropPercent } = context;
  const { known, lost } = await store.assignments.compareEntitled(reading);
  if (!isSuspiciousDrop(lost, known, suspiciousDropPercent)) return;
  await readProven(context, reading);
  const confirmed = await store.assignments.compareEntitled(reading);
  await tellDrop(context, { known, lost, confirmed: confirmed.lost });
}

function changedMeanwhile(groupId: string): ProvisioningFailure {
  return new ProvisioningFailure(
    'SourceUnavailable',
    `Group ${groupId} changed while its members were read; assignments are read again later.`,
  );
}
