import { z } from 'zod';
import { connectors } from '../gallery/index.js';
import { compileObjectMapping, type CompileOptions } from '../schema/compile.js';
import { MappingError, type MappingProblem } from '../schema/mapping-error.js';
import type { ObjectSchema } from '../schema/model.js';
import { writtenSchema, type WrittenSchema } from './app-schema.js';
import type { Finding } from './issues.js';
import { inlineFilter, inlineFilterPath } from '../scoping/index.js';
import { attributeMapping, sourceAttributes, targetAttributes } from './mapping-settings.js';
import { compileSettings, writtenApps } from './written-apps.js';

const appWithMappings = z.object({
  connector: z.string(),
  ...compileSettings,
  mappings: z.array(attributeMapping).min(1).optional(),
  /** Filters that are badly written are told of as such, and do not hide what is wrong with the mappings. */
  scopingFilters: z.array(inlineFilter).optional().catch(undefined),
  sourceAttributes: sourceAttributes.optional(),
  targetAttributes: targetAttributes.optional(),
  schema: z.undefined().optional(),
});

/** What is wrong with mappings and filters that are well written as such. */
export function mappingFindings(data: unknown): readonly Finding[] {
  return writtenApps(data).flatMap((entry, index) => {
    const app = appWithMappings.safeParse(entry);
    const connector =
      app.success && Object.hasOwn(connectors, app.data.connector)
        ? connectors[app.data.connector]
        : undefined;
    if (!app.success || connector === undefined) return [];
    return problemsOf(writtenSchema(app.data, connector), app.data).map((problem): Finding => {
      return { path: ['apps', index, ...placeOf(problem, app.data)], message: wording(problem) };
    });
  });
}

/** Everything that compiling finds wrong with a schema. */
export function problemsOf(schema: ObjectSchema, options: CompileOptions): readonly MappingProblem[] {
  try {
    compileObjectMapping(schema, options);
    return [];
  } catch (error) {
    if (error instanceof MappingError) return error.problems;
    throw error;
  }
}

/** "cannot be used: userName: the source has no attribute upn …". */
export function wording({ target, problem }: MappingProblem): string {
  return `cannot be used: ${target === null ? problem : `${target}: ${problem}`}`;
}

const PARTS = {
  target: 'target',
  defaultValue: 'default',
  matchingPriority: 'matching',
  flowType: 'apply',
  flowNullValues: 'flowNullValues',
} as const;

/** Where in an app's settings the problem is written; at the connector when the mappings are the connector's. */
function placeOf({ place }: MappingProblem, { mappings, scopingFilters }: WrittenSchema): Finding['path'] {
  switch (place.type) {
    case 'scope':
      return scopingFilters === undefined
        ? ['connector']
        : ['scopingFilters', ...inlineFilterPath(place.path)];
    case 'objectMapping':
      return mappings === undefined ? ['connector'] : ['mappings'];
    case 'attributeMapping': {
      const mapping = mappings?.[place.index];
      if (mapping === undefined) return ['connector'];
      const sources = (['expression', 'source', 'constant'] as const).filter(
        (key) => mapping[key] !== undefined,
      );
      const part = place.part === 'source' ? (sources[0] ?? 'target') : PARTS[place.part];
      return ['mappings', place.index, part];
    }
  }
}
