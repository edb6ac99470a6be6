import type { CompiledReference } from '../schema/compile-reference.js';
import type { AttributeChange, ComplexValue } from '../schema/model.js';
import type { PendingOperation } from '../store/index.js';
import type { ExportedReference, LoggedChanges } from '../store/references.js';

/** A log entry names no more than this many; the ledger has all. */
const NAMED_IN_LOG = 1_000;

/** What one write of references came to. */
export interface WrittenReferences {
  readonly added: readonly ExportedReference[];
  readonly removed: readonly ExportedReference[];
  /** Those that the target did not take. */
  readonly refused: readonly ExportedReference[];
}

/** What one request changed, for the log: it is stored with the ledger, so that an interrupted operation does not forget it. */
export function logged(
  { id }: PendingOperation,
  reference: CompiledReference,
  written: WrittenReferences,
): LoggedChanges {
  return { operationId: id, changes: changesOf(reference, written) };
}

/** Additions to a list and removals from it are two changes: neither says what else it holds. */
export function changesOf(
  { path, attribute }: CompiledReference,
  { added, removed }: WrittenReferences,
): readonly AttributeChange[] {
  const [oldValue, newValue] = [named(removed), named(added)];
  if (attribute.holds !== 'list')
    return oldValue === null && newValue === null ? [] : [{ path, oldValue, newValue }];
  return [
    ...(newValue === null ? [] : [{ path, oldValue: null, newValue, adds: true as const }]),
    ...(oldValue === null ? [] : [{ path, oldValue, newValue: null }]),
  ];
}

/** As a target shows members: the id, and how people know them. */
function named(references: readonly ExportedReference[]): readonly ComplexValue[] | null {
  if (references.length === 0) return null;
  return references.slice(0, NAMED_IN_LOG).map(({ targetId, name }) => ({
    value: targetId,
    ...(name === null ? {} : { display: name }),
  }));
}
