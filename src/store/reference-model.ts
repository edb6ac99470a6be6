import type { AttributeChange, ObjectName } from '../schema/model.js';
import type { WrittenReference } from './exported-references.js';

/** An object whose references are to be looked at, with the account or group that it is in the target. */
export interface ReferringObject {
  readonly objectName: ObjectName;
  readonly objectId: string;
  readonly targetId: string;
  readonly attributes: Readonly<Record<string, readonly string[]>>;
}

/** One reference attribute of one object. */
export interface ReferencePlace {
  readonly objectId: string;
  /** Of the source: `manager`, `members`. */
  readonly name: string;
  /** Of the target. */
  readonly path: string;
}

/** A reference as it is, or will be, in the target. */
export interface ExportedReference extends WrittenReference {
  /** How people know the user; null when the directory does not say. */
  readonly name: string | null;
}

/** A reference as the ledger has it. */
export interface HeldReference extends ExportedReference {
  /** Whether it is known that the target took it, and was not told to take it away since. */
  readonly isConfirmed: boolean;
}

/** What an operation has changed so far. */
export interface LoggedChanges {
  readonly operationId: string;
  readonly changes: readonly AttributeChange[];
}

/** A reference as the directory has it, whether or not the other side is known in the target. */
export interface SingleReference {
  readonly objectId: string;
  /** Of the source: `manager`. */
  readonly sourceName: string;
  readonly referencedId: string;
  readonly targetId: string | null;
  readonly name: string | null;
}

/** How far what was written is from what the source says. What was sent and not confirmed counts as not written. */
export interface ReferenceDifference {
  readonly additions: number;
  /** Of what was written, or sent. */
  readonly removals: number;
  /** Objects that the source names and that have no counterpart in the target yet. */
  readonly unresolved: number;
}
