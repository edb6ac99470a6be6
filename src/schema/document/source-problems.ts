import { sourceNode } from './model.js';
import type { DocumentPath } from '../../document-path.js';
import type { SchemaDocumentProblem } from './schema-document-error.js';
import { skeletonOf } from './skeleton.js';
import { meaningOf, UnreadableSource } from './source-meaning.js';

/** Sources, well written as such, that stand for no expression. */
export function sourceProblems(data: unknown): readonly SchemaDocumentProblem[] {
  return skeletonOf(data).synchronizationRules.flatMap((rule, ruleIndex) =>
    (rule?.objectMappings ?? []).flatMap((object, objectIndex) =>
      (object?.attributeMappings ?? []).flatMap((mapping, index) =>
        problemOf(mapping?.source, [
          'synchronizationRules',
          ruleIndex,
          'objectMappings',
          objectIndex,
          'attributeMappings',
          index,
          'source',
        ]),
      ),
    ),
  );
}

function problemOf(source: unknown, path: DocumentPath): readonly SchemaDocumentProblem[] {
  const node = sourceNode.safeParse(source);
  if (!node.success) return [];
  try {
    meaningOf(node.data);
    return [];
  } catch (error) {
    if (error instanceof UnreadableSource)
      return [{ path: [...path, ...error.path], problem: error.message }];
    throw error;
  }
}
