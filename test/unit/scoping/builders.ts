import { attributeDefinition } from '../../../src/schema/attribute-definition.js';
import { attributeLookup } from '../../../src/expressions/attribute-lookup.js';
import { sourceAttributeLookup, userAttributes } from '../../../src/schema/source-attributes.js';
import {
  compileFilter,
  evaluateFilter,
  type Filter,
  type FilterClause,
  type FilterGroup,
  type ScopeEvaluation,
} from '../../../src/scoping/index.js';

export const aClause = (
  sourceOperandName: string,
  operatorName: string,
  ...values: readonly string[]
): FilterClause => ({ sourceOperandName, operatorName, targetOperand: { values } });

export const aGroup = (name: string, ...clauses: readonly FilterClause[]): FilterGroup => ({ name, clauses });

export const aFilter = (...groups: readonly FilterGroup[]): Filter => ({
  groups,
  inputFilterGroups: [],
  categoryFilterGroups: [],
});

export const anAttribute = attributeDefinition;

export const options = {
  regexMatch: 'whole' as 'whole' | 'search',
  sourceNames: userAttributes.map(({ name }) => name),
  sourceAttribute: sourceAttributeLookup([
    anAttribute('badgeNumber', { type: 'Integer' }),
    anAttribute('thumbprint', { type: 'Binary' }),
    anAttribute('skills', { multivalued: true }),
    anAttribute('extension_0123456789abcdef0123456789abcdef_teams', { multivalued: true }),
  ]),
};

export function evaluate(
  filter: Filter,
  attributes: Readonly<Record<string, readonly string[]>>,
  regexMatch: 'whole' | 'search' = 'whole',
): ScopeEvaluation {
  return evaluateFilter(compileFilter(filter, { ...options, regexMatch }), attributeLookup(attributes));
}

/** The person whom the examples of the documentation are about. */
export const sample: Readonly<Record<string, readonly string[]>> = {
  department: ['Field Sales'],
  employeeId: ['00042'],
  userPrincipalName: ['aruiz@lab.example'],
  accountEnabled: ['True'],
};
