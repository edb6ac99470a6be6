import pMap from 'p-map';
import { ProvisioningFailure } from '../../failures.js';
import {
  WatermarkExpired,
  type ChangePage,
  type DirectoryChange,
  type RemovalReason,
  type UserState,
  type Watermark,
} from '../directory-source.js';
import { toDirectoryUser } from './directory-user.js';
import { graphRoot, type GraphClient } from './graph-client.js';
import { GraphRefusal } from './graph-refusal.js';
import { ownLinkOf, pages } from './pages.js';
import { selectFor, selectQuery } from './source-attributes.js';
import { pageOf, userDeltaEntry, type Page, type UserDeltaEntry } from './wire.js';

const DOING = 'Reading user changes';
const REREADS_AT_ONCE = 4;
/** Bounds memory; contradictions further apart than this are left to the next cycle. */
const REMEMBERED_USERS = 50_000;
const EXPIRED_POSITION = ['syncstatenotfound', 'resyncrequired'];

/** Where a full read of all users begins. */
export function initialUsersUrl(graphUrl: URL, attributes: readonly string[]): URL {
  return new URL(`${graphRoot(graphUrl)}/users/delta?${selectQuery(attributes)}`);
}

export interface UserChangesRequest {
  /** Where to begin: `initialUsersUrl`, or a link that an earlier page ended with. */
  readonly first: URL;
  readonly isResumed: boolean;
  readonly attributes: readonly string[];
  /** One user's state, asked by id: for entries that say too little or contradict each other. */
  readonly reread: (id: string) => Promise<UserState>;
  readonly signal: AbortSignal | undefined;
}

/**
 * A delta round of users, from `first` to its end.
 * @see Microsoft Graph, "user: delta" and "Use delta query to track changes in Microsoft Graph data".
 */
export async function* userChanges(
  graph: GraphClient,
  request: UserChangesRequest,
): AsyncGenerator<ChangePage> {
  const round = new Round();
  for await (const { entries, continueAt, isLast } of deltaPages(graph, request)) {
    const changes = await pMap(entries, (entry) => changeOf(entry, round, request), {
      concurrency: REREADS_AT_ONCE,
    });
    yield { changes, continueAt: continueAt.href as Watermark, isLast };
  }
}

interface DeltaPage {
  readonly entries: readonly UserDeltaEntry[];
  readonly continueAt: URL;
  readonly isLast: boolean;
}

/** @throws {WatermarkExpired} when Graph has forgotten where we are. */
async function* deltaPages(
  graph: GraphClient,
  { first, isResumed, attributes, signal }: UserChangesRequest,
): AsyncGenerator<DeltaPage> {
  const properties = selectFor(attributes);
  const call = {
    doing: DOING,
    permission: 'User.Read.All',
    answer: pageOf(userDeltaEntry),
    properties,
  } as const;
  let at = first;
  try {
    for await (const page of pages(graph, first, call, signal)) {
      const continueAt = positionAfter(graph, page);
      yield { entries: page.value, continueAt, isLast: page['@odata.nextLink'] === undefined };
      at = continueAt;
    }
  } catch (error) {
    throw expiryOf(error, graph, at, isResumed && at === first) ?? error;
  }
}

function positionAfter(graph: GraphClient, page: Page<unknown>): URL {
  const link = page['@odata.nextLink'] ?? page['@odata.deltaLink'];
  if (link !== undefined) return ownLinkOf(graph, link, DOING);
  throw new ProvisioningFailure(
    'SourceIncompatible',
    `${DOING}: a page has neither a nextLink nor a deltaLink.`,
  );
}

async function changeOf(
  entry: UserDeltaEntry,
  round: Round,
  { attributes, reread }: UserChangesRequest,
): Promise<DirectoryChange> {
  const id = entry.id.toLowerCase();
  const removed = entry['@removed'];
  const isContradicted = round.contradicts(id, removed === undefined ? 'present' : 'removed');
  if (isContradicted || (removed === undefined && saysTooLittle(entry)))
    return stateAsChange(id, await reread(id));
  if (removed !== undefined) return { type: 'removed', id, reason: reasonOf(removed.reason) };
  return { type: 'present', user: toDirectoryUser(entry, attributes) };
}

/** Of these two every user has a value; without them the entry is a minimal one, and absent means unchanged. */
function saysTooLittle({ userPrincipalName, accountEnabled }: UserDeltaEntry): boolean {
  return typeof userPrincipalName !== 'string' || typeof accountEnabled !== 'boolean';
}

function reasonOf(reason: string | null | undefined): RemovalReason {
  return reason === 'changed' || reason === 'deleted' ? reason : 'unknown';
}

function stateAsChange(id: string, state: UserState): DirectoryChange {
  switch (state.type) {
    case 'present':
      return state;
    case 'softDeleted':
      return { type: 'removed', id, reason: 'changed' };
    case 'deleted':
      return { type: 'removed', id, reason: 'deleted' };
  }
}

/**
 * What the answers for a forgotten position mean; `undefined` when the error is another.
 * @see Microsoft Graph, "Use delta query": synchronization reset, token duration.
 */
function expiryOf(
  error: unknown,
  graph: GraphClient,
  at: URL,
  isStoredPosition: boolean,
): WatermarkExpired | undefined {
  if (!(error instanceof GraphRefusal)) return undefined;
  const { status, codes, location, property } = error;
  if (codes.includes('directory_expiredpagetoken')) return new WatermarkExpired('round');
  if (status === 410 || codes.some((code) => EXPIRED_POSITION.includes(code))) {
    const resumeAt = location === undefined ? null : graph.ownLink(location, at);
    return new WatermarkExpired('everything', resumeAt === null ? null : (resumeAt.href as Watermark));
  }
  const isMalformed = isStoredPosition && status === 400 && property === null;
  return isMalformed ? new WatermarkExpired('everything') : undefined;
}

/** Which users a round has shown, and how: Graph gives no order, so of two contradicting entries neither is believed. */
class Round {
  readonly #seen = new Map<string, DirectoryChange['type']>();

  contradicts(id: string, type: DirectoryChange['type']): boolean {
    const before = this.#seen.get(id);
    if (this.#seen.size >= REMEMBERED_USERS) this.#seen.clear();
    this.#seen.set(id, type);
    return before !== undefined && before !== type;
  }
}
