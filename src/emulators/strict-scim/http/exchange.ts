import type { Json } from '../json.js';

/** A SCIM request, apart from the wire. */
export interface ScimRequest {
  readonly method: string;
  /** Decoded, below the base URL: `['Users', '<id>']`. */
  readonly segments: readonly string[];
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** As it was sent; empty where nothing was. */
  readonly bodyText: string;
}

/** What is answered. */
export interface ScimAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Null: no body. */
  readonly body: Json;
}
