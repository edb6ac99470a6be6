import type { Connector } from '../gallery/connector.js';
import type { CompileOptions } from '../schema/compile.js';
import {
  objectSchemaOf,
  sourceProblems,
  structureProblems,
  type DocumentObjectSchema,
  type SchemaDocumentProblem,
  type SynchronizationSchemaDocument,
} from '../schema/document/index.js';
import type { MappingPlace } from '../schema/mapping-error.js';
import { problemsOf, wording } from './schema-problems.js';

/** What a schema document is used for. */
export interface SchemaUse extends CompileOptions {
  /** Null: nobody has said for which app. */
  readonly connector: Connector | null;
  readonly provisionsGroups: boolean;
}

const ANY_USE: SchemaUse = {
  scope: 'assigned',
  regexMatch: 'whole',
  connector: null,
  provisionsGroups: true,
};

const PARTS = {
  target: 'targetAttributeName',
  source: 'source',
  defaultValue: 'defaultValue',
  matchingPriority: 'matchingPriority',
  flowType: 'flowType',
  flowNullValues: 'flowNullValues',
} as const;

/** Everything that is wrong with a schema document: as such, and as the mapping of an app's users and groups. */
export function problemsOfDocument(
  data: unknown,
  use: SchemaUse = ANY_USE,
): readonly SchemaDocumentProblem[] {
  const structure = structureProblems(data);
  const sources = sourceProblems(data);
  if (structure.length > 0) return [...structure, ...sources];
  const document = data as SynchronizationSchemaDocument; // it has the structure of one
  const findings = [...userProblems(document, use), ...groupProblems(document, use)];
  const isTold = (path: SchemaDocumentProblem['path']): boolean =>
    path.at(-1) === PARTS.source && sources.some((source) => isWithin(source.path, path));
  return [...sources, ...findings.filter(({ path }) => !isTold(path))];
}

/** Whether a document, good or bad, says how groups are provisioned. */
export function mapsGroups(data: unknown): boolean {
  return (
    structureProblems(data).length > 0 ||
    objectSchemaOf(data as SynchronizationSchemaDocument, 'Group') !== null // it has the structure of one
  );
}

function userProblems(
  document: SynchronizationSchemaDocument,
  use: SchemaUse,
): readonly SchemaDocumentProblem[] {
  const users = objectSchemaOf(document, 'User');
  if (users !== null) return mappingProblems(users, use);
  return [
    { path: ['synchronizationRules'], problem: 'has no enabled object mapping of the source object User' },
  ];
}

function groupProblems(
  document: SynchronizationSchemaDocument,
  use: SchemaUse,
): readonly SchemaDocumentProblem[] {
  const groups = use.provisionsGroups ? objectSchemaOf(document, 'Group') : null;
  if (groups === null) return [];
  if (use.connector?.capabilities.groups !== null) return mappingProblems(groups, use);
  const problem = `cannot be used: ${use.connector.displayName} has no groups; set enabled to false here, or provision to false under groups of the app`;
  return [{ path: groups.path, problem }];
}

function mappingProblems(object: DocumentObjectSchema, use: SchemaUse): readonly SchemaDocumentProblem[] {
  return problemsOf(object.schema, use, use.connector).map((problem) => ({
    path: pathOf(problem.place, object),
    problem: wording(problem),
  }));
}

/** A source that cannot be read needs to be told once. */
function isWithin(inner: SchemaDocumentProblem['path'], outer: SchemaDocumentProblem['path']): boolean {
  return outer.every((step, index) => inner[index] === step);
}

function pathOf(place: MappingPlace, object: DocumentObjectSchema): SchemaDocumentProblem['path'] {
  switch (place.type) {
    case 'attributeMapping':
      return [...(object.attributeMappingPaths[place.index] ?? object.path), PARTS[place.part]];
    case 'scope':
      return [...object.path, 'scope', ...place.path];
    case 'objectMapping':
      return object.path;
  }
}
