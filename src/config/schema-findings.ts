import type { CompileOptions } from '../schema/compile.js';
import {
  objectSchemaOf,
  sourceProblems,
  structureProblems,
  type SchemaDocumentProblem,
  type SynchronizationSchemaDocument,
} from '../schema/document/index.js';
import type { MappingPlace } from '../schema/mapping-error.js';
import { problemsOf, wording } from './mapping-findings.js';

const PARTS = {
  target: 'targetAttributeName',
  source: 'source',
  defaultValue: 'defaultValue',
  matchingPriority: 'matchingPriority',
  flowType: 'flowType',
  flowNullValues: 'flowNullValues',
} as const;

/** Everything that is wrong with a schema document: as such, and as the mapping of an app's users. */
export function problemsOfDocument(
  data: unknown,
  options: CompileOptions = { scope: 'assigned', regexMatch: 'whole' },
): readonly SchemaDocumentProblem[] {
  const structure = structureProblems(data);
  const sources = sourceProblems(data);
  if (structure.length > 0) return [...structure, ...sources];
  const users = objectSchemaOf(data as SynchronizationSchemaDocument, 'User'); // it has the structure of one
  if (users === null)
    return [
      {
        path: ['synchronizationRules'],
        problem: 'has no enabled object mapping of the source object User',
      },
      ...sources,
    ];
  const findings = problemsOf(users.schema, options).map((problem) => ({
    path: pathOf(problem.place, users),
    problem: wording(problem),
  }));
  const isTold = (path: SchemaDocumentProblem['path']): boolean =>
    path.at(-1) === PARTS.source && sources.some((source) => isWithin(source.path, path));
  return [...sources, ...findings.filter(({ path }) => !isTold(path))];
}

/** A source that cannot be read needs to be told once. */
function isWithin(inner: SchemaDocumentProblem['path'], outer: SchemaDocumentProblem['path']): boolean {
  return outer.every((step, index) => inner[index] === step);
}

function pathOf(
  place: MappingPlace,
  users: NonNullable<ReturnType<typeof objectSchemaOf>>,
): SchemaDocumentProblem['path'] {
  switch (place.type) {
    case 'attributeMapping':
      return [...(users.attributeMappingPaths[place.index] ?? users.path), PARTS[place.part]];
    case 'scope':
      return [...users.path, 'scope', ...place.path];
    case 'objectMapping':
      return users.path;
  }
}
