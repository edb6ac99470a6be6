import type { ExpressionFunction } from './expression-function.js';

export const iif: ExpressionFunction = {
  name: 'IIF',
  parameters: [
    { name: 'condition', type: 'condition' },
    { name: 'valueIfTrue', type: 'any' },
    { name: 'valueIfFalse', type: 'any' },
  ],
  returns: 'any',
  description:
    'The second argument when the condition holds, else the third; the other one is not evaluated. The condition is a comparison with `=`, `<>`, `>`, `>=`, `<` or `<=`, or any expression that yields `True` or `False`. A comparison with null does not hold, whatever its operator: ask `IsNullOrEmpty` first. For AND, put another `IIF` into the second argument; for OR, into the third.',
  examples: [
    { expression: 'IIF([department]="Field Sales","North","Other")', result: ['North'] },
    {
      expression: 'IIF(DateDiff("d", CDate("2026-03-02"), CDate("2026-03-20")) > 14, "wait", "go")',
      result: ['wait'],
    },
    { expression: 'IIF([mail] <> "x", "differs", "null or x")', result: ['null or x'] },
    { expression: 'IIF(IsNullOrEmpty([mail]), [userPrincipalName], [mail])', result: ['aruiz@lab.example'] },
  ],
  check: ([condition]) =>
    condition === null ? { argument: 0, expectation: 'a condition such as [department] = "Sales"' } : null,
  evaluate: (args) => args.value(args.text(0) === 'True' ? 1 : 2),
};
