import type { MappingPart, MappingSurroundings, Report } from './mapping-surroundings.js';
import type { AttributeFlowType, AttributeMapping, ObjectName } from './model.js';
import type { TargetAttribute } from './target-attributes.js';
import { mappingChecks } from './mapping-checks.js';
import { expressionOf } from './expression-of.js';
import { parseScimPath, ScimPathError } from './scim-path.js';

/**
 * A mapping whose value is other objects: a user's manager, a group's members. It flows once both sides are known in the
 * target, apart from plain values.
 */
export interface CompiledReference {
  /** Canonical target path: `members`, `urn:…:User:manager`. */
  readonly path: string;
  readonly attribute: TargetAttribute;
  /** The source attribute: `manager`, `members`. */
  readonly source: string;
  /** Whether what the source no longer has is taken away, and what it has instead put in its place. */
  readonly follows: boolean;
  /** Whether a single reference is taken away when the source has none. Lists always are what the source says. */
  readonly clears: boolean;
}

/** Flow types under which what the target has stays, whatever the source says. */
const ADDING: readonly AttributeFlowType[] = [
  'ObjectAddOnly',
  'AttributeAddOnly',
  'ValueAddOnly',
  'MultiValueAddOnly',
];

/** The references that sources tell of, in lower case. */
const DELIVERED: Readonly<Record<ObjectName, readonly string[]>> = { User: ['manager'], Group: ['members'] };

/** Whether the mapping's source is other objects. */
export function isReferenceMapping(
  { source }: AttributeMapping,
  { sourceAttribute }: MappingSurroundings,
): boolean {
  return source?.type === 'Attribute' && sourceAttribute(source.name)?.type === 'Reference';
}

/** The compiled mapping; null when something is wrong with it, which has then been reported. */
export function compileReference(
  mapping: AttributeMapping,
  surroundings: MappingSurroundings,
  report: Report,
): CompiledReference | null {
  const refused = new Set<MappingPart>();
  const refuse: Report = (part, problem) => {
    refused.add(part);
    report(part, problem);
  };
  const target = targetOf(mapping, refuse);
  const definition =
    mapping.source?.type === 'Attribute' ? surroundings.sourceAttribute(mapping.source.name) : null;
  if (target === null || definition === null) return null;
  const attribute = surroundings.targetAttribute(target);
  const expression = expressionOf(mapping.source);
  for (const check of mappingChecks) check({ mapping, attribute, expression }, surroundings, refuse);
  if (!DELIVERED[surroundings.objectName].includes(definition.name.toLowerCase()))
    refuse('source', `no source tells of the reference ${definition.name}; remove the mapping`);
  if (mapping.defaultValue !== undefined)
    refuse('defaultValue', 'a reference has no default value: it names another object or none');
  if (refused.size > 0) return null;
  return {
    path: attribute.path,
    attribute,
    source: definition.name,
    follows: !ADDING.includes(mapping.flowType),
    clears: mapping.flowNullValues && definition.flowNullValues,
  };
}

function targetOf(mapping: AttributeMapping, refuse: Report): ReturnType<typeof parseScimPath> | null {
  try {
    return parseScimPath(mapping.targetAttributeName);
  } catch (error) {
    if (!(error instanceof ScimPathError)) throw error;
    refuse('target', error.message);
    return null;
  }
}
