export { toSynchronizationSchema } from './from-object-schema.js';
export type { SynchronizationSchemaDocument } from './model.js';
export { exportSynchronizationSchema, normalizeSynchronizationSchema } from './normalize.js';
export { objectSchemaOf, type DocumentObjectSchema } from './object-schema.js';
export { parseSynchronizationSchema, structureProblems } from './parse.js';
export { SchemaDocumentError, type SchemaDocumentProblem } from './schema-document-error.js';
export { sourceProblems } from './source-problems.js';
