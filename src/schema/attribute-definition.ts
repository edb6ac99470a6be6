import type { AttributeDefinition } from './model.js';

/**
 * What is known of an attribute, where only what is remarkable needs to be said.
 * @see Microsoft Graph, attributeDefinition, for what holds otherwise.
 */
export function attributeDefinition(
  name: string,
  facts: Partial<Omit<AttributeDefinition, 'name'>> = {},
): AttributeDefinition {
  return {
    name,
    type: 'String',
    required: false,
    multivalued: false,
    caseExact: false,
    mutability: 'ReadWrite',
    flowNullValues: false,
    ...facts,
  };
}
