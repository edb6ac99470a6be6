import { attributeTypeOf, isCaseExact, isMultiValuedComplex, isSingleValued } from './attribute-types.js';
import type { AttributeDefinition, AttributeType, Mutability, ObjectName } from './model.js';
import { formatScimPath, scimPathOrNull, type ScimPath } from './scim-path.js';

/** What decides how a target attribute's values are written, read and compared. */
export interface TargetAttribute {
  /** Canonical. */
  readonly path: string;
  readonly target: ScimPath;
  readonly type: AttributeType;
  /** `list`: as many values as there are. `either`: nobody has said. */
  readonly holds: 'one' | 'list' | 'either';
  /** Whether "Ann" and "ann" are two values. */
  readonly isCaseExact: boolean;
  readonly isRequired: boolean;
  readonly mutability: Mutability;
}

/** An attribute of the target by its path: what the core schemas say, and what is declared of it. */
export type TargetAttributeLookup = (target: ScimPath) => TargetAttribute;

/** What no object of a kind is without. @see RFC 7643, sections 4.1 and 4.2. */
const REQUIRED: Readonly<Record<ObjectName, string>> = { User: 'username', Group: 'displayname' };

/**
 * Declarations say what an extension attribute is, and of any attribute whether it is required, case-exact or
 * read-only. The JSON type of a core attribute is the RFC's, whatever is declared: servers go by it.
 */
export function targetAttributeLookup(
  declared: readonly AttributeDefinition[] = [],
  objectName: ObjectName = 'User',
): TargetAttributeLookup {
  const definitions = new Map(declared.map((definition) => [foldedPath(definition.name), definition]));
  return (target) => {
    const path = formatScimPath(target);
    const definition = definitions.get(path.toLowerCase());
    const coreType = attributeTypeOf(target);
    const type = coreType === 'String' ? (definition?.type ?? coreType) : coreType;
    return {
      path,
      target,
      type,
      holds: holdsOf(target, type, definition),
      isCaseExact: isCaseExact(target) || definition?.caseExact === true,
      isRequired: path.toLowerCase() === REQUIRED[objectName] || definition?.required === true,
      mutability: definition?.mutability ?? 'ReadWrite',
    };
  };
}

function holdsOf(
  target: ScimPath,
  type: AttributeType,
  definition: AttributeDefinition | undefined,
): TargetAttribute['holds'] {
  if (isMultiValuedComplex(target)) return 'list';
  if (isSingleValued(target) || type !== 'String') return 'one';
  if (definition === undefined) return 'either';
  return definition.multivalued ? 'list' : 'one';
}

/**
 * The same text for every spelling of a path. Declared names that are no paths are kept as they are: they are nobody's
 * target.
 */
export function foldedPath(name: string): string {
  const path = scimPathOrNull(name);
  return (path === null ? name : formatScimPath(path)).toLowerCase();
}
