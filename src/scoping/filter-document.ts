import { z } from 'zod';
import { clauseValue, clauseValueText } from './clause-value.js';
import type { Filter } from './model.js';

const clause = z.object({
  sourceOperandName: z.string(),
  operatorName: z.string(),
  targetOperand: z.object({ values: z.array(clauseValue).nullish() }).nullish(),
});

const group = z.object({
  name: z.string().nullish(),
  clauses: z.array(clause).nullish(),
});

const groups = z.array(group).nullish();

const lists = { groups, inputFilterGroups: groups, categoryFilterGroups: groups };

/** For whoever reads a filter within a larger document. */
export const WITHOUT_FILTER_LISTS =
  'is no filter: it has none of groups, inputFilterGroups and categoryFilterGroups';

/** Whether an object has something of a filter, or nothing at all. Any other would mean everyone by mistake. */
export function hasFilterList(document: object): boolean {
  const keys = Object.keys(document).filter((key) => !key.startsWith('@'));
  return keys.length === 0 || keys.some((key) => Object.hasOwn(lists, key));
}

/**
 * A filter in the JSON form of Entra's schema export and of Microsoft Graph. Lists that are missing or null are empty, and
 * what else is there is left out; an object that has nothing of a filter is refused.
 * @see Microsoft Graph, filter resource type.
 */
export const filterDocument = z
  .looseObject(lists)
  .refine(hasFilterList, WITHOUT_FILTER_LISTS)
  .transform(filterFrom);

/** The filter that a document has, wherever it stands. */
export function filterFrom(document: z.output<z.ZodObject<typeof lists>>): Filter {
  return {
    groups: toGroups(document.groups),
    inputFilterGroups: toGroups(document.inputFilterGroups),
    categoryFilterGroups: toGroups(document.categoryFilterGroups),
  };
}

function toGroups(list: z.output<typeof groups>): Filter['groups'] {
  return (list ?? []).map(({ name, clauses }) => ({
    name: name ?? '',
    clauses: (clauses ?? []).map(({ sourceOperandName, operatorName, targetOperand }) => ({
      sourceOperandName,
      operatorName,
      targetOperand: { values: (targetOperand?.values ?? []).map(clauseValueText) },
    })),
  }));
}
