import type { Assignment } from '../directory/directory-source.js';
import { ProvisioningFailure } from '../failures.js';
import type { ObjectName } from '../schema/model.js';
import type { DirtyObject, GroupFact } from '../store/index.js';
import { askById } from './ask-by-id.js';
import { mapsReferences, type CycleContext } from './cycle-context.js';
import { askForGroups } from './fetch-groups.js';
import { guardDeletions } from './guard-deletions.js';
import { untilFree } from './lease.js';
import { planObject } from './plan-operations.js';
import { planReferencesOf } from './plan-references.js';
import { refreshMembers } from './prove-members.js';
import { settleUnknown } from './settle-unknown.js';
import { writeOperations } from './write-operations.js';

/** A user or group of the source. */
export interface AskedObject {
  readonly id: string;
  readonly objectName: ObjectName;
}

/**
 * Reads one object from the source, plans what is due about it and carries it out, beside the cycles of the app: whoever holds
 * the object's lease works on it alone. What has been planned and written is in the operations of `context.number`.
 * @throws {ProvisioningFailure} `ObjectUnknown`, `ObjectNotProvisioned`, `ObjectBusy`, or what fails for everyone.
 */
export async function provisionOnDemand(context: CycleContext, asked: AskedObject): Promise<void> {
  const { store, appId, lease } = context;
  if (asked.objectName === 'Group' && context.rules.Group === null) throw groupsNotProvisioned(appId);
  const objectId = asked.id;
  // Without a lease nothing of this stays, and cycles need not know of it.
  if (lease !== null) {
    for (const number of await store.onDemand.leftOpen({ appId, objectId }))
      await store.operations.abandon({ appId, number });
    await store.onDemand.takeFromCycles({ appId, objectId, lease });
    const isFree = async (): Promise<boolean> => !(await store.onDemand.isInCycle({ appId, objectId }));
    await untilFree(isFree, context.signal, 'a cycle is writing it');
  }
  const object = await readAnew(context, asked);
  await settleUnknown(context, { objectId });
  await planObject(context, object);
  // What somebody asks for is not too many; what waits for an answer, or was rejected, stays so.
  await guardDeletions({ ...context, deletionThreshold: null });
  const { writes } = await store.plans.count(context);
  await writeOperations(context, { first: 1, last: writes });
  if (!mapsReferences(context)) return;
  await planReferencesOf(context, [objectId]);
  const planned = await store.plans.count(context);
  await writeOperations(context, { first: writes + 1, last: planned.writes });
}

/** The object as the source has it now, and what entitles it. */
async function readAnew(context: CycleContext, asked: AskedObject): Promise<DirtyObject> {
  const { store } = context;
  await Promise.all([
    asked.objectName === 'User' ? readUser(context, asked.id) : readGroup(context, asked.id),
    readAssignments(context, asked),
  ]);
  const object = await store.plans.object(context, asked.objectName, asked.id);
  if (object === null) throw unknownObject(asked);
  return object;
}

async function readUser(context: CycleContext, id: string): Promise<void> {
  await context.store.mirror.correct(context.sourceKey, context.appId, await askById(context, [id]));
}

async function readGroup(context: CycleContext, id: string): Promise<void> {
  const { store, sourceKey, appId } = context;
  const ask = (): Promise<readonly GroupFact[]> => askForGroups(context, [id]);
  const facts = await ask();
  await store.groups.correct(sourceKey, appId, facts);
  if (facts.some(({ state }) => state === 'present')) await refreshMembers(context, id, ask);
}

/** Where the scope is not by assignment, nobody's are read. */
async function readAssignments(context: CycleContext, object: AskedObject): Promise<void> {
  const { store, source, sourceKey, appId, signal, servicePrincipalId } = context;
  if (context.rules.User.scope === 'all') return;
  const [{ appRoles }, told] = await Promise.all([
    source.servicePrincipal(servicePrincipalId, signal),
    source.assignmentsOf(servicePrincipalId, object, signal),
  ]);
  const assignments = await entitling(context, object, told);
  await store.assignments.correct({ appId, source: sourceKey }, { object, appRoles, assignments });
}

/** Without those of groups that may carry none. */
async function entitling(
  { source, signal }: CycleContext,
  object: AskedObject,
  assignments: readonly Assignment[],
): Promise<readonly Assignment[]> {
  const isSecurityEnabled = new Map<string, boolean | null>();
  for (const { principalId } of assignments)
    if (principalId !== object.id && !isSecurityEnabled.has(principalId))
      isSecurityEnabled.set(principalId, await source.isSecurityEnabled(principalId, signal));
  return assignments.filter(({ principalId }) => isSecurityEnabled.get(principalId) ?? true);
}

function groupsNotProvisioned(appId: string): ProvisioningFailure {
  return new ProvisioningFailure(
    'ObjectNotProvisioned',
    `A group was to be provisioned to ${appId}, which provisions users only.`,
  );
}

function unknownObject({ id, objectName }: AskedObject): ProvisioningFailure {
  return new ProvisioningFailure(
    'ObjectUnknown',
    `The source has no ${objectName === 'User' ? 'user' : 'group'} with the object id ${id}, and never had as far as is known.`,
  );
}
