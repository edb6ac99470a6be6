import type { TargetValue } from '../schema/model.js';
import type { HttpAnswer, HttpRequest } from './http-exchange.js';
import type { Dialect } from './quirks/index.js';
import { credentialsRejected, notScim, objectRejected, statusOf } from './refusal.js';
import type { RetryingExchange } from './retrying-exchange.js';
import type { ObjectRejected } from './scim-target.js';

/** One request, and what is to be said of it when it fails. */
export interface Call extends HttpRequest {
  /** What is being done, for people: "Creating a user in app.example". Without values. */
  readonly doing: string;
  readonly signal: AbortSignal | undefined;
  /** Values that are sent, and must not come back in an error's text. */
  readonly values: readonly (TargetValue | null)[];
  /** Whether carrying it out twice leaves what carrying it out once does; by its method unless told. */
  readonly isRepeatable?: boolean;
}

/** Requests to one target, with the answers judged: whose fault a refusal is, and what is an answer at all. */
export class Conversation {
  /** Host and port, for people. */
  readonly host: string;
  #dialect: Dialect;
  readonly #exchange: RetryingExchange;
  readonly #token: string;

  constructor(parts: { exchange: RetryingExchange; host: string; token: string; dialect: Dialect }) {
    this.host = parts.host;
    this.#dialect = parts.dialect;
    this.#exchange = parts.exchange;
    this.#token = parts.token;
  }

  /** How the target is spoken to: as was told, and as it turned out since. */
  get dialect(): Dialect {
    return this.#dialect;
  }

  /** Speaks differently from now on, because the target has shown that it does not understand. */
  learn(turnedOut: Partial<Dialect>): void {
    this.#dialect = { ...this.#dialect, ...turnedOut };
  }

  /**
   * The target's answer, whatever it is but 401.
   * @throws {OutcomeUnknown} when the answer to what must not be repeated was lost.
   * @throws {ProvisioningFailure} `CredentialsRejected`, `TargetThrottled`, `TargetUnavailable`, `TargetNotScim`.
   */
  async send(call: Call): Promise<HttpAnswer> {
    const answer = await this.#exchange.send(call);
    if (statusOf(answer) === 401) throw credentialsRejected(401, call.doing);
    return answer;
  }

  /**
   * An answer with a 2xx status; 200, 201, 202 and 204 mean the same, with a body or without.
   * @throws {ObjectRejected} when the target refused.
   * @throws {ProvisioningFailure} `TargetNotScim` for redirects and for pages meant for people.
   */
  async succeed(call: Call): Promise<HttpAnswer> {
    const answer = await this.send(call);
    this.expectSuccess(answer, call);
    return answer;
  }

  /** As `succeed`, of an answer that is there already. */
  expectSuccess(answer: HttpAnswer, call: Call): void {
    const status = statusOf(answer);
    if (status >= 400) throw this.rejection(answer, call);
    // A login page is no success, whatever its status; an empty answer may be one.
    const isJson = answer.body.trim() === '' || answer.json !== undefined;
    if (status < 200 || status > 299 || !isJson) throw notScim(answer, call.doing, 'a SCIM resource');
  }

  /** The target's refusal of one object, without token and values. */
  rejection(answer: HttpAnswer, call: Pick<Call, 'doing' | 'values'>): ObjectRejected {
    return objectRejected(answer, call.doing, [this.#token, ...call.values.flatMap(textsOf)]);
  }
}

/** The texts within a value, to be masked where they come back. */
function textsOf(value: TargetValue | null): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return value.flatMap((element) =>
    typeof element === 'string'
      ? [element]
      : Object.values(element).filter((part) => typeof part === 'string'),
  );
}
