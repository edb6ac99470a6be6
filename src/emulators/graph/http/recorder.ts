import type { IncomingHttpHeaders } from 'node:http';

/** A call that was made, without its secrets. */
export interface RecordedCall {
  readonly number: number;
  readonly at: string;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Whether it came inside a `$batch`. */
  readonly inBatch: boolean;
  /** `null` while unanswered, or when the connection was dropped. */
  status: number | null;
}

const kept = 10_000;
const secretHeaders = new Set(['authorization', 'cookie', 'x-emulator-inner-call']);

/** Remembers the latest calls, so that tests and people can see what a client really asked. */
export class Recorder {
  #calls: RecordedCall[] = [];
  #count = 0;

  begin(
    call: Omit<RecordedCall, 'number' | 'status' | 'headers'> & { readonly headers: IncomingHttpHeaders },
  ): RecordedCall {
    this.#count += 1;
    const recorded = { ...call, number: this.#count, status: null, headers: withoutSecrets(call.headers) };
    this.#calls.push(recorded);
    if (this.#calls.length >= 2 * kept) this.#calls = this.#calls.slice(-kept);
    return recorded;
  }

  calls(): readonly RecordedCall[] {
    return this.#calls.slice(-kept);
  }

  clear(): void {
    this.#calls = [];
  }
}

function withoutSecrets(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => !secretHeaders.has(name))
      .map(([name, value]) => [name, String(value)]),
  );
}
