import { configurationChanges } from '../src/config/configuration-changes.js';
import { sourceKey } from '../src/cycle/source-key.js';
import type { Store } from '../src/store/index.js';
import type { Activities } from './contract.js';
import type { ActivityDependencies } from './dependencies.js';

/**
 * What is asked again waits since cycle `number`, so that it is not taken for what waited before: neither by `ForceDeletes` nor
 * when all of this is done again.
 * @see Microsoft Graph, synchronizationJobRestartCriteria.resetScope.
 */
export const createResetJob =
  ({ store }: ActivityDependencies): Activities['resetJob'] =>
  ({ appId, scopes, number = 0 }) =>
    resetJob(store, { appId, scopes, number });

/** The same in `store`, which may be one of which nothing stays. */
export async function resetJob(
  store: Store,
  { appId, scopes, number }: Required<Parameters<Activities['resetJob']>[0]>,
): Promise<void> {
  const configuration = await store.configurations.newest(appId);
  if (configuration !== null && scopes.includes('Watermark'))
    await store.mirror.forgetPosition(sourceKey(configuration));
  if (scopes.includes('Escrows')) await store.escrows.forgetAll(appId);
  if (scopes.includes('ConnectorDataStore')) {
    const isElsewhere =
      configuration !== null &&
      configurationChanges(await store.configurations.lastUsed(appId), configuration).forgetsLinks;
    await store.links.dropAll(appId, { isElsewhere });
    await store.stagedDeletions.forgetAll(appId);
  }
  if (scopes.includes('ForceDeletes')) await store.stagedDeletions.answer(appId, 'allowed', number - 1);
  if (scopes.includes('QuarantineState')) await store.stagedDeletions.askAgain({ appId, number });
}
