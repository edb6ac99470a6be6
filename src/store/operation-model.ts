import type { Link, MatchCriterion, ProvisioningStep } from '../plan/model.js';
import type { AttributeChange, ObjectName, TargetValues } from '../schema/model.js';
import type { ExportedReference, HeldReference } from './reference-model.js';
import type { LinkRow } from './links.js';
import type { OperationAction } from './schema.js';

/** A write, as it was planned. */
export interface PlannedWrite {
  readonly id: string;
  readonly objectName: ObjectName;
  readonly about: 'object' | 'references';
  readonly objectId: string;
  readonly targetId: string | null;
  readonly action: 'create' | 'update' | 'disable' | 'delete';
  readonly values: TargetValues;
  readonly changes: readonly AttributeChange[];
  readonly criteria: readonly MatchCriterion[];
  readonly linkState: Link['state'];
}

/** An operation to carry out. */
export interface PendingOperation extends PlannedWrite {
  readonly ordinal: number;
  /** References that a create or an update takes along, because the other side is known already. */
  readonly references: readonly TravellingReference[];
  /** An earlier attempt may have carried it out already: ask the target first. */
  readonly mayHaveHappened: boolean;
}

/** A reference that is written together with its object's attributes. */
export interface TravellingReference extends ExportedReference {
  readonly path: string;
  /** `list`: one of many at the path. */
  readonly holds: 'one' | 'list';
  /** What the ledger has in its place so far. */
  readonly held: readonly HeldReference[];
}

/** An operation of a cycle that ended before anyone knew what became of it. */
export interface UnknownOperation extends PlannedWrite {
  readonly cycleNumber: number;
}

/** What became of an operation. */
export interface Outcome {
  readonly id: string;
  readonly about: 'object' | 'references';
  readonly objectId: string;
  readonly status: 'success' | 'warning' | 'failure' | 'planned';
  readonly action: OperationAction;
  readonly targetId: string | null;
  readonly reason: string | null;
  readonly errorCode: string | null;
  readonly changes: readonly AttributeChange[];
  /** What happened, in order. */
  readonly steps: readonly ProvisioningStep[];
  readonly durationMs: number | null;
  /** The link as it is now; null when it did not change. */
  readonly link: LinkRow | null;
  /** References that were written with a create or an update. */
  readonly references: readonly TravellingReference[];
  /** The target does not have the object any more: nothing is linked to it. */
  readonly isGone: boolean;
  /** The object is tried again, by the ladder of escrows. */
  readonly isRetried: boolean;
}
