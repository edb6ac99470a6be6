import fc from 'fast-check';
import { functions } from '../../../../src/expressions/functions/index.js';
import { attributeFlowTypes, type ObjectSchema } from '../../../../src/schema/model.js';
import { operatorNames } from '../../../../src/scoping/model.js';

const attributeNames = [
  'mail',
  'givenName',
  'department',
  'proxyAddresses',
  'IsSoftDeleted',
  'manager',
  'employeeId',
];
const targetNames = [
  'userName',
  'active',
  'title',
  'roles',
  'name.givenName',
  'emails[type eq "work"].value',
  'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager',
  'urn:ietf:params:scim:schemas:extension:Desk:2.0:User:tags',
];
const calls = [...functions.values()].flatMap(({ examples }) => examples.map(({ expression }) => expression));

const source = fc.oneof(
  fc.record({ type: fc.constant('Attribute' as const), name: fc.constantFrom(...attributeNames) }),
  fc.record({ type: fc.constant('Constant' as const), value: fc.string() }),
  fc.record({
    type: fc.constant('Function' as const),
    expression: fc.constantFrom(...calls, 'NULL', 'IgnoreAttributeFlow', 'Not( [accountEnabled] )'),
  }),
  fc.constant(null),
);

const groups = fc.array(
  fc.record({
    name: fc.string(),
    clauses: fc.array(
      fc.record({
        sourceOperandName: fc.constantFrom(...attributeNames),
        operatorName: fc.constantFrom(...operatorNames),
        targetOperand: fc.record({ values: fc.array(fc.string(), { maxLength: 2 }) }),
      }),
      { maxLength: 2 },
    ),
  }),
  { maxLength: 2 },
);

const attributeMapping = fc.record(
  {
    targetAttributeName: fc.constantFrom(...targetNames),
    source,
    defaultValue: fc.string({ minLength: 1 }),
    matchingPriority: fc.nat(3),
    flowType: fc.constantFrom(...attributeFlowTypes),
    flowBehavior: fc.constantFrom('FlowWhenChanged' as const, 'FlowAlways' as const),
    flowNullValues: fc.boolean(),
  },
  {
    requiredKeys: [
      'targetAttributeName',
      'source',
      'matchingPriority',
      'flowType',
      'flowBehavior',
      'flowNullValues',
    ],
  },
);

/** Schemas of the engine's model, as apps have them. */
export const objectSchemas: fc.Arbitrary<ObjectSchema> = fc.record({
  mapping: fc.record({
    sourceObjectName: fc.constant('User'),
    targetObjectName: fc.constantFrom('User', 'urn:ietf:params:scim:schemas:core:2.0:User'),
    enabled: fc.constant(true),
    flowTypes: fc.subarray(['Add', 'Update', 'Delete'] as const),
    scope: fc.option(fc.record({ groups, inputFilterGroups: groups, categoryFilterGroups: groups })),
    attributeMappings: fc.array(attributeMapping, { maxLength: 6 }),
  }),
  sourceAttributes: fc.constant([]),
  targetAttributes: fc.constant([]),
});

/** Adds unknown properties everywhere and shuffles all of them. */
export function disturbed(data: unknown, seed: number): unknown {
  let state = seed;
  const next = (below: number) => {
    state = (state * 48_271 + 1) % 2_147_483_647;
    return state % below;
  };
  const disturb = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(disturb);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).map(([key, inner]) => [key, disturb(inner)] as const);
    const unknown = Array.from(
      { length: next(3) },
      (_, index) => [`x-${next(50)}-${index}`, { kept: [null, index] }] as const,
    );
    return Object.fromEntries(
      [...entries, ...unknown]
        .map((entry) => ({ entry, at: next(1_000) }))
        .sort((one, other) => one.at - other.at)
        .map(({ entry }) => entry),
    );
  };
  return disturb(data);
}
