import { describe, expect, it } from '@jest/globals';
import { compare } from '../../../src/expressions/compare.js';
import type { ComparisonOperator, Value } from '../../../src/expressions/model.js';

const OPERATORS: readonly ComparisonOperator[] = ['=', '<>', '>', '>=', '<', '<='];
const HOLDING = {
  equal: ['=', '>=', '<='],
  less: ['<>', '<', '<='],
  greater: ['<>', '>', '>='],
  incomparable: [],
} as const;

describe('a comparison', () => {
  it.each<[Value, keyof typeof HOLDING, Value]>([
    [['9'], 'less', ['10']],
    [['10'], 'greater', ['9']],
    [['1'], 'equal', ['1.0']],
    [['00042'], 'equal', ['42']],
    [['+5'], 'equal', [' 5 ']],
    [['-2'], 'less', ['-1.5']],
    [['0'], 'equal', ['-0']],
    [['134144208000000001'], 'greater', ['134144208000000000']],
    [['9'.repeat(400)], 'equal', ['9'.repeat(400)]],

    [['9a'], 'greater', ['10a']],
    [['9'], 'greater', ['10a']],
    [['1e3'], 'greater', ['1000']],
    [['0x10'], 'greater', ['0']],
    [['Field Sales'], 'equal', ['Field Sales']],
    [['field sales'], 'greater', ['Field Sales']],
    [['Zoo'], 'less', ['apple']],
    [['é'], 'greater', ['z']],
    [['e\u0301'], 'less', ['é']],
    [[''], 'equal', ['']],
    [[''], 'less', ['0']],
    [['True'], 'greater', ['False']],

    [['a', 'b'], 'equal', ['a', 'b']],
    [['a', 'b'], 'less', ['a', 'c']],
    [['a', 'b'], 'greater', ['a']],
    [['b'], 'greater', ['a', 'z']],

    [null, 'incomparable', ['x']],
    [['x'], 'incomparable', null],
    [null, 'incomparable', ['']],
    [['0'], 'incomparable', null],
    [null, 'incomparable', null],
  ])('of %j finds it %s: %j', (left, relation, right) => {
    expect(OPERATORS.filter((operator) => compare(operator, left, right)).sort()).toEqual(
      [...HOLDING[relation]].sort(),
    );
  });
});
