import { FlowIgnored } from '../flow-ignored.js';
import type { ExpressionFunction } from './expression-function.js';
import { isEmpty } from './is-null.js';

export const ignoreFlowIfNullOrEmpty: ExpressionFunction = {
  name: 'IgnoreFlowIfNullOrEmpty',
  parameters: [{ name: 'expression', type: 'any' }],
  returns: 'any',
  description:
    'The argument, unless it is null or `""`: then the attribute is left out of this flow, its default value too, and the target keeps what it has. `IgnoreFlowIfNullOrEmpty([mail])` sends nothing for a person without mail.',
  examples: [{ expression: 'IgnoreFlowIfNullOrEmpty([department])', result: ['Field Sales'] }],
  evaluate: (args) => {
    const value = args.value(0);
    if (isEmpty(value)) throw FlowIgnored.of('attribute');
    return value;
  },
};
