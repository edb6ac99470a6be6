import type { AttributePath } from '../schema/attribute-path.js';

export const comparisons = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'] as const;
export type Comparison = (typeof comparisons)[number];

/** A filter as it was written. RFC 7644, figure 1. */
export type Filter =
  | {
      readonly type: 'comparison';
      readonly path: AttributePath;
      readonly operator: Comparison;
      readonly value: string | number | boolean | null;
    }
  | { readonly type: 'present'; readonly path: AttributePath }
  | { readonly type: 'and' | 'or'; readonly operands: readonly Filter[] }
  | { readonly type: 'not'; readonly operand: Filter }
  /** `emails[type eq "work"]`, or `emails[type eq "work"].value eq "x"` with `within` about `value`. */
  | {
      readonly type: 'elements';
      readonly path: AttributePath;
      readonly filter: Filter;
      readonly within: Filter | null;
    };
