/** What must be ended, in the opposite order of its beginning. A step that fails does not keep the others from ending. */
export class Teardown {
  readonly #steps: { readonly name: string; readonly end: () => Promise<void> }[] = [];
  readonly #note: (line: string) => void;

  constructor(note: (line: string) => void) {
    this.#note = note;
  }

  add(name: string, end: () => Promise<void>): void {
    this.#steps.push({ name, end });
  }

  async run(): Promise<void> {
    for (let step = this.#steps.pop(); step !== undefined; step = this.#steps.pop()) {
      try {
        await step.end();
      } catch (error) {
        this.#note(
          `${step.name} did not end cleanly: ${error instanceof Error ? error.message : 'unknown reason'}`,
        );
      }
    }
  }
}
