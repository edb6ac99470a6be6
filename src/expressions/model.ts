/** What an expression yields: null, or at least one string. Booleans are "True" and "False"; "" is a value. */
export type Value = readonly string[] | null;

export type ComparisonOperator = '=' | '<>' | '>' | '>=' | '<' | '<=';

export type Expression =
  | { readonly type: 'attribute'; readonly name: string }
  | { readonly type: 'constant'; readonly value: Value }
  /** Only as an argument of the functions that take a condition. */
  | {
      readonly type: 'comparison';
      readonly operator: ComparisonOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  /** `IgnoreAttributeFlow` and `IgnoreObjectFlow`. */
  | { readonly type: 'ignoreFlow'; readonly of: 'attribute' | 'object' }
  /** An argument left empty between commas is null. */
  | { readonly type: 'call'; readonly name: string; readonly arguments: readonly (Expression | null)[] };

/** Finds a source attribute by the name an expression uses; null when it has no value. */
export type AttributeLookup = (name: string) => Value;

/** All that an evaluation may know: one object's attributes, and what is injected of the world. */
export interface EvaluationContext {
  readonly attribute: AttributeLookup;
  readonly now: () => Date;
  /** Bytes from a cryptographic source. */
  readonly randomBytes: (length: number) => Uint8Array;
  /** Is told what an administrator should know although there is a result. Names no attribute value. */
  readonly warn: (text: string) => void;
}
