import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compileFilter, filterDocument, FilterError, type Filter } from '../../../src/scoping/index.js';
import { operatorNames } from '../../../src/scoping/model.js';
import { aClause, aFilter, aGroup, evaluate, options } from './builders.js';

const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', 'True', '0042', 'DE,FR'),
);
const values = fc.array(text, { maxLength: 4 });
const attribute = fc.constantFrom(
  'city',
  'department',
  'employeeId',
  'badgeNumber',
  'accountEnabled',
  'thumbprint',
);
const attributes = fc.dictionary(attribute, values);
const pattern = fc.constantFrom('.*', 'a|b', '[0-9]+', '(?i)x?', '\\p{L}{2,}', '^$', '(a+)+b');
const number = fc.nat().map(String);

const clause = fc.oneof(
  fc
    .tuple(
      attribute,
      fc.constantFrom(...operatorNames),
      fc.array(fc.oneof(text, pattern, number), { maxLength: 3 }),
    )
    .map(([name, operator, constants]) => aClause(name, operator, ...constants)),
  fc
    .tuple(fc.constantFrom('city', 'employeeId'), fc.constantFrom('REGEX MATCH', 'NOT REGEX MATCH'), pattern)
    .map(([name, operator, constant]) => aClause(name, operator, constant)),
  fc
    .tuple(fc.constantFrom('city', 'employeeId'), number)
    .map(([name, limit]) => aClause(name, 'Greater_Than', limit)),
  fc.constantFrom(
    aClause('city', 'IS NULL'),
    aClause('accountEnabled', 'IS TRUE'),
    aClause('city', '&', 'DE,FR'),
  ),
);
const group = fc
  .tuple(text, fc.array(clause, { minLength: 1, maxLength: 3 }))
  .map(([name, clauses]) => aGroup(name, ...clauses));
const groups = fc.array(group, { maxLength: 3 });
const filter: fc.Arbitrary<Filter> = fc.record({
  groups,
  inputFilterGroups: groups,
  categoryFilterGroups: groups,
});

function isCompilable(candidate: Filter): boolean {
  try {
    compileFilter(candidate, options);
    return true;
  } catch (error) {
    if (error instanceof FilterError) return false;
    throw error;
  }
}

describe('whatever comes', () => {
  it('every object gets an answer from every filter', () => {
    fc.assert(
      fc.property(filter.filter(isCompilable), attributes, (candidate, object) => {
        const { inScope, trace } = evaluate(candidate, object);

        expect(typeof inScope).toBe('boolean');
        expect(Object.values(trace).every((answer) => typeof answer === 'boolean')).toBe(true);
      }),
    );
  });

  it('a filter document is compiled or refused with its problems', () => {
    const json = fc.oneof(
      fc.jsonValue(),
      fc.record({ groups: fc.jsonValue(), inputFilterGroups: fc.jsonValue() }, { requiredKeys: [] }),
      filter,
    );
    fc.assert(
      fc.property(json, (document) => {
        const parsed = filterDocument.safeParse(document);
        if (parsed.success) isCompilable(parsed.data);
      }),
    );
  });
});

describe('of a value, an operator and its negation', () => {
  const constantOf = { EQUALS: text, 'REGEX MATCH': pattern, '&': text };

  it.each([
    ['EQUALS', 'NOT EQUALS'],
    ['REGEX MATCH', 'NOT REGEX MATCH'],
    ['&', '!&'],
  ] as const)('%s and %s: exactly one is true, and of nothing none', (positive, negative) => {
    const constants = fc.array(constantOf[positive], { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(constants, values, (wanted, given) => {
        const [isTrue, isNegated] = [positive, negative].map(
          (operator) =>
            evaluate(aFilter(aGroup('Only', aClause('city', operator, ...wanted))), { city: given }).inScope,
        );

        expect([isTrue, isNegated].filter(Boolean)).toHaveLength(given.some((value) => value !== '') ? 1 : 0);
      }),
    );
  });

  it('IS NULL and IS NOT NULL: exactly one is true, always', () => {
    fc.assert(
      fc.property(values, (given) => {
        const answers = ['IS NULL', 'IS NOT NULL'].map(
          (operator) => evaluate(aFilter(aGroup('Only', aClause('city', operator))), { city: given }).inScope,
        );

        expect(answers.filter(Boolean)).toHaveLength(1);
      }),
    );
  });
});
