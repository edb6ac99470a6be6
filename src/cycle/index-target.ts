import { ProvisioningFailure } from '../failures.js';
import { resourceReader } from '../schema/resource.js';
import type { ResourcePage } from '../scim/scim-target.js';
import type { CycleContext } from './cycle-context.js';

/** Lists end by themselves; a target whose list does not is broken. */
const MAX_PAGES = 100_000;

/** Lists the target's accounts once into the index. A retry lists again: pages have no snapshot to go on from. */
export async function indexTarget(context: CycleContext): Promise<{ pages: number; resources: number }> {
  const { appId, number, store, target, signal, rules } = context;
  if (await store.targetIndex.isComplete(appId, number)) return { pages: 0, resources: 0 };

  const read = resourceReader(rules.mapping.paths);
  const matchable = rules.mapping.matching.map(({ path }) => path);
  await store.targetIndex.begin(appId, number);
  const progress = { pages: 0, resources: 0 };
  let startIndex: number | null = 1;
  while (startIndex !== null && progress.pages < MAX_PAGES) {
    const page: ResourcePage = await target.list('User', startIndex, signal);
    const resources = page.resources.map((resource) => ({ targetId: resource.id, current: read(resource) }));
    await store.targetIndex.add(appId, resources, matchable);
    progress.pages += 1;
    progress.resources += resources.length;
    startIndex = page.nextStartIndex;
    context.onProgress();
    signal.throwIfAborted();
  }
  if (startIndex !== null)
    throw new ProvisioningFailure(
      'TargetNotScim',
      `Listing the target's accounts did not end after ${MAX_PAGES} pages.`,
    );
  await store.targetIndex.complete(appId);
  return progress;
}
