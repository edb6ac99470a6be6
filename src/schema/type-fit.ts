import { functionsOf } from '../expressions/expression-parts.js';
import { functions } from '../expressions/functions/index.js';
import type { Expression } from '../expressions/model.js';
import type { AttributeDefinition, AttributeType } from './model.js';
import type { TargetAttribute } from './target-attributes.js';
import { toTargetValue, UnfitValue } from './target-value.js';

const ROLES = 'appRoleAssignments';

/** Of each target type, the source types whose values can be written to it. Text may hold anything. */
const FITTING: Readonly<Record<AttributeType, readonly AttributeType[]>> = {
  String: ['String', 'Integer', 'Boolean', 'DateTime', 'Binary'],
  Integer: ['Integer', 'String'],
  Boolean: ['Boolean'],
  DateTime: ['DateTime', 'String'],
  Binary: ['Binary', 'String'],
  Reference: ['Reference'],
};

/** Why the expression's values cannot be the target's, as far as that shows before there is any value. */
export function unfitness(
  attribute: TargetAttribute,
  expression: Expression,
  sourceAttribute: (name: string) => AttributeDefinition | null,
): readonly string[] {
  switch (expression.type) {
    case 'attribute': {
      const source = sourceAttribute(expression.name);
      return source === null ? [] : unfitAttribute(attribute, source);
    }
    case 'constant':
      return expression.value === null ? [] : unfitConstant(attribute, expression.value);
    case 'call':
      return unfitCall(attribute, expression);
    case 'comparison':
    case 'ignoreFlow':
      return [];
  }
}

function unfitAttribute(attribute: TargetAttribute, source: AttributeDefinition): readonly string[] {
  if (source.name === ROLES)
    return [
      `${ROLES} cannot be mapped directly; use AssertiveAppRoleAssignmentsComplex([${ROLES}]) or SingleAppRoleAssignment([${ROLES}])`,
    ];
  const problems: string[] = [];
  if (source.multivalued && attribute.holds === 'one')
    problems.push(
      `${source.name} holds several values and the target takes one; choose with Item([${source.name}], 1) or put them together with Join`,
    );
  if (!FITTING[attribute.type].includes(source.type))
    problems.push(
      `${source.name} is ${named(source.type)} and the target takes ${named(attribute.type)}; ${remedyFor(attribute, source)}`,
    );
  return problems;
}

function named(type: AttributeType): string {
  return `${type === 'Integer' ? 'an' : 'a'} ${type}`;
}

function remedyFor(attribute: TargetAttribute, source: AttributeDefinition): string {
  if (source.type === 'Reference') return `write CStr([${source.name}]) for the id as text`;
  if (attribute.type === 'Boolean')
    return `translate it, as in Switch([${source.name}], "False", "yes", "True")`;
  return 'map another attribute or convert it with an expression';
}

function unfitConstant(attribute: TargetAttribute, value: readonly string[]): readonly string[] {
  if (attribute.type === 'Reference') return ['a constant cannot be a reference; map a reference attribute'];
  try {
    toTargetValue(attribute, value);
    return [];
  } catch (error) {
    if (error instanceof UnfitValue) return [`the constant does not fit: ${error.message}`];
    throw error;
  }
}

function unfitCall(
  attribute: TargetAttribute,
  expression: Extract<Expression, { type: 'call' }>,
): readonly string[] {
  const { name } = expression;
  const returns = functions.get(name)?.returns ?? 'any';
  const problems: string[] = [];
  if (attribute.type === 'Reference' && functionsOf(expression).includes('Switch'))
    problems.push('Switch cannot yield references; map a reference attribute directly');
  if (returns === 'complex' && attribute.holds === 'one')
    problems.push(`${name} yields complex values; its target is a list such as roles`);
  if (returns === 'list' && attribute.holds === 'one')
    problems.push(`${name} yields several values and the target takes one; put them together with Join`);
  if (attribute.type === 'Boolean' && (returns === 'number' || returns === 'date'))
    problems.push(
      `${name} yields a ${returns} and the target takes a Boolean; compare it, as in CBool(… > 0)`,
    );
  if (attribute.type === 'Integer' && (returns === 'boolean' || returns === 'date'))
    problems.push(`${name} yields a ${returns} and the target takes an Integer`);
  return problems;
}
