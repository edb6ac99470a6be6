import type { AttributeLookup, EvaluationContext } from './model.js';

/** The context of one object's evaluation, with the machine's clock and randomness where nothing else is given. */
export function evaluationContext(
  attribute: AttributeLookup,
  world: Partial<Omit<EvaluationContext, 'attribute'>> = {},
): EvaluationContext {
  return {
    attribute,
    now: world.now ?? (() => new Date()),
    randomBytes: world.randomBytes ?? ((length) => crypto.getRandomValues(new Uint8Array(length))),
    warn: world.warn ?? (() => undefined),
  };
}
