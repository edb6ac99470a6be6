import type { ExpressionFunction, Parameter } from './functions/expression-function.js';

/**
 * The parameter that each of `count` arguments stands for; null when the function is not called with so many.
 */
export function parametersFor(called: ExpressionFunction, count: number): readonly Parameter[] | null {
  if (called.alternative?.length === count) return called.alternative;
  const { parameters, repeats = 0, minimumCount = 0 } = called;
  const required = parameters.findLastIndex(({ isOptional }) => isOptional !== true) + 1;
  if (count < Math.max(required, minimumCount)) return null;
  if (count <= parameters.length) return parameters.slice(0, count);
  if (repeats === 0 || (count - parameters.length) % repeats !== 0) return null;
  return Array.from({ length: count }, (_, index) => {
    const beyond = index - parameters.length;
    const position = beyond < 0 ? index : parameters.length - repeats + (beyond % repeats);
    return parameters[position] as Parameter; // within the list, by the arithmetic above
  });
}

/** The call as people write it: `Join(separator, source, …)`, optional parameters with a question mark. */
export function usageOf({ name, parameters, repeats, alternative }: ExpressionFunction): string {
  const list = (names: readonly Parameter[]) =>
    names
      .map((parameter) => (parameter.isOptional === true ? `${parameter.name}?` : parameter.name))
      .join(', ');
  const more = repeats === undefined ? '' : ', …';
  const other = alternative === undefined ? '' : ` or ${name}(${list(alternative)})`;
  return `${name}(${list(parameters)}${more})${other}`;
}
