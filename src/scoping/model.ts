/**
 * Scoping filters, in the words of Microsoft Graph's synchronization schema.
 * @see Microsoft Graph, filter, filterGroup and filterClause.
 */

/** Exactly these spellings, as Entra's export has them. */
export const operatorNames = [
  'EQUALS',
  'NOT EQUALS',
  'IS TRUE',
  'IS FALSE',
  'IS NULL',
  'IS NOT NULL',
  'REGEX MATCH',
  'NOT REGEX MATCH',
  'Greater_Than',
  'Greater_Than_OR_EQUALS',
  'Includes',
  'ENDS_WITH',
  '&',
  '!&',
] as const;

export type OperatorName = (typeof operatorNames)[number];

/** One condition on one source attribute. `operatorName` may be any text until the filter is compiled. */
export interface FilterClause {
  readonly sourceOperandName: string;
  readonly operatorName: string;
  /** Empty for operators without a value. */
  readonly targetOperand: { readonly values: readonly string[] };
}

/** Clauses that must all be true. */
export interface FilterGroup {
  readonly name: string;
  readonly clauses: readonly FilterClause[];
}

/** Who is meant by an object mapping: one group that is true is enough; no group means everyone. */
export interface Filter {
  readonly groups: readonly FilterGroup[];
  /** Who is read at all. Who stops matching is left alone, not deprovisioned. */
  readonly inputFilterGroups: readonly FilterGroup[];
  /** To whom the object mapping applies at all. */
  readonly categoryFilterGroups: readonly FilterGroup[];
}
