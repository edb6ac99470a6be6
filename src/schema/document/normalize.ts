import { synchronizationSchema, type SynchronizationSchemaDocument } from './model.js';
import { normalizeSource } from './source-node.js';

/**
 * The canonical form: properties in the order in which Graph documents them, unknown ones after them, and every source in
 * both its forms. Nothing else is added. Normalizing again changes nothing.
 * @param document one that {@link parseSynchronizationSchema} has let pass.
 */
export function normalizeSynchronizationSchema(
  document: SynchronizationSchemaDocument,
): SynchronizationSchemaDocument {
  const ordered = synchronizationSchema.parse(document); // the parser puts the properties it knows first
  return {
    ...ordered,
    synchronizationRules: ordered.synchronizationRules.map((rule) => ({
      ...rule,
      ...replaced('objectMappings', rule.objectMappings, (object) => ({
        ...object,
        ...replaced('attributeMappings', object.attributeMappings, (mapping) => ({
          ...mapping,
          ...(mapping.source === null || mapping.source === undefined
            ? {}
            : { source: normalizeSource(mapping.source) }),
        })),
      })),
    })),
  };
}

/** The document as text: JSON with two spaces and a newline at the end. */
export function exportSynchronizationSchema(document: SynchronizationSchemaDocument): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}

function replaced<Key extends string, T>(
  key: Key,
  items: readonly T[] | null | undefined,
  replace: (item: T) => T,
): Partial<Record<Key, T[]>> {
  return items === null || items === undefined ? {} : ({ [key]: items.map(replace) } as Record<Key, T[]>); // its one key
}
