import { closestName } from '../expressions/closest-name.js';
import type { AttributeDefinition } from '../schema/model.js';
import { limitOf } from './attribute-limits.js';
import type { CompiledClause } from './compiled-filter.js';
import type { FilterProblem } from './filter-error.js';
import type { FilterClause } from './model.js';
import {
  operators,
  UnfitConstant,
  type Operator,
  type OperatorOptions,
  type ValueTest,
} from './operators.js';

/** What filters are read by. */
export interface CompileFilterOptions extends OperatorOptions {
  /** What is known of a source attribute; null when there is none of that name. */
  readonly sourceAttribute: (name: string) => AttributeDefinition | null;
  /** Names to suggest where one is unknown. */
  readonly sourceNames: readonly string[];
}

/** Is told every mistake, with its path inside the clause. */
export type Report = (path: FilterProblem['path'], problem: string) => void;

const LONGEST_VALUE = 10_000;
const LONGEST_QUOTE = 60;

/** A clause with everything looked up and read; null when something is wrong with it, all of which is reported. */
export function compileClause(
  clause: FilterClause,
  title: string,
  options: CompileFilterOptions,
  report: Report,
): CompiledClause | null {
  const operator = findOperator(clause, report);
  const attribute = findAttribute(clause, options, report);
  if (operator === null) return null;

  if (attribute !== null) checkType(operator, attribute, report);
  checkArity(operator, clause, report);
  const isBoolean = attribute?.type === 'Boolean' && operator.types.includes('Boolean');
  const tests = testsOf(operator, clause, { ...options, isBoolean }, report);
  if (attribute === null) return null;

  return {
    title,
    attribute: clause.sourceOperandName,
    ofNothing: operator.arity === 'unary' && operator.ofNothing,
    isNegative: operator.arity === 'binary' && operator.isNegative,
    isCostly: operator.arity === 'binary' && operator.isCostly,
    tests,
  };
}

function findOperator({ operatorName }: FilterClause, report: Report): Operator | null {
  const operator = operators.get(operatorName);
  if (operator !== undefined) return operator;
  report(['operatorName'], operatorProblem(operatorName));
  return null;
}

function operatorProblem(name: string): string {
  if (name.toLowerCase() === 'ismemberof')
    return 'filters cannot look at memberships; assign the app to the group instead';
  const meant = closestName(name, operators.keys());
  const hint =
    meant === null ? `the operators are ${[...operators.keys()].join(', ')}` : `did you mean ${meant}?`;
  return `${quoted(name)} is no operator; ${hint}`;
}

function findAttribute(
  { sourceOperandName: name }: FilterClause,
  { sourceAttribute, sourceNames }: CompileFilterOptions,
  report: Report,
): AttributeDefinition | null {
  const attribute = sourceAttribute(name);
  const limit = limitOf(name, attribute);
  if (limit !== null) {
    report(['sourceOperandName'], `filters cannot use ${quoted(name)}: ${limit}`);
    return null;
  }
  if (attribute !== null) return attribute;
  const meant = closestName(name, sourceNames);
  const hint = meant === null ? '' : ` (did you mean ${meant}?)`;
  report(
    ['sourceOperandName'],
    `the source has no attribute ${quoted(name)}${hint}; if it does, declare it among the source attributes`,
  );
  return null;
}

function checkType(operator: Operator, { name, type }: AttributeDefinition, report: Report): void {
  if (operator.types.includes(type)) return;
  const fitting = [...operators.values()].filter(({ types }) => types.includes(type));
  report(
    ['operatorName'],
    `${operator.name} is for attributes of type ${operator.types.join(' or ')}, and ${name} is ${type}; ` +
      `use one of ${fitting.map((other) => other.name).join(', ')}, or declare the attribute's type if it is another`,
  );
}

function checkArity(operator: Operator, { targetOperand: { values } }: FilterClause, report: Report): void {
  if (operator.arity === 'unary' && values.length > 0)
    report(['targetOperand', 'values'], `${operator.name} takes no value; leave it out`);
  if (operator.arity === 'binary' && values.length === 0)
    report(['targetOperand', 'values'], `${operator.name} needs a value to compare with`);
}

function testsOf(
  operator: Operator,
  { targetOperand: { values } }: FilterClause,
  options: CompileFilterOptions & { readonly isBoolean: boolean },
  report: Report,
): readonly ValueTest[] {
  if (operator.arity === 'unary') return [operator.test];
  return values.flatMap((value, index) => {
    try {
      if (value.length > LONGEST_VALUE)
        throw new UnfitConstant(`is longer than ${LONGEST_VALUE} characters; use several shorter values`);
      return [operator.testAgainst(options.isBoolean ? booleanText(value) : value, options)];
    } catch (error) {
      if (!(error instanceof UnfitConstant)) throw error;
      report(['targetOperand', 'values', index], `${operator.name}: ${error.message}`);
      return [];
    }
  });
}

/** Values of Boolean attributes are `True` and `False`, however a person writes them. */
function booleanText(text: string): string {
  const lower = text.toLowerCase();
  if (lower === 'true') return 'True';
  if (lower === 'false') return 'False';
  throw new UnfitConstant('the attribute is Boolean: the value must be "True" or "False"');
}

/** Text of the filter in a message, whatever its length. */
function quoted(text: string): string {
  return JSON.stringify(text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text);
}
