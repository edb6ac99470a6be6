import pMap from 'p-map';
import type { UserState } from '../directory/directory-source.js';
import type { UserFact } from '../store/index.js';
import type { CycleContext } from './cycle-context.js';

const IN_FLIGHT = 8;

/** The newest state of users, each asked for by id: the confirmation that a feed cannot give. */
export async function askById(context: CycleContext, ids: readonly string[]): Promise<readonly UserFact[]> {
  const { source, signal } = context;
  return pMap(
    ids,
    async (id) => {
      const state = await source.user(id, context.rules.User.mapping.sourceAttributes, signal);
      context.onProgress();
      return toFact(id, state);
    },
    { concurrency: IN_FLIGHT, signal },
  );
}

function toFact(id: string, state: UserState): UserFact {
  return state.type === 'present' ? { state: 'present', user: state.user } : { state: state.type, id };
}
