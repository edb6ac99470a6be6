import { ProvisioningFailure } from '../failures.js';
import type { CycleContext } from './cycle-context.js';
import { fetchGroups } from './fetch-groups.js';
import { findRestored } from './find-restored.js';

/**
 * Reads who is assigned, and who is a direct member of an assigned group, as a whole, then compares it with the last
 * reading. A reading that breaks off is thrown away: it proves nothing about who is missing. Then the groups themselves are
 * read, where they are provisioned.
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
  await store.assignments.beginReading(appId);
  for await (const page of source.assignments(servicePrincipalId, signal)) {
    await store.assignments.addToReading(appId, page);
    context.onProgress();
    signal.throwIfAborted();
  }
  for (const groupId of await store.assignments.groupsInReading(appId)) await readMembers(context, groupId);
  const adopted = await store.assignments.adoptReading(appId, context.sourceKey, appRoles);
  await fetchGroups(context, await store.assignments.assignedGroups(appId));
  await findRestored(context);
  return adopted;
}

/** A group that is not security-enabled, or not there, entitles nobody. */
async function readMembers(context: CycleContext, groupId: string): Promise<void> {
  const { appId, source, store, signal } = context;
  if ((await source.isSecurityEnabled(groupId, signal)) !== true) return;
  const pages = await source.directUserMembers(groupId, signal);
  if (pages === null)
    throw new ProvisioningFailure(
      'SourceUnavailable',
      `Group ${groupId} is there, and the directory has no list of its members; assignments are read again later.`,
    );
  for await (const userIds of pages) {
    await store.assignments.addMembersToReading(appId, groupId, userIds);
    context.onProgress();
    signal.throwIfAborted();
  }
}
