import { ProvisioningFailure } from '../../failures.js';
import { WatermarkExpired, type Watermark } from '../directory-source.js';
import type { GraphClient } from './graph-client.js';
import { GraphRefusal, type GraphCall } from './graph-refusal.js';
import { ownLinkOf, pages } from './pages.js';
import { Positions } from './positions.js';
import type { GraphObject, Page } from './wire.js';

const EXPIRED_POSITION = ['syncstatenotfound', 'resyncrequired'];

/** A delta query, and where in its feed to read. */
export interface DeltaQuery<Entry> {
  /** Where a full read begins. */
  readonly initial: URL;
  readonly from: Watermark | null;
  readonly call: GraphCall<Page<Entry>>;
  /** What an entry brings that a loop of pages would not: its id unless given. */
  readonly newsOf?: (entry: Entry) => readonly string[];
  readonly signal: AbortSignal | undefined;
}

export interface DeltaPage<Entry> {
  readonly entries: readonly Entry[];
  readonly continueAt: Watermark;
  readonly isLast: boolean;
}

/**
 * The pages of a delta round, from a position to its end.
 * @throws {WatermarkExpired} when Graph has forgotten where we are, or the position belongs to another query.
 * @see Microsoft Graph, "Use delta query to track changes in Microsoft Graph data".
 */
export async function* deltaPages<Entry extends GraphObject>(
  graph: GraphClient,
  { initial, from, call, newsOf, signal }: DeltaQuery<Entry>,
): AsyncGenerator<DeltaPage<Entry>> {
  const positions = new Positions(graph, initial);
  const first = from === null ? initial : positions.link(from);
  if (first === null) throw new WatermarkExpired('everything');
  let at = first;
  try {
    for await (const page of pages(graph, first, call, signal, newsOf)) {
      const next = positionAfter(graph, page, call.doing);
      const isLast = page['@odata.nextLink'] === undefined;
      yield { entries: page.value, continueAt: positions.watermark(next), isLast };
      at = next;
    }
  } catch (error) {
    throw expiryOf(error, { graph, positions, at, isStored: from !== null && at === first }) ?? error;
  }
}

function positionAfter(graph: GraphClient, page: Page<unknown>, doing: string): URL {
  const link = page['@odata.nextLink'] ?? page['@odata.deltaLink'];
  if (link !== undefined) return ownLinkOf(graph, link, doing);
  throw new ProvisioningFailure(
    'SourceIncompatible',
    `${doing}: a page has neither a nextLink nor a deltaLink.`,
  );
}

/**
 * What the answers for a forgotten position mean; `undefined` when the error is another.
 * @see Microsoft Graph, "Use delta query": synchronization reset, token duration.
 */
function expiryOf(
  error: unknown,
  {
    graph,
    positions,
    at,
    isStored,
  }: { graph: GraphClient; positions: Positions; at: URL; isStored: boolean },
): WatermarkExpired | undefined {
  if (!(error instanceof GraphRefusal)) return undefined;
  const { status, codes, location, property } = error;
  if (codes.includes('directory_expiredpagetoken')) return new WatermarkExpired('round');
  if (status === 410 || codes.some((code) => EXPIRED_POSITION.includes(code))) {
    const resumeAt = location === undefined ? null : graph.ownLink(location, at);
    return new WatermarkExpired('everything', resumeAt === null ? null : positions.watermark(resumeAt));
  }
  const isMalformed = isStored && status === 400 && property === null;
  return isMalformed ? new WatermarkExpired('everything') : undefined;
}
