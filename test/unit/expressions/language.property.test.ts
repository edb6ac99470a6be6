import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { attributeLookup } from '../../../src/expressions/attribute-lookup.js';
import { parametersFor } from '../../../src/expressions/call-forms.js';
import { evaluate } from '../../../src/expressions/evaluate.js';
import { evaluationContext } from '../../../src/expressions/evaluation-context.js';
import { ExpressionError, ExpressionEvaluationError } from '../../../src/expressions/expression-error.js';
import { FlowIgnored } from '../../../src/expressions/flow-ignored.js';
import { formatExpression } from '../../../src/expressions/format.js';
import type {
  ExpressionFunction,
  Parameter,
} from '../../../src/expressions/functions/expression-function.js';
import { functions } from '../../../src/expressions/functions/index.js';
import type { Expression } from '../../../src/expressions/model.js';
import { parseExpression } from '../../../src/expressions/parser.js';
import { sampleAttributes } from '../../../src/expressions/sample-attributes.js';

const MOST_ARGUMENTS = 9;
const ATTRIBUTE_NAMES = [
  ...Object.keys(sampleAttributes),
  'mail',
  'x',
  'emails[type eq "work"].value',
  'a:b-c_1.d',
];
const TEXTS = [
  '',
  ' ',
  '0',
  '-1',
  '7',
  '1.5',
  '9'.repeat(400),
  '"',
  '\\',
  '\\+',
  '{',
  '[0-9]+',
  'True',
  'd',
  'tr-TR',
  'é😀',
  '\ud800',
  '2026-02-30',
  '2026-04-09T06:05:04Z',
  '4/9/2026 6:05:04 AM',
];

const text = fc.oneof(fc.constantFrom(...TEXTS), fc.string({ unit: 'binary', maxLength: 12 }));
const valueLeaf: fc.Arbitrary<Expression> = fc.oneof(
  fc.constantFrom(...ATTRIBUTE_NAMES).map((name) => ({ type: 'attribute' as const, name })),
  text.map((constant) => ({ type: 'constant' as const, value: [constant] })),
  fc.constantFrom<Expression>({ type: 'constant', value: null }, { type: 'ignoreFlow', of: 'attribute' }),
);

/** What may stand inside a call; `inner` is what it may hold in turn. */
function callOf(inner: fc.Arbitrary<Expression>, isOutermost: boolean): fc.Arbitrary<Expression> {
  const callable = [...functions.values()].filter((one) => isOutermost || one.isOutermostOnly !== true);
  return fc.oneof(
    ...callable.flatMap((called) => formsOf(called).map((form) => callWith(called, form, inner))),
  );
}

/** The parameters of every acceptable call with a few arguments. */
function formsOf(called: ExpressionFunction): readonly (readonly Parameter[])[] {
  return Array.from({ length: MOST_ARGUMENTS + 1 }, (_, count) => parametersFor(called, count)).filter(
    (parameters) => parameters !== null,
  );
}

/** Arguments that show a mistake as they are written give way to those of an example. */
function callWith(
  called: ExpressionFunction,
  parameters: readonly Parameter[],
  inner: fc.Arbitrary<Expression>,
): fc.Arbitrary<Expression> {
  const comparison = fc.record({
    type: fc.constant('comparison' as const),
    operator: fc.constantFrom('=', '<>', '>', '>=', '<', '<='),
    left: inner,
    right: inner,
  });
  const args = parameters.map(({ type }) => {
    const given = type === 'condition' ? fc.oneof(inner, comparison) : inner;
    return fc.oneof({ arbitrary: given, weight: 5 }, { arbitrary: fc.constant(null), weight: 1 });
  });
  const examples = called.examples.map(({ expression }) => parseExpression(expression));
  return fc.tuple(fc.tuple(...args), fc.constantFrom(...examples)).map(([chosen, example]) => {
    const isUnwritable = chosen.length === 1 && chosen[0] === null; // `F()` has no argument, not an empty one
    if (isUnwritable || (called.check?.(chosen) ?? null) !== null) return example;
    return { type: 'call' as const, name: called.name, arguments: chosen };
  });
}

const nested = fc.letrec<{ readonly value: Expression }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', maxDepth: 3, withCrossShrink: true },
    valueLeaf,
    callOf(tie('value'), false),
  ),
})).value;
/** Every expression of the language; SelectUniqueValue outermost only. */
const expression = fc.oneof({ arbitrary: callOf(nested, true), weight: 9 }, { arbitrary: nested, weight: 1 });

/** A valid expression in which some characters were lost, doubled, exchanged or replaced. */
const mutated = fc
  .tuple(
    expression.map(formatExpression),
    fc.array(
      fc.tuple(
        fc.nat(),
        fc.nat({ max: 6 }),
        fc.constantFrom('', '(', ')', ',', '[', ']', '"', '\\', '=', '<>', '-', '1', ' ', 'Not('),
      ),
      {
        minLength: 1,
        maxLength: 4,
      },
    ),
  )
  .map(([written, edits]) =>
    edits.reduce((current, [place, removed, inserted]) => {
      const at = place % (current.length + 1);
      return current.slice(0, at) + inserted + current.slice(at + removed);
    }, written),
  );

const attributes = fc.dictionary(
  fc.constantFrom(...ATTRIBUTE_NAMES),
  fc.array(fc.oneof(text, fc.constantFrom(...Object.values(sampleAttributes).flat())), { maxLength: 4 }),
);

function parsed(written: string): Expression | null {
  try {
    return parseExpression(written);
  } catch (error) {
    if (error instanceof ExpressionError) return null;
    throw error;
  }
}

describe('the language', () => {
  it('reads what it writes', () => {
    fc.assert(
      fc.property(expression, (given) => {
        expect(parseExpression(formatExpression(given))).toEqual(given);
      }),
      { numRuns: 500 },
    );
  });

  it('refuses text that is no expression with an ExpressionError within the text, and throws nothing else', () => {
    fc.assert(
      fc.property(fc.oneof(mutated, fc.string({ unit: 'binary' })), (written) => {
        try {
          parseExpression(written);
        } catch (error) {
          expect(error).toBeInstanceOf(ExpressionError);
          const { position } = error as ExpressionError;
          expect(position).toBeGreaterThanOrEqual(0);
          expect(position).toBeLessThanOrEqual(written.length);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('evaluates to values, an ignored flow or an ExpressionEvaluationError, whatever the object', () => {
    fc.assert(
      fc.property(fc.oneof(expression.map(formatExpression), mutated), attributes, (written, object) => {
        const read = parsed(written);
        fc.pre(read !== null);
        try {
          const result = evaluate(read, evaluationContext(attributeLookup(object)));
          if (result === null || result instanceof FlowIgnored) return;
          expect(result.length).toBeGreaterThan(0);
          expect(result.filter((one) => typeof one !== 'string')).toEqual([]);
        } catch (error) {
          expect(error).toBeInstanceOf(ExpressionEvaluationError);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
