import type { CycleContext } from '../../../src/cycle/cycle-context.js';
import {
  fetchAssignments,
  fetchChanges,
  planOperations,
  planReferences,
  writeOperations,
} from '../../../src/cycle/index.js';

/** Plans a cycle and carries it out, and then the references that are left, as its workflow does. */
export async function planAndWrite(context: CycleContext): Promise<void> {
  const planned = await planOperations(context);
  const left =
    planned.writes === 0 ? planned : await writeOperations(context, { first: 1, last: planned.writes });
  if (left.references !== true) return;
  const references = await planReferences(context);
  if (references.writes > planned.writes)
    await writeOperations(context, { first: planned.writes + 1, last: references.writes });
}

/** Everything that the engine does in a cycle, without Temporal. */
export const PHASES: Readonly<Record<string, (context: CycleContext) => Promise<unknown>>> = {
  begin: ({ store, ...cycle }) => store.cycles.begin({ ...cycle, configurationVersion: 1 }),
  fetchChanges,
  fetchAssignments,
  write: planAndWrite,
  finish: async ({ store, ...cycle }) => {
    const { appId, number, sourceKey } = cycle;
    await store.cycles.finish({ ...cycle, configurationVersion: 1 }, 'succeeded', null);
    await store.stagedDeletions.forgetDone(appId);
    await store.onDemand.forgetWork(appId);
    await store.cycles.totals(appId, number);
    await store.assignments.countInScope(appId, sourceKey, { scope: 'assigned', countsDefaultAccess: false });
    await store.links.count(appId, 'User');
    await store.links.count(appId, 'Group');
    await store.dirty.count(appId);
    await store.escrows.health(cycle);
    await store.stagedDeletions.status(appId);
  },
};

export async function runPhases(context: CycleContext): Promise<void> {
  for (const phase of Object.values(PHASES)) await phase(context);
}
