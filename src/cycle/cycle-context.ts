import type { DirectorySource } from '../directory/directory-source.js';
import type { DeletionThreshold } from '../policy/deletion-guard.js';
import type { PlanRules } from '../plan/index.js';
import type { ObjectName } from '../schema/model.js';
import type { ScimTarget } from '../scim/scim-target.js';
import type { Store } from '../store/index.js';
import type { LeaseHolder } from '../store/leases.js';

/** Everything the plan decides by, but whether the app has a role for users: that is read with the assignments. */
export type ObjectRules = Omit<PlanRules, 'appHasUserRole'>;

/** By kind of object; null for groups when they are not provisioned: then nobody is asked about them. */
export interface CycleRules {
  readonly User: ObjectRules;
  readonly Group: ObjectRules | null;
}

/** The rules for objects of a kind of which there is something to do. */
export function rulesOf({ rules }: { readonly rules: CycleRules }, objectName: ObjectName): ObjectRules {
  const found = rules[objectName];
  if (found === null) throw new Error('A group was planned although groups are not provisioned');
  return found;
}

/** Whether anything is mapped whose value is other objects. */
export function mapsReferences({ rules }: { readonly rules: CycleRules }): boolean {
  return [rules.User, rules.Group].some((each) => (each?.mapping.references.length ?? 0) > 0);
}

/** What the phases of one cycle of one app work with. */
export interface CycleContext {
  readonly appId: string;
  readonly number: number;
  readonly kind: 'initial' | 'incremental';
  readonly servicePrincipalId: string;
  readonly store: Store;
  readonly source: DirectorySource;
  /** Names the source in the mirror's tables. */
  readonly sourceKey: string;
  readonly target: ScimTarget;
  /** Requests to the target that may be under way at once. */
  readonly concurrency: number;
  readonly rules: CycleRules;
  /** How many deletes and disables at once wait for an answer; null when none ever do. */
  readonly deletionThreshold: DeletionThreshold | null;
  /** Share of the assigned, in percent, whose loss at once is read a second time before it counts. */
  readonly suspiciousDropPercent: number;
  /** The time that goes for this phase, as Temporal tells it: when the attempt was scheduled. */
  readonly now: Date;
  /** The lease under which this attempt works; null where no other attempt can be at it. */
  readonly lease: LeaseHolder | null;
  /** Aborted when the phase is to stop between objects, or has lost its lease. */
  readonly signal: AbortSignal;
  /** Called after each piece of work. */
  readonly onProgress: () => void;
}
