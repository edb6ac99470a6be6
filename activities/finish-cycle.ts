import type { Activities } from './contract.js';
import type { ActivityDependencies } from './dependencies.js';

/** What was planned and not carried out goes back among the marked objects: the next cycle plans it anew. */
export const createFinishCycle =
  ({ store }: ActivityDependencies): Activities['finishCycle'] =>
  async (input) => {
    const { appId, number } = input;
    await store.cycles.begin(input);
    if (input.outcome !== 'succeeded') await store.operations.abandon(input);
    await store.cycles.finish(input, input.outcome, input.error);
    const [counts, countEntitled, countLinked, waiting] = await Promise.all([
      store.cycles.totals(appId, number),
      store.assignments.countEntitled(appId),
      store.links.count(appId),
      store.dirty.count(appId),
    ]);
    return { counts, countEntitled, countLinked, isSteady: waiting === 0 };
  };
