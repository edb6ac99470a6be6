import { parametersFor } from '../../expressions/call-forms.js';
import type { ExpressionFunction, Parameter } from '../../expressions/functions/expression-function.js';
import { functions } from '../../expressions/functions/index.js';
import type { Expression } from '../../expressions/model.js';

/** An argument under the name that schema documents give its parameter. */
export interface KeyedArgument {
  readonly key: string;
  readonly expression: Expression;
}

type Call = Extract<Expression, { readonly type: 'call' }>;

const NULL: Expression = { type: 'constant', value: null };

/**
 * The arguments of a call or comparison with their keys. What was left empty is left out; only among repeated parameters,
 * where the position counts, it is written as NULL.
 */
export function keyedArguments(expression: Expression): readonly KeyedArgument[] {
  if (expression.type === 'comparison')
    return [
      { key: 'left', expression: expression.left },
      { key: 'right', expression: expression.right },
    ];
  return expression.type === 'call' ? ofCall(expression) : [];
}

/** How a function may be called with the arguments of these keys; a string says why it may not. */
export function positionalArguments(
  called: ExpressionFunction,
  given: readonly KeyedArgument[],
): readonly (Expression | null)[] | { readonly index: number; readonly problem: string } {
  const { fixed, repeated } = formFor(called, given);
  const places: (Expression | null)[] = fixed.map(() => null);
  const tail: Expression[] = [];
  for (const [index, { key, expression }] of given.entries()) {
    const place = fixed.findIndex((parameter, at) => isNamed(parameter, key) && places[at] === null);
    if (place !== -1) places[place] = expression;
    else if (repeated.some((parameter) => isNamed(parameter, key))) tail.push(expression);
    else return { index, problem: keyProblem(called, key) };
  }
  return tail.length > 0 ? [...places, ...tail] : withoutUnused(places, fixed);
}

/** Whether the function has a parameter of that key, or that its documentation names so. */
export function hasParameter(name: string, key: string): boolean {
  const { parameters = [], alternative = [] } = functions.get(name) ?? {};
  return [...parameters, ...alternative].some((parameter) => isNamed(parameter, key));
}

function ofCall({ name, arguments: args }: Call): readonly KeyedArgument[] {
  const called = functions.get(name);
  const parameters = called === undefined ? null : parametersFor(called, args.length);
  if (called === undefined || parameters === null)
    throw new Error(`${name} with ${args.length} arguments was not read by the parser`);
  const isAlternative = parameters === called.alternative;
  const firstRepeated = isAlternative ? Infinity : called.parameters.length - (called.repeats ?? 0);
  return parameters.flatMap((parameter, index) => {
    const expression = args[index] ?? (index >= firstRepeated ? NULL : null);
    return expression === null ? [] : [{ key: keyOf(parameter), expression }];
  });
}

function formFor(
  { parameters, repeats, alternative }: ExpressionFunction,
  given: readonly KeyedArgument[],
): { readonly fixed: readonly Parameter[]; readonly repeated: readonly Parameter[] } {
  const fitsAlternative =
    alternative?.length === given.length &&
    alternative.every((parameter) => given.some(({ key }) => isNamed(parameter, key)));
  if (fitsAlternative) return { fixed: alternative, repeated: [] };
  const firstRepeated = parameters.length - (repeats ?? 0);
  return { fixed: parameters.slice(0, firstRepeated), repeated: parameters.slice(firstRepeated) };
}

/** Optional arguments at the end go, unless one between others is left empty: then people write every position. */
function withoutUnused(
  places: readonly (Expression | null)[],
  parameters: readonly Parameter[],
): readonly (Expression | null)[] {
  const used = places.findLastIndex((place) => place !== null) + 1;
  const required = parameters.findLastIndex(({ isOptional }) => isOptional !== true) + 1;
  const hasGap = places.slice(0, used).some((place, at) => place === null && parameters[at]?.isOptional);
  return hasGap ? places : places.slice(0, Math.max(used, required));
}

function keyProblem(called: ExpressionFunction, key: string): string {
  const keys = [...new Set([...called.parameters, ...(called.alternative ?? [])].map(keyOf))];
  return hasParameter(called.name, key)
    ? `is given more often than ${called.name} takes it`
    : `is no parameter of ${called.name}, which takes ${keys.join(', ')}`;
}

function keyOf({ key, name }: Parameter): string {
  return key ?? name;
}

function isNamed(parameter: Parameter, key: string): boolean {
  return keyOf(parameter) === key || parameter.name === key;
}
