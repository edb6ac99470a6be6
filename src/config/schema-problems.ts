import { compileObjectMapping, type CompileOptions } from '../schema/compile.js';
import { MappingError, type MappingProblem } from '../schema/mapping-error.js';
import type { ObjectSchema } from '../schema/model.js';
import { scimPathOrNull } from '../schema/scim-path.js';
import type { Connector } from '../gallery/connector.js';
import { dialectOf } from '../scim/quirks/index.js';

/** Everything that is wrong with a schema: by itself, and for an app that takes less than SCIM has. */
export function problemsOf(
  schema: ObjectSchema,
  options: CompileOptions,
  connector: Connector | null,
): readonly MappingProblem[] {
  return [...compileProblems(schema, options), ...(connector === null ? [] : surplus(schema, connector))];
}

/** "cannot be used: userName: the source has no attribute upn …". */
export function wording({ target, problem }: MappingProblem): string {
  return `cannot be used: ${target === null ? problem : `${target}: ${problem}`}`;
}

function compileProblems(schema: ObjectSchema, options: CompileOptions): readonly MappingProblem[] {
  try {
    compileObjectMapping(schema, options);
    return [];
  } catch (error) {
    if (error instanceof MappingError) return error.problems;
    throw error;
  }
}

/** Elements beyond the first, of attributes of which the app takes one: `emails[type eq "home"]` beside the one for work. */
function surplus({ mapping }: ObjectSchema, { displayName, quirks, dialect }: Connector): MappingProblem[] {
  const single = new Set(
    dialectOf(quirks, dialect).singleElementAttributes.map((attribute) => attribute.toLowerCase()),
  );
  const first = new Map<string, string>();
  return mapping.attributeMappings.flatMap((each, index): MappingProblem[] => {
    const path = scimPathOrNull(each.targetAttributeName);
    if (path === null || path.schema !== null || !single.has(path.attribute.toLowerCase())) return [];
    if (each.source === null && each.defaultValue === undefined) return [];
    const attribute = path.attribute.toLowerCase();
    const element = JSON.stringify(path.filter).toLowerCase();
    if (!first.has(attribute)) first.set(attribute, element);
    if (first.get(attribute) === element) return [];
    return [
      {
        place: { type: 'attributeMapping', index, part: 'target' },
        target: each.targetAttributeName,
        problem: `${displayName} takes one element of ${path.attribute}, and a mapping above writes another one; keep one of them`,
      },
    ];
  });
}
