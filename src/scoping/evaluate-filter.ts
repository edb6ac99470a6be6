import type { AttributeLookup } from '../expressions/model.js';
import type { CompiledClause, CompiledFilter, CompiledGroup } from './compiled-filter.js';
import type { Doubt } from './operators.js';

/** What a filter says of one object. */
export interface ScopeEvaluation {
  /** Whether a group of `groups` is true, or there is none. */
  readonly inScope: boolean;
  /** The same of `inputFilterGroups`: whether the object is read at all. */
  readonly isRead: boolean;
  /** The same of `categoryFilterGroups`: whether the object mapping is meant for it at all. */
  readonly applies: boolean;
  /** A regular expression took too long: nothing may be concluded from the answer. */
  readonly isUndecided: boolean;
  /** Each clause's answer by its title. Holds configuration only, none of the object's values. */
  readonly trace: Readonly<Record<string, boolean>>;
  /** What an administrator should know of clauses that could not be judged; names none of the object's values. */
  readonly warnings: readonly string[];
}

interface Judgement {
  readonly title: string;
  readonly isTrue: boolean;
  readonly doubt: Doubt | null;
}

/** After so many regular expressions that took too long on an object, no other is tried: each costs a quarter of a second. */
const MOST_OVER_TIME = 4;
const NOT_TRIED: Doubt = {
  doubt: 'other regular expressions took too long on the object, and this one was not tried',
  isOverTime: true,
};

/**
 * Judges one object. Total: whatever the values, there is an answer. Every clause is asked, so that the trace is whole.
 * @param attributes the object's source attributes.
 */
export function evaluateFilter(filter: CompiledFilter, attributes: AttributeLookup): ScopeEvaluation {
  const judgements: Judgement[] = [];
  let overTime = 0;
  const isFulfilled = (groups: readonly CompiledGroup[]): boolean => {
    const answers = groups.map((clauses) => {
      const judged = clauses.map((clause) => {
        const judgement = judge(clause, attributes, overTime < MOST_OVER_TIME);
        if (judgement.doubt?.isOverTime === true) overTime += 1;
        return judgement;
      });
      judgements.push(...judged);
      return judged.every(({ isTrue }) => isTrue);
    });
    return answers.length === 0 || answers.includes(true);
  };

  const inScope = isFulfilled(filter.groups);
  const isRead = isFulfilled(filter.inputFilterGroups);
  const applies = isFulfilled(filter.categoryFilterGroups);
  const warnings = judgements.flatMap(({ title, doubt }) =>
    doubt === null ? [] : [`${title} counts as false: ${doubt.doubt}`],
  );
  return {
    inScope,
    isRead,
    applies,
    isUndecided: judgements.some(({ doubt }) => doubt?.isOverTime === true),
    trace: Object.fromEntries(judgements.map(({ title, isTrue }) => [title, isTrue])),
    warnings: [...new Set(warnings)],
  };
}

/**
 * An attribute with several values, which only undeclared ones have, is true of a positive operator when one value is and
 * of a negative one when all are. The first value that cannot be judged ends it: who is in doubt is not brought into scope.
 */
function judge(clause: CompiledClause, attributes: AttributeLookup, mayTakeLong: boolean): Judgement {
  const { title, tests, isNegative, ofNothing } = clause;
  const values = (attributes(clause.attribute) ?? []).filter((value) => value !== '');
  if (values.length === 0) return { title, isTrue: ofNothing, doubt: null };
  if (clause.isCostly && !mayTakeLong) return { title, isTrue: false, doubt: NOT_TRIED };
  for (const value of values)
    for (const test of tests) {
      const answer = test(value);
      if (answer === true) return { title, isTrue: !isNegative, doubt: null };
      if (answer !== false) return { title, isTrue: false, doubt: answer };
    }
  return { title, isTrue: isNegative, doubt: null };
}
