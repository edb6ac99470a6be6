import { z } from 'zod';
import type { DocumentPath } from '../document-path.js';
import { clauseValue, clauseValueText, type ClauseValue } from './clause-value.js';
import type { Filter } from './model.js';

/** A group of clauses as people write it in YAML. All clauses of one must be true, and one of several is enough. */
export interface InlineFilter {
  readonly name: string;
  readonly clauses: readonly {
    readonly attribute: string;
    readonly operator: string;
    /** Numbers with leading zeros need quotes: YAML drops the zeros. */
    readonly value?: ClauseValue | undefined;
    /** In place of `value`, for several. */
    readonly values?: readonly ClauseValue[] | undefined;
  }[];
}

export const inlineFilter = z.strictObject({
  name: z.string().min(1).describe('Title of the filter in the provisioning log'),
  clauses: z
    .array(
      z
        .strictObject({
          attribute: z.string().min(1).describe('Name of a source attribute'),
          operator: z.string().min(1).describe('EQUALS, IS NOT NULL, REGEX MATCH…, spelled exactly so'),
          value: clauseValue.optional().describe('What to compare with'),
          values: z.array(clauseValue).optional().describe('In place of value, for several'),
        })
        .refine(({ value, values }) => value === undefined || values === undefined, {
          error: 'must be left out where there is a value: put all of them in values',
          path: ['values'],
        }),
    )
    .min(1),
});

/** The filter that a list of inline filters stands for: the objects of each are in scope. */
export function toFilter(filters: readonly InlineFilter[]): Filter {
  return {
    groups: filters.map(({ name, clauses }) => ({
      name,
      clauses: clauses.map(({ attribute, operator, value, values = [] }) => ({
        sourceOperandName: attribute,
        operatorName: operator,
        targetOperand: {
          values: [...(value === undefined ? [] : [value]), ...values].map(clauseValueText),
        },
      })),
    })),
    inputFilterGroups: [],
    categoryFilterGroups: [],
  };
}

const CLAUSE_PARTS: Readonly<Record<string, string>> = {
  sourceOperandName: 'attribute',
  operatorName: 'operator',
  targetOperand: 'value',
};

/** Where in a list of inline filters the part stands that has `path` in the filter it stands for. */
export function inlineFilterPath([, group, clauses, clause, part]: DocumentPath): DocumentPath {
  const steps = [group, clauses, clause, part === undefined ? undefined : (CLAUSE_PARTS[part] ?? part)];
  return steps.filter((step) => step !== undefined);
}
