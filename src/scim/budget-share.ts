import { randomUUID } from 'node:crypto';
import {
  NOTHING,
  type GrantedShare,
  type OtherSender,
  type Portion,
  type TargetShares,
  type ToldToOthers,
} from './target-shares.js';

const RENEW_EVERY_MS = 1_000;
/** While there is nothing to send with: the others make room within a second. */
const ASK_AGAIN_MS = 250;
/** After so many renewals without anything to send the share is left to the others. */
const IDLE_RENEWALS = 3;
/** When nobody knows any more who else sends, each sends as little as if there were so many times as many. */
const PRECAUTION = 10;
/** Before the share runs out. */
const MARGIN_MS = 500;

/** Whose share it is, and what it is told of the others. */
export interface ShareHolder {
  isIdle(): boolean;
  toTell(): ToldToOthers;
  learn(others: readonly OtherSender[]): void;
  /** The share changed. */
  divide(portion: Portion): void;
}

/**
 * Holds a share of a target's budget while there is something to send, and renews it each second. When it cannot be renewed it
 * goes on for as long as it is valid, and then with a small part.
 */
export class BudgetShare {
  readonly #shares: TargetShares;
  readonly #owner: ShareHolder;
  /** A new name for each stay, so that the end of one does not concern the next. */
  #holder: string | null = null;
  #hasJoined = false;
  #timer: NodeJS.Timeout | undefined;
  #granted: Portion = NOTHING;
  #validUntil = 0;
  #idleRenewals = 0;
  #isRenewing = false;

  constructor(shares: TargetShares, owner: ShareHolder) {
    this.#shares = shares;
    this.#owner = owner;
  }

  /** There is something to send. */
  use(): void {
    this.#idleRenewals = 0;
    if (this.#holder !== null) return;
    this.#holder = randomUUID();
    this.#hasJoined = false;
    this.#validUntil = performance.now() + this.#shares.validMs - MARGIN_MS;
    this.#renew(this.#holder);
  }

  /** Tells the others at once what there is to tell. */
  tell(): void {
    if (this.#holder !== null) this.#renew(this.#holder);
  }

  /** Leaves the share to the others. */
  close(): void {
    clearTimeout(this.#timer);
    const holder = this.#holder;
    if (holder === null) return;
    this.#holder = null;
    this.#granted = NOTHING;
    this.#owner.divide(NOTHING);
    if (!this.#isRenewing) this.#leave(holder);
  }

  #renew(holder: string): void {
    if (!this.#isRenewing) {
      this.#isRenewing = true;
      void this.#ask(holder).finally(() => {
        this.#isRenewing = false;
        if (this.#holder === holder) this.#wait(holder);
        else this.#leave(holder);
      });
    }
    this.#wait(holder);
  }

  async #ask(holder: string): Promise<void> {
    const askedAt = performance.now();
    try {
      if (!this.#hasJoined) await this.#shares.join(holder);
      this.#hasJoined = true;
      const granted = await this.#shares.renew(holder, this.#owner.toTell());
      if (this.#holder === holder) this.#grant(holder, granted, askedAt);
    } catch {
      // Asked again in a moment; when that goes on for too long, the clock decides.
    }
  }

  #grant(holder: string, { fraction, others }: GrantedShare, askedAt: number): void {
    this.#validUntil = askedAt + this.#shares.validMs - MARGIN_MS;
    const rank = others.filter((other) => other.holder < holder).length;
    const before = this.#granted.fraction;
    this.#granted = { fraction, senders: others.length + 1, rank };
    this.#owner.learn(others);
    // What the others sent before they made room still counts with the target, until the next renewal.
    const used = others.length === 0 ? fraction : Math.min(fraction, before);
    this.#owner.divide({ ...this.#granted, fraction: used });
  }

  #wait(holder: string): void {
    clearTimeout(this.#timer);
    const afterMs = this.#granted.fraction > 0 ? RENEW_EVERY_MS : ASK_AGAIN_MS;
    this.#timer = setTimeout(() => {
      this.#look(holder);
    }, afterMs);
    this.#timer.unref();
  }

  #look(holder: string): void {
    this.#idleRenewals = this.#owner.isIdle() ? this.#idleRenewals + 1 : 0;
    if (this.#idleRenewals > IDLE_RENEWALS) {
      this.close();
      return;
    }
    if (performance.now() > this.#validUntil) this.#owner.divide(withPrecaution(this.#granted));
    this.#renew(holder);
  }

  /** What cannot be told runs out by itself. */
  #leave(holder: string): void {
    this.#shares.leave(holder).catch(() => undefined);
  }
}

function withPrecaution({ senders }: Portion): Portion {
  const supposed = senders * PRECAUTION;
  return { fraction: 1 / supposed, senders: supposed, rank: supposed - 1 };
}
