import type { ObjectName } from '../schema/model.js';
import { ProvisioningFailure } from '../failures.js';
import { resourceReader } from '../schema/resource.js';
import type { ListPosition, ResourcePage } from '../scim/scim-target.js';
import { rulesOf, type CycleContext } from './cycle-context.js';

/** Lists end by themselves; a target whose list does not is broken. */
const MAX_PAGES = 100_000;

/**
 * Lists the target's accounts, and groups, once into the index. A retry lists again: pages have no snapshot to go on from. A target
 * that does not list has no complete index, and matching asks it one by one.
 */
export async function indexTarget(context: CycleContext): Promise<{ pages: number; resources: number }> {
  const users = await indexOf(context, 'User');
  if (context.rules.Group === null) return users;
  const groups = await indexOf(context, 'Group');
  return { pages: users.pages + groups.pages, resources: users.resources + groups.resources };
}

async function indexOf(
  context: CycleContext,
  objectName: ObjectName,
): Promise<{ pages: number; resources: number }> {
  const { appId, number, store } = context;
  if (await store.targetIndex.isComplete(appId, objectName, number)) return { pages: 0, resources: 0 };
  await store.targetIndex.begin(appId, objectName, number);
  try {
    const progress = await listResources(context, objectName);
    await store.targetIndex.complete(appId, objectName);
    return progress;
  } catch (error) {
    if (error instanceof ProvisioningFailure && error.type === 'TargetNotScim')
      return { pages: 0, resources: 0 };
    throw error;
  }
}

async function listResources(
  context: CycleContext,
  objectName: ObjectName,
): Promise<{ pages: number; resources: number }> {
  const { appId, store, target, signal } = context;
  const rules = rulesOf(context, objectName);
  const read = resourceReader(rules.mapping.mappings);
  const matchable = rules.mapping.matching.map(({ path }) => path);
  const progress = { pages: 0, resources: 0 };
  let position: ListPosition | null = null;
  do {
    if (progress.pages === MAX_PAGES)
      throw new ProvisioningFailure(
        'TargetNotScim',
        `Listing the target did not end after ${MAX_PAGES} pages.`,
      );
    const page: ResourcePage = await target.list(objectName, position, signal);
    const resources = page.resources.map((resource) => ({ targetId: resource.id, current: read(resource) }));
    await store.targetIndex.add(appId, objectName, resources, matchable);
    progress.pages += 1;
    progress.resources += resources.length;
    position = page.next;
    context.onProgress();
    signal.throwIfAborted();
  } while (position !== null);
  return progress;
}
