import { askById } from './ask-by-id.js';
import type { CycleContext } from './cycle-context.js';

/** A cycle asks for no more people than this, for each reason; the next one goes on. */
const MAX_CHECKS = 500;

/**
 * Asks for the soft-deleted whom an assignment reaches again. A restore that changes none of the selected attributes may
 * stay out of the change feed; it shows in the assignments, which are hidden as long as a user is deleted. Asks, too, for
 * those who are entitled and of whom the feed never told: its page may have been passed over, or lag behind the assignment.
 */
export async function findRestored(context: CycleContext): Promise<void> {
  const { store, sourceKey, appId } = context;
  const deleted = await store.mirror.softDeletedButEntitled(sourceKey, appId, MAX_CHECKS);
  await store.mirror.correct(sourceKey, appId, await askById(context, deleted));
  if (context.kind === 'initial') await store.dirty.markUnknown(appId, sourceKey);
  const unknown = await store.mirror.unknownButEntitled(sourceKey, appId, MAX_CHECKS);
  await store.mirror.correct(sourceKey, appId, await askById(context, unknown));
}
