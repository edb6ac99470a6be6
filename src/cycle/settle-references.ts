import type { CycleContext } from './cycle-context.js';

/** Takes off the marked users those whose references need nothing more. @returns whether any object is still marked. */
export function settleReferences(context: CycleContext): Promise<boolean> {
  const { references } = context.rules.User.mapping;
  const mapped = references.map(({ source, path }) => ({ name: source, path }));
  return context.store.referenceMarks.settle(context, mapped);
}
