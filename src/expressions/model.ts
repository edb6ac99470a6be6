/** What an expression yields: null, or at least one string. Booleans are "True" and "False"; "" is a value. */
export type Value = readonly string[] | null;

export type Expression =
  | { readonly type: 'attribute'; readonly name: string }
  | { readonly type: 'constant'; readonly value: Value }
  /** An argument left empty between commas is null. */
  | { readonly type: 'call'; readonly name: string; readonly arguments: readonly (Expression | null)[] };

/** Finds a source attribute by the name an expression uses; null when it has no value. */
export type AttributeLookup = (name: string) => Value;
