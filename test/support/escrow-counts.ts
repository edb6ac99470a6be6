import type { Store } from '../../src/store/index.js';

/** How many objects of the app failed and wait, and how many objects' references. */
export async function escrowCounts(
  { escrows }: Store,
  appId: string,
): Promise<{ readonly objects: number; readonly references: number }> {
  const { failedObjects, failedReferences } = await escrows.health({ appId, number: 0 });
  return { objects: failedObjects, references: failedReferences };
}
