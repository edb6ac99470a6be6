import { pathText, type DocumentPath } from '../../document-path.js';

export interface SchemaDocumentProblem {
  readonly path: DocumentPath;
  /** Reads on after the path: "must be …", "is missing …". */
  readonly problem: string;
}

const MOST_TOLD = 20;

/** A document that is no usable synchronizationSchema, with every mistake in it. */
export class SchemaDocumentError extends Error {
  override readonly name = 'SchemaDocumentError';
  readonly problems: readonly SchemaDocumentProblem[];

  constructor(problems: readonly SchemaDocumentProblem[]) {
    const lines = problems
      .slice(0, MOST_TOLD)
      .map(({ path, problem }) => `- ${path.length === 0 ? 'the document' : pathText(path)} ${problem}`);
    const more = problems.length > MOST_TOLD ? [`- and ${problems.length - MOST_TOLD} more`] : [];
    super(['The schema document cannot be used:', ...lines, ...more].join('\n'));
    this.problems = problems;
  }
}
