import type { ObjectName } from '../schema/model.js';
import { canFilterBy } from '../scim/index.js';
import type { ResourcePage } from '../scim/scim-target.js';
import { rulesOf, type CycleContext } from './cycle-context.js';

/** A value that is not found may be asked for a second time, in lower case. */
const LOOK_UPS_A_CRITERION = 2;

/**
 * Whether it surely costs fewer requests to ask the target for each object by a filter than to list the rest of it. Only where
 * nothing is linked yet: of linked accounts the list shows what was changed by hand.
 * @param first the first page of the list: the target says on it how many there are.
 */
export async function isCheaperAsked(
  { appId, sourceKey, rules, store, target }: CycleContext,
  objectName: ObjectName,
  { next, resources, totalResults }: ResourcePage,
): Promise<boolean> {
  if (next === null || resources.length === 0 || totalResults === null) return false;
  const { mapping, scope } = rulesOf({ rules }, objectName);
  const pagesLeft = Math.ceil((totalResults - resources.length) / resources.length);
  const most = Math.floor((pagesLeft - 1) / (LOOK_UPS_A_CRITERION * mapping.matching.length));
  if (most < 1 || !Number.isFinite(most)) return false;
  if (!mapping.matching.every(({ path }) => canFilterBy(objectName, path, target.dialect))) return false;
  if ((await store.links.count(appId, objectName)) > 0) return false;
  const waiting = { appId, sourceKey, objectName, isAssigned: scope === 'assigned' };
  return (await store.dirty.countMeant(waiting, most + 1)) <= most;
}
