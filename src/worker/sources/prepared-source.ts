import type { DirectorySource } from '../../directory/index.js';

/** How long work with a source may wait and repeat; what is not given is the source's own choice. */
export interface Patience {
  /** Milliseconds in which one call may be repeated. */
  readonly retryBudgetMs?: number;
  /** Milliseconds that one request may take. */
  readonly requestTimeoutMs?: number;
}

/** A source that can be opened: what it needs has been looked up. */
export interface PreparedSource {
  /** Its secrets as they are now, so that a rotated one is noticed; null where it has none. */
  readonly secrets: unknown;
  open(patience: Patience): DirectorySource & { close(): void };
}
