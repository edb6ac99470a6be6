import type { ExportedReference } from '../store/references.js';

/** What one write of references came to. */
export interface WrittenReferences {
  readonly added: readonly ExportedReference[];
  readonly removed: readonly ExportedReference[];
  /** Those that the target did not take. */
  readonly refused: readonly ExportedReference[];
}
