/** How a target behaves towards one tenant; the one who measures switches it. */
export interface Behaviour {
  /** How long it takes for an answer. */
  readonly latencyMs: number;
  /** Requests that it takes in any second; the next one is answered with 429. Null: as many as come. */
  readonly requestsPerSecond: number | null;
  /** Most resources on a page. */
  readonly pageSize: number;
  /** Null: no Bulk. @see RFC 7644, section 3.7. */
  readonly bulk: BulkOffer | null;
}

export interface BulkOffer {
  readonly maxOperations: number;
  /** In bytes. */
  readonly maxPayloadSize: number;
}

/** Answers at once, takes whatever comes, knows no Bulk. */
export const OPEN: Behaviour = { latencyMs: 0, requestsPerSecond: null, pageSize: 100, bulk: null };
