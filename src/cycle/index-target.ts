import { ProvisioningFailure } from '../failures.js';
import { resourceReader } from '../schema/resource.js';
import type { ResourcePage } from '../scim/scim-target.js';
import type { CycleContext } from './cycle-context.js';

/** Lists end by themselves; a target whose list does not is broken. */
const MAX_PAGES = 100_000;

/**
 * Lists the target's accounts once into the index. A retry lists again: pages have no snapshot to go on from. A target
 * that does not list has no complete index, and matching asks it user by user.
 */
export async function indexTarget(context: CycleContext): Promise<{ pages: number; resources: number }> {
  const { appId, number, store } = context;
  if (await store.targetIndex.isComplete(appId, number)) return { pages: 0, resources: 0 };
  await store.targetIndex.begin(appId, number);
  try {
    const progress = await listAccounts(context);
    await store.targetIndex.complete(appId);
    return progress;
  } catch (error) {
    if (error instanceof ProvisioningFailure && error.type === 'TargetNotScim')
      return { pages: 0, resources: 0 };
    throw error;
  }
}

async function listAccounts(context: CycleContext): Promise<{ pages: number; resources: number }> {
  const { appId, store, target, signal, rules } = context;
  const read = resourceReader(rules.mapping.mappings);
  const matchable = rules.mapping.matching.map(({ path }) => path);
  const progress = { pages: 0, resources: 0 };
  for (let startIndex: number | null = 1; startIndex !== null;) {
    if (progress.pages === MAX_PAGES)
      throw new ProvisioningFailure(
        'TargetNotScim',
        `Listing the target did not end after ${MAX_PAGES} pages.`,
      );
    const page: ResourcePage = await target.list('User', startIndex, signal);
    const resources = page.resources.map((resource) => ({ targetId: resource.id, current: read(resource) }));
    await store.targetIndex.add(appId, resources, matchable);
    progress.pages += 1;
    progress.resources += resources.length;
    startIndex = page.nextStartIndex;
    context.onProgress();
    signal.throwIfAborted();
  }
  return progress;
}
