import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock.js';

export interface Caller {
  readonly clientId: string;
  /** Application permissions, such as `User.Read.All`. */
  readonly roles: readonly string[];
}

/** The bearer tokens in circulation. Opaque, as callers must treat the real ones. */
export class AccessTokens {
  readonly lifetimeSeconds: number;
  readonly #clock: Clock;
  readonly #issued = new Map<string, { readonly caller: Caller; readonly expiresAt: number }>();

  constructor(clock: Clock, lifetimeSeconds: number) {
    this.#clock = clock;
    this.lifetimeSeconds = lifetimeSeconds;
  }

  issue(caller: Caller): string {
    const now = this.#clock.now();
    for (const [token, { expiresAt }] of this.#issued) if (expiresAt <= now) this.#issued.delete(token);
    const token = randomBytes(48).toString('base64url');
    this.#issued.set(token, { caller, expiresAt: now + this.lifetimeSeconds * 1000 });
    return token;
  }

  /** Who holds the token; `undefined` when it is unknown or too old. */
  callerOf(token: string): Caller | undefined {
    const issued = this.#issued.get(token);
    return issued !== undefined && issued.expiresAt > this.#clock.now() ? issued.caller : undefined;
  }

  expireAll(): void {
    this.#issued.clear();
  }
}
