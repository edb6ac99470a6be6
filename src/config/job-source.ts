import { dirname, resolve } from 'node:path';
import { objectSchemaOf, parseSynchronizationSchema } from '../schema/document/index.js';
import type { AttributeDefinition } from '../schema/model.js';
import { sourceAttributeLookup } from '../schema/source-attributes.js';
import type { AppConfiguration } from './configuration.js';
import type { SourceConfiguration, WrittenSource } from './source-settings.js';

/** The source with its folder as an absolute path, so that it means the same wherever a worker runs. */
export function locatedSource(file: string, source: WrittenSource): WrittenSource {
  return source.type === 'directory-file' ? { ...source, path: resolve(dirname(file), source.path) } : source;
}

/** The source as it travels. Whatever one app declares, files that all apps read may hold. */
export function sourceOfJobs(
  source: WrittenSource,
  apps: readonly Pick<AppConfiguration, 'schema' | 'sourceAttributes'>[],
): SourceConfiguration {
  if (source.type !== 'directory-file') return source;
  const declared = new Map(
    apps
      .flatMap(declaredBy)
      .filter(({ name }) => isUnusual(name))
      .map(({ name, multivalued }) => [name, { name, multivalued }]),
  );
  if (declared.size === 0) return source;
  const sourceAttributes = [...declared.values()].sort((left, right) => (left.name < right.name ? -1 : 1));
  return { ...source, sourceAttributes };
}

function declaredBy({
  schema,
  sourceAttributes = [],
}: Pick<AppConfiguration, 'schema' | 'sourceAttributes'>): readonly AttributeDefinition[] {
  if (schema === undefined) return sourceAttributes;
  const document = parseSynchronizationSchema(schema);
  return (['User', 'Group'] as const).flatMap(
    (objectName) => objectSchemaOf(document, objectName)?.schema.sourceAttributes ?? [],
  );
}

function isUnusual(name: string): boolean {
  return (['User', 'Group'] as const).every((objectName) => {
    const known = sourceAttributeLookup([], objectName)(name);
    return known === null;
  });
}
