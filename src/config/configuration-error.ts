/** One mistake in a configuration file. Never holds the value that was given: it may be a secret. */
export interface ConfigurationProblem {
  /** When it is not the configuration file itself, but one that it names. */
  readonly file?: string;
  /** 1-based; null when the mistake is the file itself. */
  readonly line: number | null;
  readonly column: number | null;
  /** `apps[0].tenantUrl`; empty for the document as a whole. */
  readonly path: string;
  /** What was expected: "must be …". */
  readonly message: string;
}

/** A configuration file cannot be used. The message is ready to print and lists every problem. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  readonly file: string;
  readonly problems: readonly ConfigurationProblem[];

  constructor(file: string, problems: readonly ConfigurationProblem[]) {
    super(describe(file, problems));
    this.file = file;
    this.problems = problems;
  }
}

/** As they follow one another in the file. */
export function inOrder(problems: readonly ConfigurationProblem[]): ConfigurationProblem[] {
  return problems.toSorted(
    (left, right) => (left.line ?? 0) - (right.line ?? 0) || (left.column ?? 0) - (right.column ?? 0),
  );
}

function describe(file: string, problems: readonly ConfigurationProblem[]): string {
  const [only] = problems;
  if (problems.length === 1 && only?.line === null) return `${file} ${only.message}`;
  const count = problems.length === 1 ? 'a mistake' : `${problems.length} mistakes`;
  const lines = problems.map(({ file: named, line, column, path, message }) => {
    const where = named ?? file;
    const place = line === null ? where : `${where}:${line}:${column ?? 1}`;
    return path === '' ? `  ${place}  the file ${message}` : `  ${place}  ${path} ${message}`;
  });
  return [`The configuration has ${count}:`, ...lines].join('\n');
}

/** A file that cannot be used as a whole. */
export function unusable(file: string, message: string): ConfigurationError {
  return new ConfigurationError(file, [{ line: null, column: null, path: '', message }]);
}
