/** What a list, read to its end, says compared with what was known before. */
export interface Compared {
  /** How many the list holds by what was read of it. */
  readonly read: number;
  /** How many were in it before and were not read. */
  readonly lost: number;
}

/** A list that was read once, and how more can be learnt about it. */
export interface ReadList {
  readonly compare: () => Promise<Compared>;
  /** How many the list holds by the source's own count; null when the source does not tell. */
  readonly count: () => Promise<number | null>;
  /** Reads it once more, into what was read before: whoever any reading shows is there. */
  readonly readAgain: () => Promise<void>;
}

/** `contradicted`: by the source's own count. `unproven`: nothing is left, and the source does not count. */
export type Verdict = 'nothingLost' | 'proven' | 'contradicted' | 'unproven';

export interface Proof extends Compared {
  readonly verdict: Verdict;
  /** How many were missing from the first reading. */
  readonly lostAtFirst: number;
  /** The source's own count, where it was asked for and told. */
  readonly count: number | null;
}

/**
 * Whether those who are missing from a list have left it. As long as nobody is missing, nothing is asked.
 * @see docs/provisioning.md: what a reading must prove before anybody loses anything.
 */
export async function proveRemovals(list: ReadList): Promise<Proof> {
  const first = await list.compare();
  if (first.lost === 0) return { ...first, verdict: 'nothingLost', lostAtFirst: 0, count: null };
  let count = await list.count();
  let compared = first;
  let verdict = judgeRemovals({ ...compared, count, isReadTwice: false });
  if (verdict === 'readAgain') {
    await list.readAgain();
    compared = await list.compare();
    if (compared.lost > 0) count = await list.count();
    verdict = judgeRemovals({ ...compared, count, isReadTwice: true });
  }
  return { ...compared, verdict, lostAtFirst: first.lost, count };
}

/**
 * What readings and the source's count say together. A count lags behind, so it proves no removal; it only forbids one, by
 * being higher than what was read. An empty list is the usual shape of a broken answer: it takes two readings and a count of none.
 */
export function judgeRemovals(
  facts: Compared & { count: number | null; isReadTwice: false },
): Verdict | 'readAgain';
export function judgeRemovals(facts: Compared & { count: number | null; isReadTwice: true }): Verdict;
export function judgeRemovals({
  read,
  lost,
  count,
  isReadTwice,
}: Compared & { count: number | null; isReadTwice: boolean }): Verdict | 'readAgain' {
  if (lost === 0) return 'nothingLost';
  const isDoubtful = read === 0 || count === null || count > read;
  if (isDoubtful && !isReadTwice) return 'readAgain';
  if (count !== null && count > read) return 'contradicted';
  return read === 0 && count === null ? 'unproven' : 'proven';
}
