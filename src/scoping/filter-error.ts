import { pathText, type DocumentPath } from '../document-path.js';

/** One mistake in a filter. */
export interface FilterProblem {
  /** Where it is inside the filter: `['groups', 0, 'clauses', 1, 'operatorName']`. */
  readonly path: DocumentPath;
  /** What is wrong, and what to do. */
  readonly problem: string;
}

/** A filter cannot be used. The message lists every problem with its place. */
export class FilterError extends Error {
  override readonly name = 'FilterError';
  readonly problems: readonly FilterProblem[];

  constructor(problems: readonly FilterProblem[]) {
    const lines = problems.map(({ path, problem }) =>
      path.length === 0 ? `- ${problem}` : `- ${pathText(path)}: ${problem}`,
    );
    super(`The scoping filter cannot be used:\n${lines.join('\n')}`);
    this.problems = problems;
  }
}
