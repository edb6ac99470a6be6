import type { Evaluation } from '../plan/index.js';
import type { EntitlingRole, Link, Match, PlannedOperation } from '../plan/model.js';
import type { DirtyUser } from '../store/index.js';

/** A user on the way to a decision: what is known and what it evaluates to. */
export interface Draft {
  readonly user: DirtyUser;
  readonly roles: readonly EntitlingRole[];
  readonly evaluation: Evaluation;
  readonly link: Link | null;
}

/** What was decided for a user, and on what grounds. */
export interface Decision {
  readonly draft: Draft;
  readonly match: Match | null;
  readonly operation: PlannedOperation;
}
