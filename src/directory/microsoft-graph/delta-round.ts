import pMap from 'p-map';
import type { ChangePage, RemovalReason } from '../directory-source.js';
import { deltaPages, type DeltaQuery } from './delta-pages.js';
import type { GraphClient } from './graph-client.js';
import type { GraphObject } from './wire.js';

const REREADS_AT_ONCE = 4;
/** Bounds memory; contradictions further apart than this are left to the next cycle. */
const REMEMBERED_OBJECTS = 50_000;

export interface Removal {
  readonly type: 'removed';
  readonly id: string;
  readonly reason: RemovalReason;
}

type DeltaEntry = GraphObject & {
  readonly '@removed'?: { readonly reason?: string | null | undefined } | null | undefined;
};

/** One object's state, asked by id. */
type StateOf<Present> = Present | { readonly type: 'softDeleted' } | { readonly type: 'deleted' };

/** How one kind of object is read from its entries. */
export interface DeltaReading<Entry, State, Present> {
  /** What a live entry tells; `null` when it says too little, because absent means unchanged in it. */
  readonly presentIn: (entry: Entry) => Present | null;
  /** For entries that say too little or contradict each other. */
  readonly reread: (id: string) => Promise<StateOf<State>>;
  /** A state asked by id, with what only the entry tells. */
  readonly combine: (state: State, entry: Entry) => Present;
}

/** A delta round, from a position to its end. */
export async function* deltaRound<
  Entry extends DeltaEntry,
  State extends { readonly type: 'present' },
  Present extends { readonly type: 'present' },
>(
  graph: GraphClient,
  query: DeltaQuery<Entry>,
  reading: DeltaReading<Entry, State, Present>,
): AsyncGenerator<ChangePage<Present | Removal>> {
  const round = new Round();
  for await (const { entries, continueAt, isLast } of deltaPages(graph, query)) {
    const reread = oncePerId(reading.reread);
    const changes = await pMap(entries, (entry) => changeOf(entry, round, { ...reading, reread }), {
      concurrency: REREADS_AT_ONCE,
    });
    yield { changes, continueAt, isLast };
  }
}

async function changeOf<
  Entry extends DeltaEntry,
  State extends { readonly type: 'present' },
  Present extends { readonly type: 'present' },
>(
  entry: Entry,
  round: Round,
  { presentIn, reread, combine }: DeltaReading<Entry, State, Present>,
): Promise<Present | Removal> {
  const id = entry.id.toLowerCase();
  const removed = entry['@removed'] ?? undefined;
  const isContradicted = round.contradicts(id, removed === undefined ? 'present' : 'removed');
  if (!isContradicted) {
    if (removed !== undefined) return { type: 'removed', id, reason: reasonOf(removed.reason) };
    const present = presentIn(entry);
    if (present !== null) return present;
  }
  const state = await reread(id);
  if (state.type === 'softDeleted') return { type: 'removed', id, reason: 'changed' };
  if (state.type === 'deleted') return { type: 'removed', id, reason: 'deleted' };
  return combine(state, entry);
}

function reasonOf(reason: string | null | undefined): RemovalReason {
  return reason === 'changed' || reason === 'deleted' ? reason : 'unknown';
}

/** An object that comes in many entries of a page is asked for once. */
function oncePerId<T>(ask: (id: string) => Promise<T>): (id: string) => Promise<T> {
  const asked = new Map<string, Promise<T>>();
  return (id) => {
    const answer = asked.get(id) ?? ask(id);
    asked.set(id, answer);
    return answer;
  };
}

/** Which objects a round has shown, and how: Graph gives no order, so of two contradicting entries neither is believed. */
class Round {
  readonly #seen = new Map<string, 'present' | 'removed'>();

  contradicts(id: string, type: 'present' | 'removed'): boolean {
    const before = this.#seen.get(id);
    if (this.#seen.size >= REMEMBERED_OBJECTS) this.#seen.clear();
    this.#seen.set(id, type);
    return before !== undefined && before !== type;
  }
}
