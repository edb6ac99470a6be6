import { excessOf } from './measure.js';
import { synchronizationSchema, type SynchronizationSchemaDocument } from './model.js';
import { referenceProblems } from './references.js';
import { SchemaDocumentError, type SchemaDocumentProblem } from './schema-document-error.js';
import { sourceProblems } from './source-problems.js';
import { wording } from './wording.js';

/**
 * Takes data for what it is. Everything is left as and where it was, also what is unknown.
 * @throws {SchemaDocumentError} and nothing else, with all problems.
 * @see Microsoft Graph, synchronizationSchema.
 */
export function parseSynchronizationSchema(data: unknown): SynchronizationSchemaDocument {
  const problems = [...structureProblems(data), ...sourceProblems(data)];
  if (problems.length > 0) throw new SchemaDocumentError(problems);
  return data as SynchronizationSchemaDocument; // it has just been found to be one, and the parser's copy has another order
}

/** What keeps data from being a document at all; the sources of its mappings are not looked into. */
export function structureProblems(data: unknown): readonly SchemaDocumentProblem[] {
  const excess = excessOf(data);
  if (excess !== null) return [{ path: [], problem: excess }];
  const { error } = synchronizationSchema.safeParse(data, { error: wording });
  return [
    ...(error?.issues ?? []).map(({ path, message }) => ({
      path: path.map((step) => (typeof step === 'symbol' ? String(step) : step)),
      problem: message,
    })),
    ...referenceProblems(data),
  ];
}
