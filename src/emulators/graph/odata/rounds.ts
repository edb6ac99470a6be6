import type { Round } from '../directory/user-delta.js';
import type { Emulation } from '../emulation.js';
import type { Quirks } from '../options.js';
import { badRequest, GraphError } from './errors.js';
import { idsOf, type Query } from './query.js';
import type { DeltaToken, SkipToken } from './tokens.js';

type Kind = 'users' | 'groups';

/** A delta query on its way: the round, and how far in it the caller is. */
export interface OpenRound {
  readonly round: Round;
  readonly position: number;
  readonly member: number;
}

const deltaTokenLifetimeMs = 7 * 86_400_000;

/**
 * Begins a delta round, or goes on with one, as the query says.
 * @param checkSelect refuses properties that the kind of object does not have.
 * @throws {GraphError} 400 or 410 when the service no longer knows the position.
 */
export function openRound(
  emulation: Emulation,
  kind: Kind,
  query: Query,
  checkSelect: (select: readonly string[]) => void,
): OpenRound {
  const now = emulation.directory.sequence.current;
  const history = emulation.directory[kind].history;
  if (query.skipToken !== null) {
    if (query.select !== null) throw badRequest('$select is not supported together with $skiptoken.');
    const token = emulation.tokens.openSkip(query.skipToken);
    checkPosition(emulation, kind, token);
    checkPage(emulation, token);
    const { since, select, ids, position, member = 0 } = token;
    return {
      round: { since, select, ids, until: emulation.quirks.drift ? now : token.until },
      position,
      member,
    };
  }
  if (query.deltaToken !== null && query.deltaToken !== '' && query.deltaToken !== 'latest') {
    const token = emulation.tokens.openDelta(query.deltaToken);
    checkPosition(emulation, kind, token);
    checkAge(emulation, token);
    const since = replayedSince(emulation, kind, token.since);
    const { select, ids } = token;
    return { round: { since, until: now, select, ids }, position: history.indexAfter(since), member: 0 };
  }
  if (query.select !== null) checkSelect(query.select);
  const since = query.deltaToken === 'latest' ? now : 0;
  const ids = query.filter === null ? null : idsOf(query.filter);
  return {
    round: { since, until: now, select: query.select, ids },
    position: history.indexAfter(since),
    member: 0,
  };
}

/** Where changes drift into a round, an object may be told and then go: left out, its removal would never be told. */
export function tellsRemovalsAtFirst({ removedInInitialRound, drift }: Quirks): boolean {
  return removedInInitialRound || drift;
}

/** The link that ends a page: to the rest of the round, or to the next round. */
export function continuation(
  emulation: Emulation,
  kind: Kind,
  round: Round,
  next: { readonly position: number; readonly member?: number } | null,
): Readonly<Record<string, string>> {
  const token: DeltaToken = {
    kind,
    since: next === null ? round.until : round.since,
    select: round.select === null ? null : [...round.select],
    ids: round.ids === null ? null : [...round.ids],
    issuedAt: emulation.clock.now(),
    epoch: emulation.epoch,
    generation: next === null ? emulation.deltaGeneration : emulation.pageGeneration,
  };
  const base = `${emulation.root}/v1.0/${kind}/delta`;
  if (next === null) return { '@odata.deltaLink': `${base}?$deltatoken=${emulation.tokens.seal(token)}` };
  const rest: SkipToken = { ...token, until: round.until, ...next };
  return { '@odata.nextLink': `${base}?$skiptoken=${emulation.tokens.seal(rest)}` };
}

/** The deltaLink that a round would end with, taken from one of its nextLinks; `null` for lists without rounds. */
export function concludedLink(emulation: Emulation, nextLink: string): string | null {
  if (!new URL(nextLink).pathname.endsWith('/delta')) return null;
  const token = emulation.tokens.openSkip(new URL(nextLink).searchParams.get('$skiptoken') ?? '');
  const { kind, since, until, select, ids } = token;
  return continuation(emulation, kind, { since, until, select, ids }, null)['@odata.deltaLink'] ?? null;
}

function checkPosition(emulation: Emulation, kind: Kind, token: DeltaToken): void {
  if (token.kind !== kind) throw badRequest('Badly formed token.');
  if (token.epoch === emulation.epoch) return;
  throw new GraphError(
    410,
    'resyncRequired',
    'Resync required. Any local items must be replaced by the items of a full enumeration.',
    { location: startingUrl(emulation, token) },
  );
}

function checkAge(emulation: Emulation, token: DeltaToken): void {
  const isOld = emulation.clock.now() - token.issuedAt > deltaTokenLifetimeMs;
  if (!isOld && token.generation === emulation.deltaGeneration) return;
  throw new GraphError(
    400,
    'syncStateNotFound',
    'The sync state generation is not found; the delta token is expired, perform a full synchronization.',
  );
}

function checkPage(emulation: Emulation, token: SkipToken): void {
  const isOld = emulation.clock.now() - token.issuedAt > emulation.pageTokenLifetimeMs;
  if (!isOld && token.generation === emulation.pageGeneration) return;
  throw new GraphError(400, 'Directory_ExpiredPageToken', 'The specified page token value has expired.');
}

/** The same query from the beginning, with the documented empty token. */
function startingUrl(emulation: Emulation, { kind, select, ids }: DeltaToken): string {
  const options = [
    ...(select === null ? [] : [`$select=${select.join(',')}`]),
    ...(ids === null ? [] : [`$filter=${encodeURIComponent(ids.map((id) => `id eq '${id}'`).join(' or '))}`]),
    '$deltatoken=',
  ];
  return `${emulation.root}/v1.0/${kind}/delta?${options.join('&')}`;
}

/** Earlier than the token says when changes are to be told again; never so early that the round becomes an initial one. */
function replayedSince(emulation: Emulation, kind: Kind, since: number): number {
  const { replays } = emulation.quirks;
  if (replays === 0 || since === 0) return since;
  const { history } = emulation.directory[kind];
  const first = history.at(Math.max(0, history.indexAfter(since) - replays));
  return first === undefined ? since : Math.max(1, Math.min(since, first.seq - 1));
}
