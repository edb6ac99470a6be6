import { closestName } from '../expressions/closest-name.js';
import { attributesOf, functionsOf } from '../expressions/expression-parts.js';
import { roleFunctions } from '../expressions/functions/app-role-assignments.js';
import type { Expression } from '../expressions/model.js';
import {
  coreAttributesOf,
  ENTERPRISE_USER_SCHEMA,
  enterpriseAttributes,
  isKnownAttribute,
} from './attribute-types.js';
import type { MappingSurroundings, Report } from './mapping-surroundings.js';
import type { AttributeMapping } from './model.js';
import { sourceAttributeLookup } from './source-attributes.js';
import type { TargetAttribute } from './target-attributes.js';
import { unfitness } from './type-fit.js';

/** An attribute mapping that could be parsed. */
export interface ParsedMapping {
  readonly mapping: AttributeMapping;
  readonly attribute: TargetAttribute;
  readonly expression: Expression | null;
}

/** One rule that every attribute mapping keeps. It reports each way in which a mapping does not. */
type Check<Parsed = ParsedMapping> = (
  parsed: Parsed,
  surroundings: MappingSurroundings,
  report: Report,
) => void;
type ExpressionCheck = Check<Pick<ParsedMapping, 'expression'>>;

/** Attributes that the service provider alone sets. @see RFC 7643, section 3.1 and 4.1.2. */
const READ_ONLY = new Set(['id', 'meta', 'schemas', 'groups']);
const RESOURCE_TYPES = new Set(['user', 'group']);
const UNIQUE = 'SelectUniqueValue';

const targetCanBeWritten: Check = ({ attribute: { target, mutability } }, _, report) => {
  if ((target.schema === null && READ_ONLY.has(target.attribute.toLowerCase())) || mutability === 'ReadOnly')
    report('target', 'is set by the app alone and cannot be a target; remove the mapping');
  if (target.filter !== null && target.subAttribute === null)
    report('target', 'needs a sub-attribute after the filter, such as ".value"');
};

const targetIsKnown: Check = ({ attribute: { path, target } }, { isDeclaredTarget, objectName }, report) => {
  if (isDeclaredTarget(path) || READ_ONLY.has(target.attribute.toLowerCase())) return;
  if (target.schema !== null) {
    const problem = extensionProblem(target.schema, target.attribute);
    if (problem !== null) report('target', problem);
  } else if (!isKnownAttribute(target, objectName))
    report(
      'target',
      `is no attribute of the core ${objectName} schema${hintAt(target.attribute, coreAttributesOf(objectName))}; custom attributes need the URN of their schema before them`,
    );
};

/** Extensions may hold anything, so that only what is probably a slip is one. */
function extensionProblem(schema: string, attribute: string): string | null {
  if (RESOURCE_TYPES.has(attribute.toLowerCase()))
    return 'is the URN of a schema; put the name of an attribute after it, such as ":department"';
  if (schema.toLowerCase() !== ENTERPRISE_USER_SCHEMA.toLowerCase()) return null;
  const hint = hintAt(attribute, enterpriseAttributes);
  return hint === ''
    ? null
    : `is no attribute of the enterprise User schema${hint}; if the app has it, declare it among the target attributes`;
}

function hintAt(name: string, names: Iterable<string>): string {
  const known = [...names];
  if (known.some((each) => each.toLowerCase() === name.toLowerCase())) return '';
  const meant = closestName(name, known);
  return meant === null ? '' : ` (did you mean ${meant}?)`;
}

const sourceIsKnown: ExpressionCheck = ({ expression }, surroundings, report) => {
  const { sourceAttribute, sourceNames, objectName } = surroundings;
  for (const name of new Set(expression === null ? [] : attributesOf(expression))) {
    if (sourceAttribute(name) !== null) continue;
    if (objectName === 'Group' && userAttribute(name) !== null) {
      report(
        'source',
        `groups have no attribute ${name}, which is one of users; they have ${sourceNames.join(', ')}`,
      );
      continue;
    }
    report(
      'source',
      `the source has no attribute ${name}${hintAt(name, sourceNames)}; if it does, declare it among the source attributes`,
    );
  }
};

const userAttribute = sourceAttributeLookup([], 'User');

const typesFit: Check = ({ attribute, expression }, { sourceAttribute }, report) => {
  if (expression === null) return;
  for (const problem of unfitness(attribute, expression, sourceAttribute)) report('source', problem);
};

const matchingCanFind: Check = ({ mapping, attribute, expression }, _, report) => {
  if (mapping.matchingPriority === 0) return;
  const refuse = (reason: string) => {
    report('matchingPriority', `cannot be a matching attribute: ${reason}`);
  };
  if (expression === null) refuse('it has no source');
  if (attribute.type !== 'String') refuse(`it is of type ${attribute.type}, and only text is looked for`);
  if (attribute.holds === 'list')
    refuse('it holds several values; use one of them, such as emails[type eq "work"].value');
  if (expression !== null && functionsOf(expression).includes(UNIQUE))
    refuse(`${UNIQUE} gives a new account a value; an existing one could not be found by it`);
};

const uniqueValueIsForNewAccounts: Check = ({ mapping, expression }, _, report) => {
  if (expression !== null && functionsOf(expression).includes(UNIQUE) && mapping.flowType !== 'ObjectAddOnly')
    report(
      'flowType',
      `${UNIQUE} works during creation only: apply the mapping only when the account is created`,
    );
};

const rolesNeedAssignments: ExpressionCheck = ({ expression }, { scope }, report) => {
  if (scope !== 'all' || expression === null) return;
  const called = functionsOf(expression).find((name) => roleFunctions.includes(name));
  if (called !== undefined)
    report(
      'source',
      `${called} needs assignments and cannot be used with scope "all"; set scope to "assigned"`,
    );
};

const clearingIsSafe: Check = ({ mapping, attribute }, _, report) => {
  if (!mapping.flowNullValues) return;
  const refuse = (reason: string) => {
    report('flowNullValues', `cannot clear the target: ${reason}; set flowNullValues to false`);
  };
  if (mapping.matchingPriority > 0) refuse('it is a matching attribute');
  if (attribute.isRequired) refuse('the app requires a value');
  if (attribute.holds === 'list') refuse('it holds several values');
};

/** Two objects must be known on both sides before one can name the other: nothing that an expression could tell. */
const referenceFlowsAsSuch: Check = ({ attribute, expression }, { sourceAttribute }, report) => {
  if (expression?.type === 'attribute' || attribute.type !== 'Reference') return;
  const read = expression === null ? [] : attributesOf(expression);
  if (read.some((name) => sourceAttribute(name)?.type === 'Reference'))
    report('source', 'a reference is mapped as it is, without an expression');
};

/** Those of the checks that look at what is read alone. */
export const expressionChecks: readonly ExpressionCheck[] = [sourceIsKnown, rolesNeedAssignments];

/** Applied to every attribute mapping that could be parsed; all of their findings are reported. */
export const mappingChecks: readonly Check[] = [
  targetCanBeWritten,
  targetIsKnown,
  ...expressionChecks,
  typesFit,
  referenceFlowsAsSuch,
  matchingCanFind,
  uniqueValueIsForNewAccounts,
  clearingIsSafe,
];
