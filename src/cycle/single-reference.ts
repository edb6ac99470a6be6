import type { CompiledReference } from '../schema/compile-reference.js';
import type { AttributeChange } from '../schema/model.js';
import type { ExportedReference, HeldReference } from '../store/references.js';

/** Whether a reference that the target lacks may be set, where the ledger has `held`: the first one stays where the mapping only adds. */
export function maySet({ follows }: CompiledReference, held: readonly HeldReference[]): boolean {
  return follows || !held.some(({ isConfirmed }) => isConfirmed);
}

/** Those of `held` who give way to `referencedId`, or to nobody. */
export function replacedBy<T extends ExportedReference>(
  referencedId: string | undefined,
  held: readonly T[],
): readonly T[] {
  return held.filter((each) => each.referencedId !== referencedId);
}

/** What a request changes that writes `newValue` where the ledger has `held`; null takes away. */
export function replacement(
  path: string,
  held: readonly HeldReference[],
  newValue: string | null,
): AttributeChange {
  const oldValue = held.find((each) => each.targetId !== newValue)?.targetId ?? null;
  return { path, oldValue, newValue };
}
