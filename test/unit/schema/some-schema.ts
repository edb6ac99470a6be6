import { attributeDefinition } from '../../../src/schema/attribute-definition.js';
import {
  compileObjectMapping,
  type CompiledObjectMapping,
  type CompileOptions,
} from '../../../src/schema/compile.js';
import { toObjectMapping, type InlineMapping } from '../../../src/schema/inline-mappings.js';
import type { AttributeDefinition, ObjectFlowType, ObjectSchema } from '../../../src/schema/model.js';
import type { Filter } from '../../../src/scoping/model.js';

export const userName: InlineMapping = { target: 'userName', source: 'userPrincipalName', matching: 1 };

export interface SchemaParts {
  readonly objectName?: 'User' | 'Group';
  readonly flowTypes?: readonly ObjectFlowType[] | undefined;
  readonly scope?: Filter | null;
  readonly sourceAttributes?: readonly AttributeDefinition[];
  readonly targetAttributes?: readonly AttributeDefinition[];
}

export function someSchema(mappings: readonly InlineMapping[], parts: SchemaParts = {}): ObjectSchema {
  const {
    objectName = 'User',
    flowTypes,
    scope = null,
    sourceAttributes = [],
    targetAttributes = [],
  } = parts;
  return {
    mapping: toObjectMapping(mappings, {
      objectName,
      scope,
      ...(flowTypes === undefined ? {} : { flowTypes }),
    }),
    sourceAttributes,
    targetAttributes,
  };
}

export function compiled(
  mappings: readonly InlineMapping[],
  parts: SchemaParts = {},
  options: Partial<CompileOptions> = {},
): CompiledObjectMapping {
  return compileObjectMapping(someSchema(mappings, parts), {
    scope: 'assigned',
    regexMatch: 'whole',
    ...options,
  });
}

export const anAttribute = attributeDefinition;
