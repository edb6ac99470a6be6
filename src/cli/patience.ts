/** As long as a server or a worker may take to be replaced. */
const PATIENCE_MS = 120_000;

/** Bears with failures for a while, once something has succeeded: for commands that look again and again. */
export class Patience {
  readonly #note: (line: string) => void;
  readonly #patienceMs: number;
  #succeededAt: number | null = null;
  #isFailing = false;

  /** @param note is told when it begins to fail, in the failure's own words, and when it succeeds again. */
  constructor(note: (line: string) => void, patienceMs: number = PATIENCE_MS) {
    this.#note = note;
    this.#patienceMs = patienceMs;
  }

  /** The answer, or null for a failure that may pass. */
  async with<T>(asking: Promise<T>, wordsOf: (error: unknown) => string = messageOf): Promise<T | null> {
    try {
      const answer = await asking;
      if (this.#isFailing) this.#note('It answers again.');
      this.#isFailing = false;
      this.#succeededAt = Date.now();
      return answer;
    } catch (error) {
      if (this.#succeededAt === null || Date.now() - this.#succeededAt > this.#patienceMs) throw error;
      if (!this.#isFailing) this.#note(`${wordsOf(error)} Trying again.`);
      this.#isFailing = true;
      return null;
    }
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
