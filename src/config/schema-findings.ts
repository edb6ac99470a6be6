import type { CompileOptions } from '../schema/compile.js';
import {
  objectSchemaOf,
  parseSynchronizationSchema,
  SchemaDocumentError,
  type SchemaDocumentProblem,
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
  try {
    const users = objectSchemaOf(parseSynchronizationSchema(data), 'User');
    if (users === null)
      return [
        {
          path: ['synchronizationRules'],
          problem: 'has no enabled object mapping of the source object User',
        },
      ];
    return problemsOf(users.schema, options).map((problem) => ({
      path: pathOf(problem.place, users),
      problem: wording(problem),
    }));
  } catch (error) {
    if (error instanceof SchemaDocumentError) return error.problems;
    throw error;
  }
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
