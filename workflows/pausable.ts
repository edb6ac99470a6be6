import { CancellationScope, condition } from '@temporalio/workflow';

/**
 * Runs the steps of a cycle so that a pause stops them cleanly: the running activity is cancelled, ends between two
 * objects, and is run again after the start. It finds in the store what is done already, so nothing is lost or repeated.
 */
export class Pausable {
  #isPaused = false;
  #step: CancellationScope | null = null;

  get isPaused(): boolean {
    return this.#isPaused;
  }

  pause(): void {
    this.#isPaused = true;
    this.#step?.cancel();
  }

  start(): void {
    this.#isPaused = false;
  }

  /** @throws what the step throws, and CancelledFailure when the cycle itself is cancelled. */
  async run<T>(step: () => Promise<T>): Promise<T> {
    for (;;) {
      while (this.#isPaused) await condition(() => !this.#isPaused);
      const scope = new CancellationScope();
      this.#step = scope;
      try {
        return await scope.run(step);
      } catch (error) {
        // A pause counts even when the step failed instead of stopping: the server does not retry what it was told to
        // cancel, so a passing failure would end the cycle. A lasting one shows again after the start.
        const isPauseOnly = scope.consideredCancelled && !CancellationScope.current().consideredCancelled;
        if (!isPauseOnly) throw error;
      } finally {
        this.#step = null;
      }
    }
  }
}
