import { ExpressionError } from '../expressions/expression-error.js';
import { attributesOf } from '../expressions/expression-parts.js';
import type { Expression } from '../expressions/model.js';
import { parseExpression } from '../expressions/parser.js';
import { attributesOfFilter, compileFilter, FilterError, type CompiledFilter } from '../scoping/index.js';
import { compileReference, isReferenceMapping, type CompiledReference } from './compile-reference.js';
import { compileMapping, type CompiledMapping } from './compile-mapping.js';
import type { MappingSurroundings, Report } from './mapping-surroundings.js';
import { expressionChecks } from './mapping-checks.js';
import { MappingError, type MappingProblem } from './mapping-error.js';
import type { AttributeMapping, ObjectFlowType, ObjectName, ObjectSchema } from './model.js';
import { impliedMappings } from './implied-mappings.js';
import { sourceAttributeLookup, usualAttributes } from './source-attributes.js';
import { foldedPath, targetAttributeLookup } from './target-attributes.js';

export interface CompiledObjectMapping {
  readonly objectName: ObjectName;
  readonly flowTypes: readonly ObjectFlowType[];
  readonly mappings: readonly CompiledMapping[];
  /** Mappings whose values are other objects; they flow after the plain ones. */
  readonly references: readonly CompiledReference[];
  /** The matching mappings in the order in which the target is asked. */
  readonly matching: readonly CompiledMapping[];
  /** Null: whoever passes assignment is in scope. */
  readonly filter: CompiledFilter | null;
  /** Expressions that leave an object out by yielding `IgnoreObjectFlow`. */
  readonly objectFilters: readonly Expression[];
  /** Whether expressions or the filter read references as values: `CStr([manager])`. */
  readonly readsReferences: boolean;
  /** Source attributes that mappings and filter read, each once; computed ones are left out. */
  readonly sourceAttributes: readonly string[];
}

export interface CompileOptions {
  readonly scope: 'assigned' | 'all';
  /** Whether a filter's regular expressions must fit the whole value or a part of it. */
  readonly regexMatch: 'whole' | 'search';
}

/** No attribute: what is mapped to it says whether the object flows. @see Microsoft Entra, IgnoreObjectFlow. */
const OBJECT_FILTER = 'objectFilter';
const COMPUTED = new Set(['issoftdeleted', 'approleassignments']);

/**
 * Parses paths, expressions and filter once, for every object to come.
 * @throws {MappingError} with all problems.
 */
export function compileObjectMapping(schema: ObjectSchema, options: CompileOptions): CompiledObjectMapping {
  const problems: MappingProblem[] = [];
  const surroundings = surroundingsOf(schema, options);
  const { attributeMappings, flowTypes } = schema.mapping;
  const mappings: CompiledMapping[] = [];
  const references: CompiledReference[] = [];
  const objectFilters: Expression[] = [];
  const isRepeated = (path: string): boolean =>
    [...mappings, ...references].some((other) => placeOf(other.path) === placeOf(path));

  for (const [index, mapping] of attributeMappings.entries()) {
    const report: Report = (part, problem) => {
      problems.push({
        place: { type: 'attributeMapping', index, part },
        target: mapping.targetAttributeName,
        problem,
      });
    };
    if (mapping.targetAttributeName === OBJECT_FILTER) {
      const expression = objectFilterOf(mapping, surroundings, report);
      if (expression !== null) objectFilters.push(expression);
      continue;
    }
    if (isIdle(mapping)) continue;
    if (isReferenceMapping(mapping, surroundings)) {
      const reference = compileReference(mapping, surroundings, report);
      if (reference === null) continue;
      if (isRepeated(reference.path))
        report('target', 'is the target of more than one mapping; keep one of them');
      references.push(reference);
      continue;
    }
    const compiled = compileMapping(mapping, surroundings, report);
    if (compiled === null) continue;
    if (isRepeated(compiled.path))
      report('target', 'is the target of more than one mapping; keep one of them');
    mappings.push(compiled);
  }
  const filter = filterOf(schema, options, surroundings, problems);
  problems.push(...withoutMatching(schema), ...missingRequired(schema), ...withoutMembers(schema));
  if (problems.length > 0) throw new MappingError(problems);

  mappings.push(...impliedMappings(mappings, surroundings));
  const expressions = [...mappings.flatMap(({ expression }) => expression ?? []), ...objectFilters];
  const { scope } = schema.mapping;
  const readAsValues = [
    ...expressions.flatMap(attributesOf),
    ...(scope === null ? [] : attributesOfFilter(scope)),
  ];
  return {
    objectName: surroundings.objectName,
    flowTypes,
    mappings,
    references,
    matching: mappings
      .filter(({ matchingPriority }) => matchingPriority > 0)
      .sort((one, other) => one.matchingPriority - other.matchingPriority),
    filter,
    objectFilters,
    readsReferences: readAsValues.some((name) => surroundings.sourceAttribute(name)?.type === 'Reference'),
    sourceAttributes: namesToRead([...readAsValues, ...references.map(({ source }) => source)]),
  };
}

/** Entra's documents have mappings from which nothing flows. */
function isIdle({ source, defaultValue }: AttributeMapping): boolean {
  return source === null && defaultValue === undefined;
}

function surroundingsOf(
  { mapping, sourceAttributes, targetAttributes }: ObjectSchema,
  { scope }: CompileOptions,
): MappingSurroundings {
  const objectName = mapping.sourceObjectName === 'Group' ? 'Group' : 'User';
  const declared = new Set(targetAttributes.map(({ name }) => foldedPath(name)));
  return {
    objectName,
    scope,
    targetAttribute: targetAttributeLookup(targetAttributes, objectName),
    isDeclaredTarget: (path) => declared.has(path.toLowerCase()),
    sourceAttribute: sourceAttributeLookup(sourceAttributes, objectName),
    sourceNames: [...usualAttributes(objectName), ...sourceAttributes].map(({ name }) => name),
  };
}

function objectFilterOf(
  { source, matchingPriority }: AttributeMapping,
  surroundings: MappingSurroundings,
  report: Report,
): Expression | null {
  if (matchingPriority > 0)
    report('matchingPriority', 'cannot be a matching attribute: it is no attribute of the app');
  if (source?.type !== 'Function') {
    report('source', 'takes an expression that may yield IgnoreObjectFlow');
    return null;
  }
  try {
    const expression = parseExpression(source.expression);
    for (const check of expressionChecks) check({ expression }, surroundings, report);
    return expression;
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    report('source', `the expression cannot be read: ${error.message}`);
    return null;
  }
}

/** Where a value ends up: `emails` is the list of what `emails.value` is. */
function placeOf(path: string): string {
  const folded = path.toLowerCase();
  return folded.includes('[') ? folded : folded.replace(/\.value$/, '');
}

function filterOf(
  { mapping: { scope } }: ObjectSchema,
  { regexMatch }: CompileOptions,
  { sourceAttribute, sourceNames }: MappingSurroundings,
  problems: MappingProblem[],
): CompiledFilter | null {
  if (scope === null) return null;
  try {
    return compileFilter(scope, { regexMatch, sourceAttribute, sourceNames });
  } catch (error) {
    if (!(error instanceof FilterError)) throw error;
    problems.push(
      ...error.problems.map(({ path, problem }): MappingProblem => ({
        place: { type: 'scope', path },
        target: null,
        problem,
      })),
    );
    return null;
  }
}

function withoutMatching({
  mapping: { attributeMappings, sourceObjectName },
}: ObjectSchema): readonly MappingProblem[] {
  if (attributeMappings.some(({ matchingPriority }) => matchingPriority > 0)) return [];
  const usual = sourceObjectName === 'Group' ? 'displayName' : 'userName';
  const problem = `no mapping has a matching priority; ${usual} is the usual one`;
  return [{ place: { type: 'objectMapping' }, target: null, problem }];
}

/** A group is its members: without them it would stand empty in the app. */
function withoutMembers({
  mapping: { attributeMappings, sourceObjectName },
}: ObjectSchema): readonly MappingProblem[] {
  if (sourceObjectName !== 'Group') return [];
  if (attributeMappings.some(({ targetAttributeName }) => foldedPath(targetAttributeName) === 'members'))
    return [];
  const problem = 'groups are mapped without their members; map members to members';
  return [{ place: { type: 'objectMapping' }, target: null, problem }];
}

/** Attributes that every account must have. The app itself sets some of them. */
function missingRequired({ mapping, targetAttributes }: ObjectSchema): readonly MappingProblem[] {
  const mapped = mapping.attributeMappings.map((each) => foldedPath(each.targetAttributeName));
  return targetAttributes
    .filter(
      ({ required, mutability, name }) =>
        required && mutability !== 'ReadOnly' && name.toLowerCase() !== 'id',
    )
    .filter(({ name }) => !mapped.some((path) => isWithin(path, foldedPath(name))))
    .map(({ name }) => ({
      place: { type: 'objectMapping' },
      target: null,
      problem: `${name} is required by the app and has no mapping`,
    }));
}

/** `name.givenName` is within `name`, `emails[type eq "work"].value` within `emails`. */
function isWithin(path: string, place: string): boolean {
  return path.startsWith(place) && ['', '.', '['].includes(path.charAt(place.length));
}

function namesToRead(names: readonly string[]): readonly string[] {
  return [...new Set(names)].filter((name) => !COMPUTED.has(name.toLowerCase()));
}
