import type { SynchronizationSchemaDocument } from '../../schema/document/index.js';

/** What an object mapping of a schema document comes to, in numbers and names. */
export interface ObjectMappingSummary {
  readonly rule: string;
  readonly source: { readonly directory: string; readonly object: string };
  readonly target: { readonly directory: string; readonly object: string };
  readonly enabled: boolean;
  readonly flowTypes: string;
  readonly attributeMappings: number;
  /** Target attributes in the order in which the target is asked. */
  readonly matchingAttributes: readonly string[];
  /** The filters of the scope, by name; none means everyone. */
  readonly filters: readonly string[];
}

export function objectMappingSummaries(
  document: SynchronizationSchemaDocument,
): readonly ObjectMappingSummary[] {
  return document.synchronizationRules.flatMap((rule) =>
    (rule.objectMappings ?? []).map((object): ObjectMappingSummary => {
      const mappings = object.attributeMappings ?? [];
      return {
        rule: rule.name ?? '',
        source: { directory: rule.sourceDirectoryName, object: object.sourceObjectName },
        target: { directory: rule.targetDirectoryName, object: object.targetObjectName },
        enabled: object.enabled ?? true,
        flowTypes: object.flowTypes ?? 'Add, Update, Delete',
        attributeMappings: mappings.length,
        matchingAttributes: mappings
          .map(({ targetAttributeName: name, matchingPriority }) => ({
            name,
            priority: matchingPriority ?? 0,
          }))
          .filter(({ priority }) => priority > 0)
          .sort((one, other) => one.priority - other.priority)
          .map(({ name }) => name),
        filters: (object.scope?.groups ?? []).map(({ name }) => name ?? ''),
      };
    }),
  );
}
