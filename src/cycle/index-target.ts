import type { ObjectName } from '../schema/model.js';
import { ProvisioningFailure } from '../failures.js';
import { resourceReader } from '../schema/resource.js';
import type { ListPosition, ResourcePage } from '../scim/scim-target.js';
import { isCheaperAsked } from './cheaper-asked.js';
import { rulesOf, type CycleContext } from './cycle-context.js';
import { ListTally } from './list-tally.js';
import { tellTargetList } from './proof-events.js';

/** Lists end by themselves; a target whose list does not is broken. */
const MAX_PAGES = 100_000;

/**
 * Lists the target's accounts, and groups, once into the index. A retry lists again: pages have no snapshot to go on from. A target
 * that does not list, or not all that it says it has, has no complete index, and matching asks it one by one. So it does where
 * a large target is asked about a few.
 */
export async function indexTarget(context: CycleContext): Promise<{ pages: number; resources: number }> {
  const users = await indexOf(context, 'User');
  if (context.rules.Group === null) return users;
  const groups = await indexOf(context, 'Group');
  return { pages: users.pages + groups.pages, resources: users.resources + groups.resources };
}

interface Listed {
  readonly pages: number;
  readonly resources: number;
  /** Null when nothing speaks against it. */
  readonly whyIncomplete: string | null;
  /** Whether the list was left when it turned out that asking for each object costs fewer requests. */
  readonly isLeft?: boolean;
}

async function indexOf(
  context: CycleContext,
  objectName: ObjectName,
): Promise<{ pages: number; resources: number }> {
  const { appId, number, store } = context;
  if (await store.targetIndex.isComplete(appId, objectName, number)) return { pages: 0, resources: 0 };
  const { pages, resources, whyIncomplete, isLeft } = await listResources(context, objectName);
  if (isLeft === true) return { pages, resources };
  if (whyIncomplete === null) await store.targetIndex.complete(appId, objectName);
  else if (context.target.dialect.paging !== 'none') await tellTargetList(context, objectName, whyIncomplete);
  return { pages, resources };
}

async function listResources(context: CycleContext, objectName: ObjectName): Promise<Listed> {
  const { appId, number, store } = context;
  await store.targetIndex.begin(appId, objectName, number);
  const tally = new ListTally();
  const progress = { pages: 0 };
  try {
    if ((await addPages(context, objectName, tally, progress)) === 'left')
      return { ...progress, resources: tally.listed, whyIncomplete: null, isLeft: true };
    const whyIncomplete = tally.whyIncomplete ?? (await whyNotEmpty(context, objectName, tally));
    return { ...progress, resources: tally.listed, whyIncomplete };
  } catch (error) {
    if (error instanceof ProvisioningFailure && error.type === 'TargetNotScim')
      return { pages: 0, resources: 0, whyIncomplete: error.message };
    throw error;
  }
}

async function addPages(
  context: CycleContext,
  objectName: ObjectName,
  tally: ListTally,
  progress: { pages: number },
): Promise<'ended' | 'left'> {
  const { appId, store, target, signal } = context;
  const rules = rulesOf(context, objectName);
  const read = resourceReader(rules.mapping.mappings);
  const matchable = rules.mapping.matching.map(({ path }) => path);
  let position: ListPosition | null = null;
  do {
    if (progress.pages === MAX_PAGES)
      throw new ProvisioningFailure(
        'TargetNotScim',
        `Listing the target did not end after ${MAX_PAGES} pages.`,
      );
    const page: ResourcePage = await target.list(objectName, position, signal);
    const resources = page.resources.map((resource) => ({ targetId: resource.id, current: read(resource) }));
    tally.add(page, await store.targetIndex.add(appId, objectName, resources, matchable));
    progress.pages += 1;
    position = page.next;
    context.onProgress();
    signal.throwIfAborted();
    if (progress.pages === 1 && (await isCheaperAsked(context, objectName, page))) return 'left';
  } while (position !== null);
  return 'ended';
}

/** An empty list is the usual shape of a broken answer. */
async function whyNotEmpty(
  { appId, store }: CycleContext,
  objectName: ObjectName,
  { listed }: ListTally,
): Promise<string | null> {
  if (listed > 0) return null;
  const linked = await store.links.count(appId, objectName);
  return linked === 0 ? null : `The app lists none, and ${linked} of what it had are linked.`;
}
