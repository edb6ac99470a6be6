/** A date format or style that means nothing, whatever the date. Repeats nothing of what was written. */
export class UnusableDateFormat extends Error {
  override readonly name = 'UnusableDateFormat';
  /** What it must be instead: "a date format that closes its quotes". */
  readonly expectation: string;
  readonly suggestion: string | undefined;

  constructor(expectation: string, suggestion?: string) {
    super(`expected ${expectation}`);
    this.expectation = expectation;
    this.suggestion = suggestion;
  }
}
