import { attributeLookup } from '../src/expressions/attribute-lookup.js';
import { evaluate } from '../src/expressions/evaluate.js';
import { evaluationContext } from '../src/expressions/evaluation-context.js';
import { parseExpression } from '../src/expressions/parser.js';

/**
 * How many evaluations of one common mapping a core makes in a second: parsed once, then for each person a context of
 * its own and both attributes looked up. Run it with `npx tsx bench/expressions.ts`; it prints one line of JSON.
 */
const EXPRESSION = 'Join(" ", [givenName], [surname])';
const PEOPLE = 10_000;
const RUNS = 5;
const RUN_MS = 1_000;
const TARGET_PER_SECOND = 200_000;

const expression = parseExpression(EXPRESSION);
const people = Array.from({ length: PEOPLE }, (_, index) => ({
  userPrincipalName: [`person${index}@lab.example`],
  givenName: [`Amélie ${index}`],
  surname: ['Okonjo-Ruiz'],
  department: ['Field Sales'],
}));

evaluationsPerSecond(); // until the code is compiled
const runs = Array.from({ length: RUNS }, evaluationsPerSecond).toSorted((one, other) => one - other);
const perSecond = runs[Math.floor(RUNS / 2)] ?? 0;
console.log(
  JSON.stringify({
    expression: EXPRESSION,
    evaluationsPerSecond: perSecond,
    slowest: runs[0],
    fastest: runs.at(-1),
    target: TARGET_PER_SECOND,
    reached: perSecond >= TARGET_PER_SECOND,
  }),
);

/** Everybody again and again for a second. What comes out is looked at, lest the work be optimised away. */
function evaluationsPerSecond(): number {
  const start = performance.now();
  let count = 0;
  let elapsedMs = 0;
  for (; elapsedMs < RUN_MS; elapsedMs = performance.now() - start) {
    for (const person of people) {
      const result = evaluate(expression, evaluationContext(attributeLookup(person)));
      if (!Array.isArray(result) || result[0] === '') throw new Error('The expression yielded no name');
    }
    count += PEOPLE;
  }
  return Math.round((count * 1_000) / elapsedMs);
}
