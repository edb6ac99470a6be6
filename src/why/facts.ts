import type { EntitlingRole } from '../plan/model.js';
import type { PlanRules } from '../plan/index.js';
import type { CompiledReference } from '../schema/compile-reference.js';
import type { DirtyObject, ObjectStanding } from '../store/index.js';
import type { Candidate, Explanation } from './model.js';

/** One object that a reference names and that has no account. */
export interface MissingReference {
  readonly id: string;
  readonly name: string | null;
  /** Why it has none; null where nobody looked. */
  readonly because: string | null;
}

/** How the references at one place stand. */
export interface ReferenceFacts {
  readonly reference: CompiledReference;
  readonly unresolved: number;
  readonly due: number;
  readonly waitingFor: readonly MissingReference[];
}

/** Why groups are not provisioned. */
export type GroupsBlocked = 'connector' | 'configuration' | 'schema';

/** Everything the store knows of one object, with the rules that its app's next cycle plans by. */
export interface ObjectFacts {
  readonly app: string;
  readonly now: Date;
  readonly object: DirtyObject;
  readonly roles: readonly EntitlingRole[];
  /** By id; a group that nobody has read is absent. */
  readonly groupNames: ReadonlyMap<string, string>;
  /** Null for a group of an app whose groups are not provisioned. */
  readonly rules: PlanRules | null;
  readonly groupsBlocked: GroupsBlocked | null;
  readonly standing: ObjectStanding;
  readonly references: readonly ReferenceFacts[];
  readonly lastCycle: Explanation['lastCycle'];
  /** Whether a configuration that the last cycle did not have makes the next one look at everybody. */
  readonly isRestarting: boolean;
}

/** Somebody, or a group, whom only the directory knows. */
export interface UnreadFacts {
  readonly app: string;
  readonly found: Candidate;
  readonly groupsBlocked: GroupsBlocked | null;
  /** Whether the last reading of assignments has the group itself; only groups that are assigned are read. */
  readonly isAssigned: boolean;
  readonly scope: 'assigned' | 'all';
  readonly lastCycle: Explanation['lastCycle'];
}
