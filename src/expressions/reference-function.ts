import { usageOf } from './call-forms.js';
import type { Example, ExpressionFunction, Parameter } from './functions/expression-function.js';

/** One function's section of the mapping reference, without an empty line at its end. */
export function functionSection(one: ExpressionFunction): string {
  const parameters = [...one.parameters, ...(one.alternative ?? [])];
  const named = new Map(parameters.map((parameter) => [parameter.name, parameter]));
  return [
    `### ${one.name}`,
    '',
    '```text',
    usageOf(one),
    '```',
    '',
    one.description,
    '',
    ...[...named.values()].map((parameter) => `- ${parameterText(parameter)}`),
    `- yields: ${one.returns}`,
    '',
    '```text',
    ...one.examples.map(exampleText),
    '```',
  ].join('\n');
}

/** `culture: text, optional`. */
export function parameterText({ name, type, isOptional }: Parameter): string {
  return `${name}: ${type}${isOptional === true ? ', optional' : ''}`;
}

/** The call, and below it what it yields: a line for each value. */
export function exampleText({ expression, result, isOneOfMany }: Example): string {
  const remark = isOneOfMany === true ? ' (for example)' : '';
  const values = result?.map((text) => (text === '' ? '""' : text)) ?? ['null'];
  return [expression, ...values.map((text) => `  → ${text}${remark}`)].join('\n');
}
