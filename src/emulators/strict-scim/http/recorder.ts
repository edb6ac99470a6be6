import type { Json } from '../json.js';

/** A request as it came, without its credentials. */
export interface RecordedRequest {
  readonly method: string;
  /** Below the SCIM base URL, with the query, as it was sent. */
  readonly path: string;
  /** Decoded. */
  readonly query: Readonly<Record<string, string>>;
  /** Names in lower case; without `authorization`. */
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed where it is JSON, else as text; null where there was none. */
  readonly body: Json;
  /** Null until answered, and when the connection was cut. */
  readonly status: number | null;
  readonly at: Date;
}

/** The requests of a target in the order of their arrival. */
export class Recorder {
  #requests: RecordedRequest[] = [];

  all(): readonly RecordedRequest[] {
    return this.#requests;
  }

  clear(): void {
    this.#requests = [];
  }

  /** Records a request, and its status once that is known. */
  record(request: Omit<RecordedRequest, 'status' | 'at'>): (status: number) => void {
    const entry = { ...request, status: null as number | null, at: new Date() };
    this.#requests.push(entry);
    return (status) => {
      entry.status = status;
    };
  }
}
