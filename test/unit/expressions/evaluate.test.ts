import { describe, expect, it } from '@jest/globals';
import { evaluate } from '../../../src/expressions/evaluate.js';
import { evaluationContext } from '../../../src/expressions/evaluation-context.js';
import { ExpressionEvaluationError } from '../../../src/expressions/expression-error.js';
import { attributesOf } from '../../../src/expressions/expression-parts.js';
import { FlowIgnored } from '../../../src/expressions/flow-ignored.js';
import type { ComparisonOperator, Value } from '../../../src/expressions/model.js';
import { parseExpression } from '../../../src/expressions/parser.js';
import { resultOf } from './sample-evaluation.js';

describe('an expression', () => {
  it.each<[string, Value]>([
    ['[department]', ['Field Sales']],
    ['[DEPARTMENT]', ['Field Sales']],
    ['[mail]', null],
    ['[noValues]', null],
    ['[empty]', ['']],
    ['[twoValues]', ['a', 'b']],
    ['[twice]', ['1']],
    ['[TWICE]', null],
    ['[extension_1_Badge]', ['7']],
    ['[extension_1_badge]', null],
    ['"text"', ['text']],
    ['-1.50', ['-1.50']],
    ['&HF', ['15']],
    ['True', ['True']],
    ['NULL', null],
    ['Join("", ToUpper(Item([twoValues], 2)), Not(""))', ['BTrue']],
  ])('%s yields %j', (expression, expected) => {
    const attributes = {
      empty: [''],
      noValues: [],
      twoValues: ['a', 'b'],
      extension_1_Badge: ['7'],
      twice: ['1'],
      Twice: ['2'],
    };

    expect(resultOf(expression, attributes)).toEqual(expected);
  });

  it('reads only what its result depends on', () => {
    const read: string[] = [];
    const context = evaluationContext((name) => {
      read.push(name);
      return name === 'b' ? ['x'] : null;
    });

    evaluate(parseExpression('Coalesce([a], Switch([b], [c], "x", [d], [e], [f]), [g])'), context);

    expect(read).toEqual(['a', 'b', 'd', 'g']);
  });

  it('reads an argument once, however many values a function applies it to', () => {
    let times = 0;
    const context = evaluationContext((name) => {
      if (name === 'list') return ['a', 'b', 'c'];
      times += 1;
      return ['!'];
    });

    expect(evaluate(parseExpression('Append([list], [suffix])'), context)).toEqual(['a!', 'b!', 'c!']);
    expect(times).toBe(1);
  });

  it('takes time in proportion to its length, however deep the calls are', () => {
    const depth = 100;
    const expression = `${'Append([proxyAddresses], Item('.repeat(depth)}[proxyAddresses]${', 1))'.repeat(depth)}`;

    expect(resultOf(expression)).toHaveLength(3);
  });

  it('has no result when a text grows beyond all use', () => {
    const evaluating = () => resultOf(`${'ConvertToUTF8Hex('.repeat(150)}"x"${')'.repeat(150)}`);

    expect(evaluating).toThrow(ExpressionEvaluationError);
    expect(evaluating).toThrow(/^ConvertToUTF8Hex would yield \d+ characters/);
  });

  it.each<[ComparisonOperator, Value]>([
    ['=', ['True']],
    ['<>', ['False']],
    ['>=', ['True']],
    ['<', ['False']],
  ])('compares the values of both sides: 42 %s [employeeId] is %j', (operator, expected) => {
    const comparison = {
      type: 'comparison',
      operator,
      left: { type: 'constant', value: ['42'] },
      right: { type: 'attribute', name: 'employeeId' },
    } as const;

    expect(
      evaluate(
        comparison,
        evaluationContext(() => ['00042']),
      ),
    ).toEqual(expected);
  });

  it.each<[string, 'attribute' | 'object']>([
    ['IgnoreAttributeFlow', 'attribute'],
    ['IgnoreObjectFlow', 'object'],
    ['Coalesce([mail], IgnoreAttributeFlow)', 'attribute'],
    ['Append(ToLower(Switch([department], , "Field Sales", IgnoreObjectFlow)), "!")', 'object'],
  ])('%s lets nothing flow, of the %s', (expression, of) => {
    const result = resultOf(expression);

    expect(result).toBeInstanceOf(FlowIgnored);
    expect(result).toMatchObject({ of });
  });

  it('flows when the branch that ignores it is not taken', () => {
    expect(resultOf('Coalesce([department], IgnoreAttributeFlow)')).toEqual(['Field Sales']);
  });

  it('names the attributes it reads', () => {
    expect(attributesOf(parseExpression('Join(" ", [a], ToLower([b]), "c", [a])'))).toEqual(['a', 'b', 'a']);
  });
});
