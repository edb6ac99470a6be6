import { sourceKey } from '../src/cycle/source-key.js';
import type { Activities } from './contract.js';
import type { ActivityDependencies } from './dependencies.js';

/** Whatever waits, since whichever cycle: PostgreSQL's largest integer. */
const LAST_CYCLE = 2_147_483_647;

/** @see Microsoft Graph, synchronizationJobRestartCriteria.resetScope. */
export const createResetJob =
  ({ store }: ActivityDependencies): Activities['resetJob'] =>
  async ({ appId, scopes }) => {
    const configuration = await store.configurations.newest(appId);
    if (configuration !== null && scopes.includes('Watermark'))
      await store.mirror.forgetPosition(sourceKey(configuration));
    if (scopes.includes('Escrows')) await store.escrows.forgetAll(appId);
    if (scopes.includes('ConnectorDataStore')) {
      await store.links.dropAll(appId);
      await store.stagedDeletions.forgetAll(appId);
    }
    if (scopes.includes('ForceDeletes')) await store.stagedDeletions.answer(appId, 'allowed', LAST_CYCLE);
    if (scopes.includes('QuarantineState')) await store.stagedDeletions.askAgain(appId);
  };
