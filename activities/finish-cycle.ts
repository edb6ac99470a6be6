import { rulesFor } from '../src/cycle/rules.js';
import { sourceKey } from '../src/cycle/source-key.js';
import { connectorFor } from '../src/config/app-connector.js';
import type { Activities, CycleReference, CycleSummary } from './contract.js';
import type { ActivityDependencies } from './dependencies.js';
import { configurationOf, exclusively } from './with-cycle.js';

/** What was planned and not carried out goes back among the marked objects: the next cycle plans it anew. */
export const createFinishCycle =
  ({ store }: ActivityDependencies): Activities['finishCycle'] =>
  async (input) => {
    const { appId } = input;
    // A phase that ran out of time may not know it yet: what it planned after this, no cycle would carry out.
    return exclusively(store, appId, async () => {
      await store.cycles.begin(input);
      if (input.outcome !== 'succeeded') await store.operations.abandon(input);
      await store.cycles.finish(input, input.outcome, input.error);
      await store.stagedDeletions.forgetDone(appId);
      await store.onDemand.forgetWork(appId);
      return summaryOf(store, input);
    });
  };

async function summaryOf(store: ActivityDependencies['store'], cycle: CycleReference): Promise<CycleSummary> {
  const { appId, number } = cycle;
  const [counts, countEntitled, countLinked, countLinkedGroups, waiting, health, stagedDeletions] =
    await Promise.all([
      store.cycles.totals(appId, number),
      countEntitledOf(store, cycle),
      store.links.count(appId, 'User'),
      store.links.count(appId, 'Group'),
      store.dirty.count(appId),
      store.escrows.health(cycle),
      store.stagedDeletions.status(appId),
    ]);
  const { failedObjects, failedReferences } = health;
  const isSteady = waiting + failedObjects + failedReferences === 0 && stagedDeletions === null;
  return { counts, countEntitled, countLinked, countLinkedGroups, isSteady, health, stagedDeletions };
}

async function countEntitledOf(store: ActivityDependencies['store'], cycle: CycleReference): Promise<number> {
  const configuration = await configurationOf({ store }, cycle);
  const { app } = configuration;
  const { scope, defaultAccessRole } = rulesFor(app, connectorFor(app)).User;
  return store.assignments.countInScope(app.id, sourceKey(configuration), {
    scope,
    countsDefaultAccess: defaultAccessRole === 'include' || !(await store.assignments.hasUserRole(app.id)),
  });
}
