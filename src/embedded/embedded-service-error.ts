/**
 * A service for one machine (Temporal dev server, PostgreSQL) could not be found, started or stopped.
 * The message says what went wrong with which service; the remedy says what the person can do.
 */
export class EmbeddedServiceError extends Error {
  override readonly name = 'EmbeddedServiceError';
  readonly remedy: string;

  constructor(message: string, remedy: string) {
    super(message);
    this.remedy = remedy;
  }
}
