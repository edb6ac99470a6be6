import { ObjectRejected } from '../scim/scim-target.js';
import type { ExportedReference } from '../store/references.js';
import type { CycleContext } from './cycle-context.js';

/** Answers that are about what a request holds: a smaller one may do, or all but one reference of it. */
const ABOUT_THE_CONTENT = [400, 404, 409, 413, 422];

export function isAboutTheContent(error: unknown): error is ObjectRejected {
  return error instanceof ObjectRejected && ABOUT_THE_CONTENT.includes(error.status);
}

/**
 * A reference may be refused because the account that it names is gone: then its user is matched anew in the next cycle.
 * Whoever is disabled where the target hides the disabled only seems to be gone.
 */
export async function forgetVanished(
  context: CycleContext,
  refused: readonly ExportedReference[],
): Promise<void> {
  const { store, target, appId, signal } = context;
  for (const { targetId, referencedId } of refused) {
    if ((await target.get('User', targetId, signal)) !== null) continue;
    if (target.dialect.hidesDisabled && !(await isActive(context, referencedId))) continue;
    await store.links.dropVanished(appId, { sourceId: referencedId, targetId });
  }
}

async function isActive(context: CycleContext, userId: string): Promise<boolean> {
  const user = await context.store.plans.object(context, 'User', userId);
  return user !== null && user.state === 'present' && user.isActive;
}
