import { describe, expect, it } from '@jest/globals';
import { objectSchemaOf, parseSynchronizationSchema } from '../../../../src/schema/document/index.js';
import { documentWith, fixture } from './fixture.js';

const usersOf = (data: unknown) => {
  const users = objectSchemaOf(parseSynchronizationSchema(data), 'User');
  if (users === null) throw new Error('The document maps no users');
  return users;
};

describe("the engine's model of a schema document", () => {
  it('has the mappings of an export with their places in it', () => {
    const { schema, path, attributeMappingPaths } = usersOf(fixture('entra-export.json'));
    const { mapping } = schema;

    expect(path).toEqual(['synchronizationRules', 0, 'objectMappings', 0]);
    expect(attributeMappingPaths).toHaveLength(mapping.attributeMappings.length);
    expect(attributeMappingPaths[2]).toEqual([...path, 'attributeMappings', 2]);
    expect(mapping.flowTypes).toEqual(['Add', 'Update', 'Delete']);
    expect(mapping.scope?.groups.map(({ name }) => name)).toEqual(['Field staff', 'Contractors']);
    expect(mapping.attributeMappings.slice(0, 1)).toEqual([
      {
        targetAttributeName: 'userName',
        source: { type: 'Attribute', name: 'userPrincipalName' },
        matchingPriority: 1,
        flowType: 'Always',
        flowBehavior: 'FlowWhenChanged',
        flowNullValues: false,
      },
    ]);
    expect(mapping.attributeMappings.at(-1)).toMatchObject({ source: null, defaultValue: 'Lisbon' });
  });

  it('has what the directories say of attributes', () => {
    const { sourceAttributes, targetAttributes } = usersOf(fixture('entra-export.json')).schema;
    const find = (list: typeof sourceAttributes, name: string) =>
      list.find((attribute) => attribute.name === name);

    expect(find(sourceAttributes, 'objectId')).toEqual({
      name: 'objectId',
      type: 'String',
      required: true,
      multivalued: false,
      caseExact: true,
      mutability: 'ReadOnly',
      flowNullValues: false,
    });
    expect(find(sourceAttributes, 'manager')?.type).toBe('Reference');
    expect(find(sourceAttributes, 'proxyAddresses')?.multivalued).toBe(true);
    expect(find(targetAttributes, 'userName')?.required).toBe(true);
  });

  it('has the documented defaults where a document says nothing', () => {
    const document = documentWith({ type: 'Function', name: 'Guid' });
    const objects = [{ name: 'User', attributes: [{ name: 'objectId', anchor: true }] }];
    const { schema } = usersOf({
      ...document,
      directories: document.directories.map((directory) => ({ ...directory, objects })),
    });

    expect(schema.mapping).toEqual({
      sourceObjectName: 'User',
      targetObjectName: 'User',
      enabled: true,
      flowTypes: ['Add', 'Update', 'Delete'],
      scope: null,
      attributeMappings: [
        {
          targetAttributeName: 'title',
          source: { type: 'Function', expression: 'Guid()' },
          matchingPriority: 0,
          flowType: 'Always',
          flowBehavior: 'FlowWhenChanged',
          flowNullValues: false,
        },
      ],
    });
    expect(schema.sourceAttributes).toEqual([
      {
        name: 'objectId',
        type: 'String',
        required: false,
        multivalued: false,
        caseExact: false,
        mutability: 'ReadWrite',
        flowNullValues: false,
      },
    ]);
  });

  it.each<[string, object, object]>([
    [
      'a bare attribute as a direct one',
      { type: 'Function', expression: '[mail]' },
      { type: 'Attribute', name: 'mail' },
    ],
    ['a number as a constant', { type: 'Constant', expression: '1' }, { type: 'Constant', value: '1' }],
    [
      'NULL as an expression',
      { type: 'Constant', expression: 'NULL' },
      { type: 'Function', expression: 'NULL' },
    ],
    [
      'an expression in its own words',
      { type: 'Function', name: 'x', expression: ' Not([a])' },
      { type: 'Function', expression: ' Not([a])' },
    ],
  ])('takes %s', (_, source, expected) => {
    expect(usersOf(documentWith(source)).schema.mapping.attributeMappings[0]?.source).toEqual(expected);
  });

  it('takes an empty default value as none', () => {
    const { schema } = usersOf(fixture('entra-export.json'));
    const mapping = schema.mapping.attributeMappings.find(
      (each) => each.targetAttributeName === 'preferredLanguage',
    );

    expect(mapping).not.toHaveProperty('defaultValue');
  });

  it('is that of the first enabled mapping in ascending priority, for the resource of that name', () => {
    const document = documentWith(null);
    const [rule] = document.synchronizationRules;
    const objects = [{ name: 'User' }, { name: 'Account' }];
    const ruled = (priority: number | null, object: object) => ({
      ...rule,
      priority,
      objectMappings: rule?.objectMappings.map((each) => ({ ...each, ...object })),
    });
    const { path } = usersOf({
      directories: document.directories.map((directory) => ({ ...directory, objects })),
      synchronizationRules: [
        ruled(null, {}),
        ruled(4, {}),
        ruled(3, {}),
        ruled(2, { enabled: false }),
        ruled(1, { targetObjectName: 'Account' }),
      ],
    });

    expect(path).toEqual(['synchronizationRules', 2, 'objectMappings', 0]);
  });

  it('is none where no enabled mapping provisions such objects', () => {
    const document = parseSynchronizationSchema(fixture('entra-export.json'));

    expect(objectSchemaOf(document, 'Group')).toBeNull();
  });
});
