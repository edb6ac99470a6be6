import { z } from 'zod';
import { hasFilterList, WITHOUT_FILTER_LISTS } from '../../scoping/index.js';
import { attributeFlowBehaviors, attributeFlowTypes, attributeTypes, mutabilities } from '../model.js';
import { parseFlowTypes } from './flow-types.js';

/*
 * The objects of a synchronizationSchema as Graph documents them. Nothing has a default, so that what a document leaves out
 * stays out, and unknown properties are kept. The order of the properties is the canonical one.
 */

const name = z.string().min(1);
const text = z.string().nullish();
const flag = z.boolean().nullish();
const list = <T extends z.ZodType>(item: T) => z.array(item).nullish();

const metadata = list(z.looseObject({ key: text, value: z.unknown().optional() }));

/**
 * Where a value comes from, twice: `expression` is the text form, `parameters` the parsed one.
 * @see Microsoft Graph, attributeMappingSource.
 */
export const sourceNode = z.looseObject({
  type: z.enum(['Attribute', 'Constant', 'Function']),
  /** The attribute, the constant's raw value, or the function. */
  name: text,
  expression: text,
  get parameters() {
    return list(sourceParameter);
  },
});

const sourceParameter = z.looseObject({
  key: z.string(),
  get value() {
    return sourceNode;
  },
});

const attributeMapping = z.looseObject({
  targetAttributeName: name,
  source: sourceNode.nullish(),
  defaultValue: text,
  matchingPriority: z.int().min(0).nullish(),
  flowType: z.enum(attributeFlowTypes).nullish(),
  flowBehavior: z.enum(attributeFlowBehaviors).nullish(),
  exportMissingReferences: flag,
  flowNullValues: flag,
});

const filterGroups = list(
  z.looseObject({
    name: text,
    clauses: list(
      z.looseObject({
        sourceOperandName: name,
        operatorName: name,
        targetOperand: z.looseObject({ values: list(z.string()) }).nullish(),
      }),
    ),
  }),
);

const objectMapping = z.looseObject({
  name: text,
  enabled: flag,
  flowTypes: z
    .string()
    .refine((flowTypes) => parseFlowTypes(flowTypes) !== null, 'must be flow types: "Add, Update, Delete"')
    .nullish(),
  sourceObjectName: name,
  targetObjectName: name,
  scope: z
    .looseObject({
      groups: filterGroups,
      inputFilterGroups: filterGroups,
      categoryFilterGroups: filterGroups,
    })
    .refine(hasFilterList, WITHOUT_FILTER_LISTS)
    .nullish(),
  metadata,
  attributeMappings: list(attributeMapping),
});

const synchronizationRule = z.looseObject({
  id: text,
  name: text,
  priority: z.int().nullish(),
  editable: flag,
  sourceDirectoryName: name,
  targetDirectoryName: name,
  metadata,
  objectMappings: list(objectMapping),
});

const attributeDefinition = z.looseObject({
  name,
  type: z.enum(attributeTypes).nullish(),
  anchor: flag,
  required: flag,
  multivalued: flag,
  caseExact: flag,
  mutability: z.enum(mutabilities).nullish(),
  defaultValue: text,
  flowNullValues: flag,
  referencedObjects: list(z.looseObject({ referencedObjectName: text, referencedProperty: text })),
  metadata,
});

const directoryDefinition = z.looseObject({
  id: text,
  name,
  objects: list(
    z.looseObject({
      name,
      attributes: list(attributeDefinition),
      metadata,
      supportedApis: z.unknown().optional(),
    }),
  ),
  readOnly: flag,
  version: text,
  discoveryDateTime: text,
  discoverabilities: z.unknown().optional(),
});

/** @see Microsoft Graph, synchronizationSchema. */
export const synchronizationSchema = z.looseObject({
  '@odata.context': z.unknown().optional(),
  id: text,
  version: text,
  directories: z.array(directoryDefinition),
  synchronizationRules: z.array(synchronizationRule),
});

/** Entra's schema document: what an app's provisioning job exports and imports. */
export type SynchronizationSchemaDocument = z.infer<typeof synchronizationSchema>;
export type SourceNode = z.infer<typeof sourceNode>;
export type SourceParameter = z.infer<typeof sourceParameter>;
export type DocumentAttributeMapping = z.infer<typeof attributeMapping>;
export type DocumentAttributeDefinition = z.infer<typeof attributeDefinition>;
export type DocumentObjectMapping = z.infer<typeof objectMapping>;
