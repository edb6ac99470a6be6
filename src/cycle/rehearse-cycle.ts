import type { CycleContext } from './cycle-context.js';
import { fetchAssignments } from './fetch-assignments.js';
import { fetchChanges } from './fetch-changes.js';
import { indexTarget } from './index-target.js';
import { planOperations } from './plan-operations.js';
import { planReferences } from './plan-references.js';
import { RehearsedTarget, type RequestCounts } from './rehearsed-target.js';
import { writeOperations } from './write-operations.js';

/**
 * Goes through a whole cycle, with nothing written to the target: what is created is taken for created, so that what names it
 * is planned, too. The context's store must be one of which nothing stays.
 * @returns the requests that the cycle would make.
 */
export async function rehearseCycle(context: CycleContext): Promise<RequestCounts> {
  const target = new RehearsedTarget(context.target);
  const rehearsed: CycleContext = { ...context, target, lease: null };
  await fetchChanges(rehearsed);
  await fetchAssignments(rehearsed);
  if (rehearsed.kind === 'initial') await indexTarget(rehearsed);
  const { writes, references } = await planOperations(rehearsed);
  const written = await writeOperations(rehearsed, { first: 1, last: writes });
  if (written.references ?? references) {
    const planned = await planReferences(rehearsed);
    await writeOperations(rehearsed, { first: writes + 1, last: planned.writes });
  }
  return target.requests;
}
