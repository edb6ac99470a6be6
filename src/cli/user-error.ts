/** 1: the thing failed. 2: the command was wrong. */
export type FailureCode = 1 | 2;

/** An error that a person can act on. Its message says what went wrong, its remedy what to do. */
export class UserError extends Error {
  override readonly name = 'UserError';
  readonly remedy: string | undefined;
  readonly exitCode: FailureCode;

  constructor(message: string, options: { readonly remedy?: string; readonly exitCode?: FailureCode } = {}) {
    super(message);
    this.remedy = options.remedy;
    this.exitCode = options.exitCode ?? 1;
  }
}

/** The command ends with this exit code, and what was printed says why already. */
export class AnsweredFailure extends Error {
  override readonly name = 'AnsweredFailure';
  readonly exitCode: FailureCode;

  constructor(message: string, exitCode: FailureCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}
