import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { connectors } from '../../../../src/gallery/index.js';
import { compileObjectMapping } from '../../../../src/schema/compile.js';
import {
  exportSynchronizationSchema,
  objectSchemaOf,
  parseSynchronizationSchema,
  toSynchronizationSchema,
} from '../../../../src/schema/document/index.js';
import type { ObjectSchema } from '../../../../src/schema/model.js';
import { objectSchemas } from './generated-documents.js';

const NAMES = { appId: 'app', appName: 'App' };
const exported = (user: ObjectSchema) => toSynchronizationSchema({ user }, NAMES);
const imported = (text: string) =>
  objectSchemaOf(parseSynchronizationSchema(JSON.parse(text)), 'User')?.schema;

describe('the schema document of an app that has none', () => {
  it.each(Object.values(connectors).map((connector) => [connector.id, connector.mappings.user] as const))(
    "of %s's default mappings yields them again",
    (_, mapping) => {
      const document = exported({ mapping, sourceAttributes: [], targetAttributes: [] });

      expect(imported(exportSynchronizationSchema(document))?.mapping).toEqual(mapping);
    },
  );

  it.each(Object.values(connectors).map((connector) => [connector.id, connector.mappings.user] as const))(
    "of %s's default mappings means the same to the engine",
    (_, mapping) => {
      const schema = { mapping, sourceAttributes: [], targetAttributes: [] };
      const options = { scope: 'assigned', regexMatch: 'whole' } as const;
      const compiled = JSON.stringify(compileObjectMapping(schema, options));

      const again = imported(exportSynchronizationSchema(exported(schema))) ?? schema;

      // A document must say how much an extension attribute holds: as much as its source.
      expect(again).not.toBe(schema);
      expect(JSON.stringify(compileObjectMapping(again, options))).toBe(
        compiled.replaceAll('"holds":"either"', '"holds":"one"'),
      );
    },
  );

  it('yields the same mappings when it is imported, and the same document when that is exported', () => {
    fc.assert(
      fc.property(objectSchemas, (schema) => {
        const text = exportSynchronizationSchema(exported(schema));

        const again = imported(text);

        expect(again?.mapping).toEqual(schema.mapping);
        expect(again === undefined ? '' : exportSynchronizationSchema(exported(again))).toBe(text);
      }),
    );
  });

  it('lists what is read and what is written, with one anchor each', () => {
    const [source, target] = exported({
      mapping: {
        sourceObjectName: 'User',
        targetObjectName: 'User',
        enabled: true,
        flowTypes: ['Add'],
        scope: {
          groups: [
            {
              name: 'HQ',
              clauses: [
                { sourceOperandName: 'City', operatorName: 'EQUALS', targetOperand: { values: ['Porto'] } },
              ],
            },
          ],
          inputFilterGroups: [],
          categoryFilterGroups: [],
        },
        attributeMappings: [
          mappingOf('userName', { type: 'Attribute', name: 'userPrincipalName' }),
          mappingOf('urn:x:desk:User:tags', { type: 'Attribute', name: 'proxyAddresses' }),
          mappingOf('active', { type: 'Function', expression: 'Not([IsSoftDeleted])' }),
        ],
      },
      sourceAttributes: [],
      targetAttributes: [],
    }).directories.map(({ objects }) => objects?.[0]?.attributes ?? []);

    expect(source?.map(({ name, anchor }) => [name, anchor])).toEqual([
      ['objectId', true],
      ['userPrincipalName', false],
      ['proxyAddresses', false],
      ['IsSoftDeleted', false],
      ['city', false],
    ]);
    expect(target?.map(({ name, anchor, type, multivalued }) => [name, anchor, type, multivalued])).toEqual([
      ['id', true, 'String', false],
      ['userName', false, 'String', false],
      ['urn:x:desk:User:tags', false, 'String', true],
      ['active', false, 'Boolean', false],
    ]);
  });
});

function mappingOf(
  targetAttributeName: string,
  source: ObjectSchema['mapping']['attributeMappings'][number]['source'],
): ObjectSchema['mapping']['attributeMappings'][number] {
  return {
    targetAttributeName,
    source,
    matchingPriority: 0,
    flowType: 'Always',
    flowBehavior: 'FlowWhenChanged',
    flowNullValues: false,
  };
}
