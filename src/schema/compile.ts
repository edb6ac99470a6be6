import { closestName } from '../expressions/closest-name.js';
import { ExpressionError } from '../expressions/expression-error.js';
import { attributesOf } from '../expressions/expression-parts.js';
import type { Expression } from '../expressions/model.js';
import { parseExpression } from '../expressions/parser.js';
import { coreAttributes, isKnownAttribute } from './attribute-types.js';
import type {
  AttributeFlowType,
  AttributeMapping,
  ObjectFlowType,
  ObjectMapping,
  TargetValue,
} from './model.js';
import { formatScimPath, parseScimPath, ScimPathError, type ScimPath } from './scim-path.js';
import { toTargetValue, UnfitValue } from './target-value.js';

/** An attribute mapping with everything parsed. */
export interface CompiledMapping {
  /** Canonical. */
  readonly path: string;
  readonly target: ScimPath;
  readonly expression: Expression;
  readonly defaultValue: TargetValue | null;
  readonly matchingPriority: number;
  readonly flowType: AttributeFlowType;
  /** Whether its value can depend on the user's having lost the app. */
  readonly readsIsSoftDeleted: boolean;
}

export interface CompiledObjectMapping {
  readonly flowTypes: readonly ObjectFlowType[];
  readonly mappings: readonly CompiledMapping[];
  /** The matching mappings in the order in which the target is asked. */
  readonly matching: readonly CompiledMapping[];
  /** Source attributes that the mappings read, each once; computed ones are left out. */
  readonly sourceAttributes: readonly string[];
  /** Target paths, canonical. */
  readonly paths: readonly string[];
}

export interface MappingProblem {
  /** The target attribute as written; null when the problem is of the mapping as a whole. */
  readonly target: string | null;
  readonly problem: string;
}

/** Every mistake of an object mapping at once. */
export class MappingError extends Error {
  override readonly name = 'MappingError';
  readonly problems: readonly MappingProblem[];

  constructor(problems: readonly MappingProblem[]) {
    const lines = problems.map(({ target, problem }) =>
      target === null ? problem : `${target}: ${problem}`,
    );
    super(`The attribute mappings cannot be used:\n${lines.map((line) => `- ${line}`).join('\n')}`);
    this.problems = problems;
  }
}

/** Attributes that the service provider alone sets. @see RFC 7643, section 3.1 and 4.1.2. */
const READ_ONLY = new Set(['id', 'meta', 'schemas', 'groups']);
const IS_SOFT_DELETED = 'issoftdeleted';

/**
 * Parses paths and expressions once, for every object to come.
 * @throws {MappingError} with all problems.
 */
export function compileObjectMapping(mapping: ObjectMapping): CompiledObjectMapping {
  const problems: MappingProblem[] = [];
  const mappings = mapping.attributeMappings.flatMap((attributeMapping) => {
    try {
      return compileMapping(attributeMapping);
    } catch (error) {
      problems.push({ target: attributeMapping.targetAttributeName, problem: problemOf(error) });
      return [];
    }
  });
  const matching = mappings
    .filter(({ matchingPriority }) => matchingPriority > 0)
    .sort((one, other) => one.matchingPriority - other.matchingPriority);

  problems.push(...repeatedTargets(mappings));
  if (!mapping.attributeMappings.some(({ matchingPriority }) => matchingPriority > 0))
    problems.push({ target: null, problem: 'no mapping has a matching priority; userName is the usual one' });
  if (problems.length > 0) throw new MappingError(problems);

  return {
    flowTypes: mapping.flowTypes,
    mappings,
    matching,
    sourceAttributes: sourceAttributesOf(mappings),
    paths: mappings.map(({ path }) => path),
  };
}

class TargetRefused extends Error {}

function compileMapping(mapping: AttributeMapping): CompiledMapping {
  const target = parseScimPath(mapping.targetAttributeName);
  refuseUnusable(target);
  const expression = expressionOf(mapping);
  return {
    path: formatScimPath(target),
    target,
    expression,
    defaultValue: mapping.defaultValue === undefined ? null : toTargetValue(target, [mapping.defaultValue]),
    matchingPriority: mapping.matchingPriority,
    flowType: mapping.flowType,
    readsIsSoftDeleted: attributesOf(expression).some((name) => name.toLowerCase() === IS_SOFT_DELETED),
  };
}

function refuseUnusable(target: ScimPath): void {
  if (target.schema === null && READ_ONLY.has(target.attribute.toLowerCase()))
    throw new TargetRefused('is set by the app alone and cannot be a target');
  if (target.filter !== null && target.subAttribute === null)
    throw new TargetRefused(`needs a sub-attribute after the filter, such as ".value"`);
  if (isKnownAttribute(target)) return;
  const suggestion = closestName(target.attribute, coreAttributes);
  const hint = suggestion === null || suggestion === target.attribute ? '' : ` (did you mean ${suggestion}?)`;
  throw new TargetRefused(
    `is no attribute of the core User schema${hint}; custom attributes need their schema URN`,
  );
}

function expressionOf({ source }: AttributeMapping): Expression {
  switch (source.type) {
    case 'Attribute':
      return { type: 'attribute', name: source.name };
    case 'Constant':
      return { type: 'constant', value: [source.value] };
    case 'Function':
      return parseExpression(source.expression);
  }
}

function problemOf(error: unknown): string {
  if (error instanceof ExpressionError) return `the expression cannot be read: ${error.message}`;
  if (error instanceof UnfitValue) return `the default value does not fit: ${error.message}`;
  if (error instanceof ScimPathError || error instanceof TargetRefused) return error.message;
  throw error;
}

function repeatedTargets(mappings: readonly CompiledMapping[]): readonly MappingProblem[] {
  const seen = new Set<string>();
  return mappings.flatMap(({ path }) => {
    const key = path.toLowerCase();
    if (seen.has(key)) return [{ target: path, problem: 'is the target of more than one mapping' }];
    seen.add(key);
    return [];
  });
}

function sourceAttributesOf(mappings: readonly CompiledMapping[]): readonly string[] {
  const names = mappings.flatMap(({ expression }) => attributesOf(expression));
  return [...new Set(names)].filter((name) => name.toLowerCase() !== IS_SOFT_DELETED);
}
