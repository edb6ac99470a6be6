import { describe, expect, it } from '@jest/globals';
import { parametersFor } from '../../../../src/expressions/call-forms.js';
import { ExpressionError } from '../../../../src/expressions/expression-error.js';
import { formatExpression } from '../../../../src/expressions/format.js';
import type { ExpressionFunction } from '../../../../src/expressions/functions/expression-function.js';
import { functions } from '../../../../src/expressions/functions/index.js';
import { parseExpression } from '../../../../src/expressions/parser.js';
import type { SourceNode } from '../../../../src/schema/document/model.js';
import { meaningOf } from '../../../../src/schema/document/source-meaning.js';
import { normalizeSource, sourceNodeOf } from '../../../../src/schema/document/source-node.js';

const nodeOf = (text: string) => sourceNodeOf(parseExpression(text));
const fromParameters = ({ type, name, parameters }: SourceNode): SourceNode => ({
  type,
  name,
  parameters: (parameters ?? []).map(({ key, value }) => ({ key, value: fromParameters(value) })),
});
/** NULL is told from the text "NULL" by its expression alone. */
const isWithoutBareWords = (text: string) =>
  !/\bNULL\b|Ignore(Attribute|Object)Flow\b|\(, |, ,|, \)/.test(text);

describe('every function has its parameters and is built from them again', () => {
  it.each([...functions.values()].map((called) => [called.name, called] as const))('%s', (_, called) => {
    const texts = callsOf(called);

    expect(texts).not.toEqual([]);
    for (const text of texts) {
      const expression = parseExpression(text);
      const node = sourceNodeOf(expression);
      const rebuilt = meaningOf({ ...node, expression: undefined });
      expect([text, formatExpression(rebuilt)]).toEqual([text, asWritten(formatExpression(expression))]);
      expect(sourceNodeOf(rebuilt).parameters).toEqual(node.parameters);
      if (isWithoutBareWords(text)) expect(meaningOf(fromParameters(node))).toEqual(rebuilt);
    }
  });
});

describe('the parameters of exports', () => {
  it.each<[string, readonly (readonly [string, string])[]]>([
    [
      'Append([a], " (ext)")',
      [
        ['source', 'a'],
        ['suffix', ' (ext)'],
      ],
    ],
    [
      'Join(" ", [a], [b], [c])',
      [
        ['separator', ' '],
        ['source', 'a'],
        ['source', 'b'],
        ['source', 'c'],
      ],
    ],
    [
      'Mid([a], 1, 8)',
      [
        ['source', 'a'],
        ['start', '1'],
        ['length', '8'],
      ],
    ],
    ['Not([a])', [['source', 'a']]],
    [
      'Split([a], ",")',
      [
        ['source', 'a'],
        ['delimiter', ','],
      ],
    ],
    [
      'Replace([a], , "[()\\\\s-]+", , "", , )',
      [
        ['source', 'a'],
        ['RegularExpression', '[()\\s-]+'],
        ['Replacement', ''],
      ],
    ],
    [
      'Replace([a], "x", , , , , "x@b")',
      [
        ['source', 'a'],
        ['Find', 'x'],
        ['Template', 'x@b'],
      ],
    ],
    [
      'Replace([a], , "(?<n>x)", "n", , [b], )',
      [
        ['source', 'a'],
        ['RegularExpression', '(?<n>x)'],
        ['RegularExpressionGroupName', 'n'],
        ['ReplacementPropertyName', 'b'],
      ],
    ],
    [
      'Switch([a], "d", "k", "v")',
      [
        ['source', 'a'],
        ['defaultValue', 'd'],
        ['switchValue', 'k'],
        ['switchValue', 'v'],
      ],
    ],
    [
      'Switch([a], , "k", "v")',
      [
        ['source', 'a'],
        ['switchValue', 'k'],
        ['switchValue', 'v'],
      ],
    ],
    [
      'FormatDateTime([a], "RoundtripKind", "yyyy", "M")',
      [
        ['source', 'a'],
        ['dateTimeStyles', 'RoundtripKind'],
        ['inputFormat', 'yyyy'],
        ['outputFormat', 'M'],
      ],
    ],
    [
      'FormatDateTime([a], , "yyyy", "M")',
      [
        ['source', 'a'],
        ['inputFormat', 'yyyy'],
        ['outputFormat', 'M'],
      ],
    ],
    [
      'FormatDateTime([a], "yyyy", "M")',
      [
        ['source', 'a'],
        ['inputFormat', 'yyyy'],
        ['outputFormat', 'M'],
      ],
    ],
    [
      'IIF([a] = "b", "c", "d")',
      [
        ['condition', '='],
        ['valueIfTrue', 'c'],
        ['valueIfFalse', 'd'],
      ],
    ],
  ])('%s', (text, expected) => {
    const { parameters } = nodeOf(text);

    expect(parameters?.map(({ key, value }) => [key, value.name])).toEqual(expected);
  });

  it('hold a comparison as a function of two sides', () => {
    const condition = nodeOf('IIF([department] <> "HQ", "a", "b")').parameters?.[0]?.value;

    expect(condition).toMatchObject({
      type: 'Function',
      name: '<>',
      expression: '[department] <> "HQ"',
      parameters: [
        { key: 'left', value: { type: 'Attribute', name: 'department' } },
        { key: 'right', value: { type: 'Constant', name: 'HQ' } },
      ],
    });
  });

  it('keep the pairs of Switch together when one of a pair is empty', () => {
    const node = nodeOf('Switch([a], "d", "k", , "l", "v")');

    expect(formatExpression(meaningOf({ ...node, expression: null }))).toBe(
      'Switch([a], "d", "k", NULL, "l", "v")',
    );
  });
});

describe('a constant', () => {
  it.each([
    ['1', { name: '1', expression: '"1"' }],
    ['"say \\"hi\\" \\\\ now"', { name: 'say "hi" \\ now', expression: '"say \\"hi\\" \\\\ now"' }],
    ['""', { name: '', expression: '""' }],
    ['True', { name: 'True', expression: '"True"' }],
    ['NULL', { name: 'NULL', expression: 'NULL' }],
    ['"NULL"', { name: 'NULL', expression: '"NULL"' }],
    ['IgnoreAttributeFlow', { name: 'IgnoreAttributeFlow', expression: 'IgnoreAttributeFlow' }],
    ['IgnoreObjectFlow', { name: 'IgnoreObjectFlow', expression: 'IgnoreObjectFlow' }],
  ])('%s survives', (text, expected) => {
    const node = nodeOf(text);

    expect(node).toEqual({ type: 'Constant', ...expected, parameters: [] });
    expect(meaningOf(node)).toEqual(parseExpression(text));
  });
});

describe('the normal form of a source', () => {
  it.each<[string, SourceNode, SourceNode]>([
    [
      'is derived from name and type',
      { type: 'Attribute', name: 'mail' },
      { type: 'Attribute', name: 'mail', expression: '[mail]', parameters: [] },
    ],
    [
      'calls a function that has no parameters',
      { type: 'Function', name: 'Guid' },
      { type: 'Function', name: 'Guid', expression: 'Guid()', parameters: [] },
    ],
    [
      'is what the expression says where the parameters disagree',
      {
        type: 'Constant',
        name: 'x',
        expression: '[mail]',
        parameters: [{ key: 'k', value: { type: 'Constant', name: 'y' } }],
      },
      { type: 'Attribute', name: 'mail', expression: '[mail]', parameters: [] },
    ],
    [
      "keeps the expression's own text",
      { type: 'Function', expression: ' Not( [a] ) ' },
      { ...nodeOf('Not([a])'), expression: ' Not( [a] ) ' },
    ],
  ])('%s', (_, given, expected) => {
    expect(normalizeSource(given)).toEqual(expected);
    expect(normalizeSource(expected)).toEqual(expected);
  });

  it('replaces parameters when one of them disagrees with the expression', () => {
    const given = { ...nodeOf('Append([a], "x")'), expression: 'Append([a], "y")' };

    expect(normalizeSource(given)).toEqual(nodeOf('Append([a], "y")'));
  });

  it('keeps parameters that mean the same, with what is unknown about them and keys of another kind', () => {
    const parameters = [
      { key: 'theSeparator', value: { type: 'Constant' as const, name: ' ', expression: '" "', seen: 1 } },
      { key: 'source', value: { type: 'Attribute' as const, name: 'a' }, comment: 'kept' },
    ];
    const given: SourceNode = { type: 'Function', name: 'Join', expression: 'Join(" ",[a])', parameters };

    expect(normalizeSource(given)).toMatchObject({ parameters });
  });

  it('reads every function whose keys stand in another order', () => {
    const [first, second] = nodeOf('Append([a], "x")').parameters ?? [];
    const given = {
      type: 'Function' as const,
      name: 'Append',
      parameters: [second, first].filter((one) => one !== undefined),
    };

    expect(normalizeSource(given)).toEqual(nodeOf('Append([a], "x")'));
  });
});

/** The examples of a function, and calls with every number of arguments that it takes. */
function callsOf(called: ExpressionFunction): readonly string[] {
  const generated = Array.from({ length: called.parameters.length + 5 }, (_, count) => count)
    .filter((count) => parametersFor(called, count) !== null)
    .map(
      (count) => `${called.name}(${Array.from({ length: count }, (__, index) => `[a${index}]`).join(', ')})`,
    );
  return [...called.examples.map(({ expression }) => expression), ...generated.filter(isReadable)];
}

function isReadable(text: string): boolean {
  try {
    parseExpression(text);
    return true;
  } catch (error) {
    if (error instanceof ExpressionError) return false;
    throw error;
  }
}

/** An empty style of FormatDateTime is the same call without it. */
function asWritten(text: string): string {
  return text.replace(/^(FormatDateTime\([^,]+), ,/, '$1,');
}
