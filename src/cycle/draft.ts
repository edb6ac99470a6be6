import { evaluate, type Evaluation, type PlanRules } from '../plan/index.js';
import type { EntitlingRole, Link, Match, PlannedOperation } from '../plan/model.js';
import type { DirtyObject } from '../store/index.js';

/** An object on the way to a decision: what is known and what it evaluates to. */
export interface Draft {
  readonly object: DirtyObject;
  readonly roles: readonly EntitlingRole[];
  readonly evaluation: Evaluation;
  readonly link: Link | null;
}

/** What was decided for an object, and on what grounds. */
export interface Decision {
  readonly draft: Draft;
  readonly match: Match | null;
  readonly operation: PlannedOperation;
  /** Of what takes an account away: digest of what in the source says that it is to go. */
  readonly grounds?: string | undefined;
}

export function draftOf(
  object: DirtyObject,
  roles: readonly EntitlingRole[],
  link: Link | null,
  rules: PlanRules,
): Draft {
  const { id, state, isActive, attributes, managerId } = object;
  const subject = { objectId: id, state, isActive, attributes, managerId, roles };
  return { object, roles, evaluation: evaluate(subject, rules), link };
}
