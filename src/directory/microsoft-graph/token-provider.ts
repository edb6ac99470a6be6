export interface AccessToken {
  readonly value: string;
  readonly expiresInSeconds: number;
}

const RENEWAL_MARGIN_MS = 5 * 60_000;

/** When to stop using a token: five minutes before its end, or half-way through a life shorter than ten. */
export function renewalTimeMs(issuedAtMs: number, expiresInSeconds: number): number {
  const lifetimeMs = expiresInSeconds * 1000;
  return issuedAtMs + lifetimeMs - Math.min(RENEWAL_MARGIN_MS, lifetimeMs / 2);
}

/** Keeps one access token and renews it in time; whoever needs one meanwhile waits for the same answer. */
export class TokenProvider {
  readonly #request: () => Promise<AccessToken>;
  readonly #now: () => number;
  #held: { readonly value: string; readonly renewAtMs: number } | undefined;
  #underway: Promise<string> | undefined;

  constructor(request: () => Promise<AccessToken>, now: () => number = Date.now) {
    this.#request = request;
    this.#now = now;
  }

  async token(): Promise<string> {
    if (this.#held !== undefined && this.#now() < this.#held.renewAtMs) return this.#held.value;
    this.#underway ??= this.#renew().finally(() => {
      this.#underway = undefined;
    });
    return this.#underway;
  }

  /** Drops the token that was refused, unless a newer one has taken its place. */
  invalidate(refused: string): void {
    if (this.#held?.value === refused) this.#held = undefined;
  }

  async #renew(): Promise<string> {
    const issuedAtMs = this.#now();
    const { value, expiresInSeconds } = await this.#request();
    this.#held = { value, renewAtMs: renewalTimeMs(issuedAtMs, expiresInSeconds) };
    return value;
  }
}
