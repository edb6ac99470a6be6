import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { BudgetShare } from '../../../src/scim/budget-share.js';
import type {
  GrantedShare,
  OtherSender,
  Portion,
  TargetShares,
  ToldToOthers,
} from '../../../src/scim/target-shares.js';

const ALONE: GrantedShare = { fraction: 1, others: [] };
const QUIET: ToldToOthers = { closedForMs: 0, finding: null };

/** Who divides the target's budget: grants what it is told to, or is not there. */
class Divider implements TargetShares {
  readonly validMs = 5_000;
  readonly calls: string[] = [];
  granted: GrantedShare | null = ALONE;

  join(holder: string): Promise<void> {
    return this.#answer(`join ${this.#nameOf(holder)}`, undefined);
  }

  renew(holder: string, { closedForMs }: ToldToOthers): Promise<GrantedShare> {
    return this.#answer(`renew ${this.#nameOf(holder)} closed for ${closedForMs}`, this.granted ?? ALONE);
  }

  leave(holder: string): Promise<void> {
    return this.#answer(`leave ${this.#nameOf(holder)}`, undefined);
  }

  readonly #names: string[] = [];

  /** Names are drawn: they are told by their order. */
  #nameOf(holder: string): string {
    if (!this.#names.includes(holder)) this.#names.push(holder);
    return `#${this.#names.indexOf(holder) + 1}`;
  }

  #answer<T>(call: string, answer: T): Promise<T> {
    if (this.granted === null) return Promise.reject(new Error('the database is away'));
    this.calls.push(call);
    return Promise.resolve(answer);
  }
}

describe("a share of a target's budget", () => {
  let divider: Divider;
  let share: BudgetShare;
  let portions: Portion[];
  let learned: (readonly OtherSender[])[];
  let isIdle: boolean;
  let toTell: ToldToOthers;

  beforeEach(() => {
    jest.useFakeTimers();
    divider = new Divider();
    portions = [];
    learned = [];
    isIdle = false;
    toTell = QUIET;
    share = new BudgetShare(divider, {
      isIdle: () => isIdle,
      toTell: () => toTell,
      learn: (others) => void learned.push(others),
      divide: (portion) => void portions.push(portion),
    });
  });
  afterEach(() => {
    share.close();
    jest.useRealTimers();
  });

  const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);
  const other = (holder: string): OtherSender => ({ holder, ...QUIET });
  const fractions = () => portions.map(({ fraction }) => fraction);

  it('is joined with the first use, and renewed each second', async () => {
    share.use();
    share.use();
    await pass(0);
    expect(divider.calls).toEqual(['join #1', 'renew #1 closed for 0']);
    expect(portions).toEqual([{ fraction: 1, senders: 1, rank: 0 }]);

    await pass(2_000);
    expect(divider.calls).toHaveLength(4);
  });

  it('grows a renewal later than the others made room: what they sent still counts', async () => {
    divider.granted = { fraction: 0.1, others: [other('zoe')] };
    share.use();
    await pass(0);
    divider.granted = { fraction: 0.5, others: [other('zoe')] };
    await pass(1_000);
    await pass(1_000);

    expect(fractions()).toEqual([0, 0.1, 0.5]);
    expect(portions.at(-1)).toEqual({ fraction: 0.5, senders: 2, rank: 0 });
    expect(learned.at(-1)).toEqual([other('zoe')]);
  });

  it('shrinks at once', async () => {
    share.use();
    await pass(0);
    divider.granted = { fraction: 0.5, others: [other('zoe')] };
    await pass(1_000);

    expect(fractions()).toEqual([1, 0.5]);
  });

  it('is asked for again soon while there is nothing to send with', async () => {
    divider.granted = { fraction: 0, others: [other('zoe')] };
    share.use();
    await pass(0);
    const before = divider.calls.length;
    await pass(1_000);

    expect(divider.calls.length - before).toBe(4);
  });

  it('stays for as long as it is valid when the database is away, and is then a small part', async () => {
    share.use();
    await pass(0);
    divider.granted = null;
    await pass(4_000);
    expect(fractions()).toEqual([1]);

    await pass(2_000);
    expect(portions.at(-1)).toEqual({ fraction: 0.1, senders: 10, rank: 9 });

    divider.granted = ALONE;
    await pass(1_000);
    expect(portions.at(-1)).toEqual({ fraction: 1, senders: 1, rank: 0 });
  });

  it('is a small part when the database was away from the beginning', async () => {
    divider.granted = null;
    share.use();
    await pass(4_000);
    expect(portions).toEqual([]);

    await pass(1_000);
    expect(portions.at(-1)?.fraction).toBe(0.1);
  });

  it('is left to the others when nothing is to be sent for some seconds, and joined under another name', async () => {
    share.use();
    await pass(0);
    isIdle = true;
    await pass(5_000);
    expect(divider.calls.at(-1)).toBe('leave #1');
    expect(portions.at(-1)?.fraction).toBe(0);

    const calls = divider.calls.length;
    await pass(60_000);
    expect(divider.calls).toHaveLength(calls);

    isIdle = false;
    share.use();
    await pass(0);
    expect(divider.calls.slice(calls)).toEqual(['join #2', 'renew #2 closed for 0']);
  });

  it('tells the others at once what there is to tell', async () => {
    share.use();
    await pass(100);
    toTell = { closedForMs: 3_000, finding: null };
    share.tell();
    await pass(0);

    expect(divider.calls.at(-1)).toBe('renew #1 closed for 3000');
  });

  it('is left when it is closed in the middle of a renewal', async () => {
    share.use();
    share.close();
    await pass(10_000);

    expect(divider.calls.at(-1)).toBe('leave #1');
    expect(fractions()).toEqual([0]);
  });
});
