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
  /** What the server itself made of it, whether that was answered or not; null where it never saw the request. */
  readonly result: RequestResult | null;
  readonly at: Date;
}

export interface RequestResult {
  readonly status: number;
  /** Of the resource that was created, changed or removed; null where the request was about none. */
  readonly resourceId: string | null;
}

/** What becomes of a request after it was recorded. */
export interface Recording {
  carriedOut(result: RequestResult): void;
  answered(status: number): void;
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

  record(request: Omit<RecordedRequest, 'status' | 'result' | 'at'>): Recording {
    const entry = {
      ...request,
      status: null as number | null,
      result: null as RequestResult | null,
      at: new Date(),
    };
    this.#requests.push(entry);
    return {
      carriedOut(result) {
        entry.result = result;
      },
      answered(status) {
        entry.status = status;
      },
    };
  }
}
