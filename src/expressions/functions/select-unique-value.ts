import type { ExpressionFunction } from './expression-function.js';
import { isEmpty } from './is-null.js';

/** Without a target to ask, the first rule that yields something wins. Who writes asks rule by rule: `uniqueValueRules`. */
export const selectUniqueValue: ExpressionFunction = {
  name: 'SelectUniqueValue',
  parameters: [{ name: 'rule', type: 'text' }],
  repeats: 1,
  minimumCount: 2,
  returns: 'text',
  isOutermostOnly: true,
  description:
    'The value of the first rule that no other account of the target has; rules without value are passed over. When all are taken the account is not created, and is tried again later. It must be the whole expression, of a mapping that applies only during creation and is not matched on.',
  examples: [
    {
      expression:
        'SelectUniqueValue(Join(".", [givenName], [surname]), Join(".", Mid([givenName],1,1), [surname]))',
      result: ['Amélie.Okonjo-Ruiz'],
    },
  ],
  check: (rules) => {
    const argument = rules.indexOf(null);
    return argument < 0 ? null : { argument, expectation: 'a rule' };
  },
  evaluate: (args) => {
    for (let rule = 0; rule < args.count; rule += 1) {
      const value = args.value(rule);
      if (!isEmpty(value)) return value;
    }
    return null;
  },
};
