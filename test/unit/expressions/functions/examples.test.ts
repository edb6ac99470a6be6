import { describe, expect, it } from '@jest/globals';
import { parseExpression } from '../../../../src/expressions/parser.js';
import { functions } from '../../../../src/expressions/functions/index.js';
import { resultOf } from '../sample-evaluation.js';

const examples = [...functions.values()].flatMap((definition) =>
  definition.examples.map((example) => ({ definition, ...example })),
);

describe('the examples of the mapping reference', () => {
  it.each(examples.filter(({ isOneOfMany }) => isOneOfMany !== true))(
    '$expression yields $result',
    ({ expression, result }) => {
      expect(resultOf(expression)).toEqual(result);
    },
  );

  it.each(examples)('$expression shows the function that it belongs to', ({ definition, expression }) => {
    expect(parseExpression(expression)).toBeDefined();
    expect(expression).toContain(`${definition.name}(`);
  });

  it.each([...functions.values()])(
    '$name has an example and a description',
    ({ examples: own, description }) => {
      expect(own.length).toBeGreaterThan(0);
      expect(description).toMatch(/^[A-Z`].+\.$/s);
    },
  );
});
