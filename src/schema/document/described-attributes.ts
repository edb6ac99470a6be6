import { attributesOf } from '../../expressions/expression-parts.js';
import { functions } from '../../expressions/functions/index.js';
import type { Expression } from '../../expressions/model.js';
import { attributesOfFilter } from '../../scoping/index.js';
import { attributeTypeOf, isCaseExact, isMultiValuedComplex, isSingleValued } from '../attribute-types.js';
import { attributeDefinition } from '../attribute-definition.js';
import type { AttributeDefinition, ObjectName, ObjectSchema } from '../model.js';
import { scimPathOrNull } from '../scim-path.js';
import { sourceAttributeLookup } from '../source-attributes.js';
import { expressionOf } from '../expression-of.js';

const SOURCE_ANCHOR = 'objectId';
const TARGET_ANCHOR = 'id';
/** What no object of a kind is without. @see RFC 7643, sections 4.1 and 4.2. */
const REQUIRED: Readonly<Record<ObjectName, string>> = { User: 'username', Group: 'displayname' };

/** An attribute as a directory of a document lists it. */
export interface DescribedAttribute extends AttributeDefinition {
  readonly anchor: boolean;
}

/** What is declared of the source, then what mappings and filters read beyond that. */
export function sourceAttributesOf(schema: ObjectSchema): readonly DescribedAttribute[] {
  const { mapping, sourceAttributes } = schema;
  const lookup = sourceAttributeLookup(sourceAttributes, objectNameOf(schema));
  const read = [
    ...mapping.attributeMappings.flatMap(({ source }) => {
      const expression = expressionOf(source);
      return expression === null ? [] : attributesOf(expression);
    }),
    ...(mapping.scope === null ? [] : attributesOfFilter(mapping.scope)),
  ];
  const found = [SOURCE_ANCHOR, ...read].map((name) => lookup(name) ?? attributeDefinition(name));
  return anchored([...sourceAttributes, ...found], SOURCE_ANCHOR);
}

/** What is declared of the target, then what mappings write beyond that. */
export function targetAttributesOf(schema: ObjectSchema): readonly DescribedAttribute[] {
  const { mapping, sourceAttributes, targetAttributes } = schema;
  const objectName = objectNameOf(schema);
  const lookup = sourceAttributeLookup(sourceAttributes, objectName);
  const written = mapping.attributeMappings.map(({ targetAttributeName: name, source }) =>
    targetDefinition(name, yieldsList(expressionOf(source), lookup), objectName),
  );
  const id: AttributeDefinition = attributeDefinition(TARGET_ANCHOR, {
    caseExact: true,
    mutability: 'ReadOnly',
  });
  return anchored([...targetAttributes, id, ...written], TARGET_ANCHOR);
}

function objectNameOf({ mapping }: ObjectSchema): ObjectName {
  return mapping.sourceObjectName === 'Group' ? 'Group' : 'User';
}

/** The first of each name, the anchor at its place. */
function anchored(
  definitions: readonly AttributeDefinition[],
  anchor: string,
): readonly DescribedAttribute[] {
  const seen = new Map<string, DescribedAttribute>();
  for (const definition of definitions) {
    const key = definition.name.toLowerCase();
    if (!seen.has(key)) seen.set(key, { ...definition, anchor: key === anchor.toLowerCase() });
  }
  return [...seen.values()];
}

/** What the core schemas say; an extension attribute is taken to hold what its mapping yields. */
function targetDefinition(name: string, isList: boolean, objectName: ObjectName): AttributeDefinition {
  const path = scimPathOrNull(name);
  if (path === null) return attributeDefinition(name);
  return attributeDefinition(name, {
    type: attributeTypeOf(path),
    required: name.toLowerCase() === REQUIRED[objectName],
    multivalued: isMultiValuedComplex(path) || (!isSingleValued(path) && isList),
    caseExact: isCaseExact(path),
  });
}

function yieldsList(
  expression: Expression | null,
  lookup: (name: string) => AttributeDefinition | null,
): boolean {
  if (expression?.type === 'attribute') return lookup(expression.name)?.multivalued ?? false;
  return expression?.type === 'call' && functions.get(expression.name)?.returns === 'list';
}
