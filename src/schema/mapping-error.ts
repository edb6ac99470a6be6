import type { DocumentPath } from '../document-path.js';

/** Which part of an object mapping a problem is about, so that it can be shown where it is written. */
export type MappingPlace =
  | {
      readonly type: 'attributeMapping';
      /** 0-based, in the order of the object mapping. */
      readonly index: number;
      readonly part:
        'target' | 'source' | 'defaultValue' | 'matchingPriority' | 'flowType' | 'flowNullValues';
    }
  | { readonly type: 'scope'; readonly path: DocumentPath }
  | { readonly type: 'objectMapping' };

export interface MappingProblem {
  readonly place: MappingPlace;
  /** The target attribute as written; null when the problem is not of one attribute. */
  readonly target: string | null;
  /** What is wrong, and what to do about it. */
  readonly problem: string;
}

/** Every mistake of an object mapping at once. */
export class MappingError extends Error {
  override readonly name = 'MappingError';
  readonly problems: readonly MappingProblem[];

  constructor(problems: readonly MappingProblem[]) {
    const lines = problems.map(({ target, problem }) =>
      target === null ? problem : `${target}: ${problem}`,
    );
    super(`The attribute mappings cannot be used:\n${lines.map((line) => `- ${line}`).join('\n')}`);
    this.problems = problems;
  }
}
