import { expect } from '@jest/globals';
import { carryOut } from '../../../src/cycle/carry-out.js';
import type { CycleContext } from '../../../src/cycle/cycle-context.js';
import { planReferences } from '../../../src/cycle/plan-references.js';
import type { HeldReference } from '../../../src/store/references.js';
import { taken } from './a-cycle.js';
import type { FakeTarget } from './fake-target.js';

export interface Case {
  readonly context: CycleContext;
  readonly target: FakeTarget;
}

/** Makes the next call of one of the target's methods the last thing that its caller does, before or after it happens. */
export function killAt(
  target: FakeTarget,
  method: 'changeMembers' | 'update' | 'create',
  when: 'before' | 'after',
): void {
  const call = target[method].bind(target) as (...given: unknown[]) => Promise<never>;
  target[method] = async (...given: unknown[]): Promise<never> => {
    target[method] = call;
    if (when === 'after') await call(...given);
    throw new Error('killed');
  };
}

/** The next cycle's references: planned and written, and stored unless it is killed, when the cycle is given up. */
export async function runReferences(one: Case, number: number): Promise<'killed' | 'done'> {
  const { store } = one.context;
  const cycle = { ...one.context, number };
  one.target.writes.length = 0;
  one.target.reads.length = 0;
  await store.escrows.markDue(cycle);
  await planReferences(cycle);
  for (const operation of await taken(cycle)) {
    const outcome = await carryOut(cycle, operation).catch((error: unknown) => {
      if (!(error instanceof Error) || error.message !== 'killed') throw error;
      return null;
    });
    if (outcome !== null) {
      await store.operations.record(cycle, [outcome]);
      continue;
    }
    await store.operations.abandon(cycle);
    return 'killed';
  }
  return 'done';
}

/** A cycle in which nothing is left to be written, or to be looked at again. */
export async function expectQuiet(one: Case, number: number): Promise<void> {
  await runReferences(one, number);
  expect(one.target.writes).toEqual([]);
  const next = { ...one.context, number: number + 1 };
  expect(await one.context.store.referenceMarks.nextDirty(next, 10)).toEqual([]);
}

export function ledger({ context }: Case, objectId: string, path: string): Promise<readonly HeldReference[]> {
  return context.store.references.exported(context, { objectId, path });
}
