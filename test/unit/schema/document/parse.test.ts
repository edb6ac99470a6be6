import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { pathText } from '../../../../src/document-path.js';
import {
  normalizeSynchronizationSchema,
  objectSchemaOf,
  parseSynchronizationSchema,
  SchemaDocumentError,
} from '../../../../src/schema/document/index.js';
import { documentWith, fixture } from './fixture.js';

const FIXTURES = ['entra-export.json', 'minimal.json', 'odd-order.yaml'];
const MAPPINGS = 'synchronizationRules[0].objectMappings[0].attributeMappings';

describe('a schema document', () => {
  it.each(FIXTURES)('%s is taken as it is, unknown properties and all', (name) => {
    const before = JSON.stringify(fixture(name));

    expect(JSON.stringify(parseSynchronizationSchema(fixture(name)))).toBe(before);
  });

  it('is refused with all its mistakes at once, each at its place', () => {
    const problems = problemsOf(fixture('refused.json'));

    expect(problems.map(({ path, problem }) => [pathText(path), problem])).toEqual([
      ['version', 'must be text'],
      ['directories[0].objects[0].attributes[0].type', expect.stringContaining('(did you mean String?)')],
      [
        'directories[0].objects[0].attributes[1].mutability',
        expect.stringContaining('(did you mean ReadOnly?)'),
      ],
      ['synchronizationRules[0].objectMappings[0].enabled', 'must be true or false'],
      [
        'synchronizationRules[0].objectMappings[0].flowTypes',
        expect.stringContaining('"Add, Update, Delete"'),
      ],
      [`${MAPPINGS}[0].matchingPriority`, 'must be a whole number'],
      [`${MAPPINGS}[1].flowType`, expect.stringContaining('(did you mean Always?)')],
      [`${MAPPINGS}[3].targetAttributeName`, 'is missing: it must be text'],
      ['directories[0].objects[0].attributes', 'must have one attribute with "anchor": true, not 2'],
      [
        'synchronizationRules[0].objectMappings[0].sourceObjectName',
        expect.stringContaining('(did you mean User?)'),
      ],
      ['synchronizationRules[0].targetDirectoryName', expect.stringContaining('(did you mean Small App?)')],
      [
        `${MAPPINGS}[1].source.expression`,
        expect.stringMatching(/^cannot be read: expected .* at position 1\b/),
      ],
      [`${MAPPINGS}[2].source.name`, 'is no function of the language (did you mean Join?)'],
      [`${MAPPINGS}[3].source.expression`, 'cannot be read: expected "," or ")" at position 22'],
      [`${MAPPINGS}[4].source.parameters[1].key`, 'is no parameter of Append, which takes source, suffix'],
      [`${MAPPINGS}[5].source.expression`, 'has more than 10000 characters'],
    ]);
  });

  it.each<[string, unknown, string]>([
    ['nothing', undefined, 'the document is missing: it must be an object'],
    ['a list', [], 'the document must be an object'],
    ['no directories', { synchronizationRules: [] }, 'directories is missing: it must be a list'],
    [
      'a deep nest',
      JSON.parse(`${'['.repeat(2_000)}${']'.repeat(2_000)}`),
      'the document is nested too deeply',
    ],
    [
      'too much',
      { ...documentWith(null), more: 'x'.repeat(2 * 1_048_576) },
      'the document is larger than 2 MiB',
    ],
    [
      'a constant without anything',
      documentWith({ type: 'Constant' }),
      'source needs a name or an expression',
    ],
    ['a name that ends its bracket', documentWith({ type: 'Attribute', name: 'a] [b' }), 'source.name'],
    ['an unknown kind of source', documentWith({ type: 'Join' }), 'Attribute, Constant, Function'],
    [
      'a comparison as the whole',
      documentWith({ type: 'Function', name: '=', parameters: sides('left', 'right') }),
      'source stands for an expression that cannot be read',
    ],
    [
      'a one-sided comparison',
      documentWith({
        type: 'Function',
        name: 'CBool',
        parameters: [argument('expression', { type: 'Function', name: '<' })],
      }),
      'source.parameters[0].value.parameters must be left and right',
    ],
    [
      'a parameter given twice',
      documentWith({ type: 'Function', name: 'Append', parameters: sides('source', 'source') }),
      'parameters[1].key is given more often than Append takes it',
    ],
  ])('with %s is refused', (_, data, problem) => {
    expect(() => parseSynchronizationSchema(data)).toThrow(SchemaDocumentError);
    expect(() => parseSynchronizationSchema(data)).toThrow(problem);
  });

  it('reads the deepest expression there may be, and its parameters', () => {
    let node: unknown = { type: 'Attribute', name: 'mail' };
    for (let depth = 0; depth < 199; depth += 1)
      node = { type: 'Function', name: 'StripSpaces', parameters: [argument('source', node)] };

    expect(problemsOf(documentWith(node))).toEqual([]);
  });

  it('of any kind of data is refused in the one way there is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (data) => {
        problemsOf(data);
      }),
    );
  });

  it('with any part replaced by anything is refused in the one way there is, or accepted', () => {
    const entries = JSON.stringify(fixture('odd-order.yaml')).split(/[,[{]/).length;
    fc.assert(
      fc.property(fc.nat(entries), fc.jsonValue({ maxDepth: 2 }), (place, replacement) => {
        const data = replaceNth(fixture('odd-order.yaml'), place, replacement);
        if (problemsOf(data).length > 0) return;
        const document = normalizeSynchronizationSchema(parseSynchronizationSchema(data));
        expect(objectSchemaOf(document, 'Group')).toBeNull();
        expect(problemsOf(document)).toEqual([]);
      }),
    );
  });
});

function problemsOf(data: unknown) {
  try {
    parseSynchronizationSchema(data);
    return [];
  } catch (error) {
    if (error instanceof SchemaDocumentError) return error.problems;
    throw error;
  }
}

function argument(key: string, value: unknown) {
  return { key, value };
}

function sides(...keys: readonly string[]) {
  return keys.map((key) => argument(key, { type: 'Attribute', name: 'mail' }));
}

/** The data with the value at the n-th place, in the order of a walk, replaced. */
function replaceNth(data: unknown, place: number, replacement: unknown): unknown {
  let next = 0;
  const walk = (value: unknown): unknown => {
    next += 1;
    if (next - 1 === place) return replacement;
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, walk(inner)]));
  };
  return walk(data);
}
