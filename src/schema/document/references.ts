import { closestName } from '../../expressions/closest-name.js';
import type { DocumentPath } from '../../document-path.js';
import type { SchemaDocumentProblem } from './schema-document-error.js';
import { skeletonOf, type Skeleton, type SkeletonDirectory, type SkeletonRule } from './skeleton.js';

/** Names that lead nowhere, and objects with two anchors. */
export function referenceProblems(data: unknown): readonly SchemaDocumentProblem[] {
  const { directories, synchronizationRules } = skeletonOf(data);
  return [
    ...directories.flatMap((directory, index) =>
      directory === null ? [] : anchorProblems(directory, ['directories', index]),
    ),
    ...synchronizationRules.flatMap((rule, index) =>
      rule === null ? [] : ruleProblems(rule, directories, ['synchronizationRules', index]),
    ),
  ];
}

/** An abridged document may lack the anchor, which nothing here reads. */
function anchorProblems(
  { objects }: SkeletonDirectory,
  path: DocumentPath,
): readonly SchemaDocumentProblem[] {
  return (objects ?? []).flatMap(({ attributes }, index) => {
    const anchors = attributes.filter((attribute) => attribute?.anchor === true).length;
    if (anchors <= 1) return [];
    return [
      {
        path: [...path, 'objects', index, 'attributes'],
        problem: `must have one attribute with "anchor": true, not ${anchors}`,
      },
    ];
  });
}

const SIDES = [
  { directoryKey: 'sourceDirectoryName', objectKey: 'sourceObjectName' },
  { directoryKey: 'targetDirectoryName', objectKey: 'targetObjectName' },
] as const;

function ruleProblems(
  rule: SkeletonRule,
  directories: Skeleton['directories'],
  path: DocumentPath,
): readonly SchemaDocumentProblem[] {
  return SIDES.flatMap(({ directoryKey, objectKey }) => {
    const written = rule[directoryKey];
    if (written === null) return [];
    const directory = directories.find((candidate) => candidate?.name === written);
    if (directory === null || directory === undefined) {
      const names = directories.flatMap((candidate) => candidate?.name ?? []);
      return [unknownName([...path, directoryKey], 'is the name of no directory', written, names)];
    }
    const { objects } = directory;
    if (objects === null) return [];
    const names = objects.flatMap(({ name }) => name ?? []);
    return rule.objectMappings.flatMap((mapping, index) => {
      const object = mapping?.[objectKey] ?? null;
      if (object === null || names.includes(object)) return [];
      const place = [...path, 'objectMappings', index, objectKey];
      return [unknownName(place, `is the name of no object of the directory ${written}`, object, names)];
    });
  });
}

function unknownName(
  path: DocumentPath,
  problem: string,
  written: string,
  names: readonly string[],
): SchemaDocumentProblem {
  const meant = closestName(written, names);
  return { path, problem: `${problem}${meant === null ? '' : ` (did you mean ${meant}?)`}` };
}
