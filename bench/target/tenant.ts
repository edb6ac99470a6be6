import { Accounts } from './accounts.js';
import { errorBody, type Answer } from './answer.js';
import { OPEN, type Behaviour } from './behaviour.js';
import { RateLimit } from './rate-limit.js';
import { answerTo, type Question } from './scim-answer.js';
import { Tally } from './tally.js';

/** One customer of the target: accounts, limit and tally of its own. */
export class Tenant {
  readonly #tally = new Tally();
  #accounts = new Accounts();
  #behaviour: Behaviour = OPEN;
  #limit: RateLimit | null = null;

  /** Empties it; from now on it behaves like this. */
  reset(behaviour: Behaviour): void {
    this.#accounts = new Accounts();
    this.#behaviour = behaviour;
    this.#limit = behaviour.requestsPerSecond === null ? null : new RateLimit(behaviour.requestsPerSecond);
    this.#tally.take();
  }

  get accounts(): Accounts {
    return this.#accounts;
  }

  get tally(): Tally {
    return this.#tally;
  }

  get behaviour(): Behaviour {
    return this.#behaviour;
  }

  /** Counts the request. @returns the refusal when it comes too early, to be given at once. */
  admit(method: string, path: string): Answer | null {
    this.#tally.arrived(method, path);
    const waitMs = this.#limit?.waitMs(performance.now()) ?? 0;
    if (waitMs === 0) return null;
    this.#tally.throttled();
    return {
      status: 429,
      json: errorBody(429, null, 'Too many requests.'),
      headers: { 'retry-after': String(Math.ceil(waitMs / 1_000)) },
    };
  }

  answer(question: Question): Answer {
    return answerTo(question, this);
  }
}
