import type { ValueTest } from './operators.js';

/** A clause that can be asked. Holds functions: it is made anew in each process. */
export interface CompiledClause {
  /** Its key in the trace. */
  readonly title: string;
  readonly attribute: string;
  /** What an attribute without value, or with an empty one, answers. */
  readonly ofNothing: boolean;
  /** True when no value passes a test, instead of when one passes one. */
  readonly isNegative: boolean;
  /** Whether a test may be given up because it takes too long. */
  readonly isCostly: boolean;
  /** One for each value of the clause; one in all for operators without value. */
  readonly tests: readonly ValueTest[];
}

/** Clauses that must all be true; at least one. */
export type CompiledGroup = readonly CompiledClause[];

export interface CompiledFilter {
  readonly groups: readonly CompiledGroup[];
  readonly inputFilterGroups: readonly CompiledGroup[];
  readonly categoryFilterGroups: readonly CompiledGroup[];
}
