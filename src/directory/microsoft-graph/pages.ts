import { ProvisioningFailure } from '../../failures.js';
import type { GraphClient } from './graph-client.js';
import { GraphRefusal, type GraphCall } from './graph-refusal.js';
import { PageGuard } from './page-guard.js';
import type { Page } from './wire.js';

/**
 * The pages of a collection, following `@odata.nextLink` unchanged to its end.
 * @param newsOf what an item brings that a loop of pages would not.
 * @throws {GraphRefusal} as it is: what a refusal in the middle means depends on the collection.
 * @see Microsoft Graph, "Paging Microsoft Graph data in your app".
 */
export async function* pages<T extends { readonly id: string }>(
  graph: GraphClient,
  first: URL,
  call: GraphCall<Page<T>>,
  signal?: AbortSignal,
  newsOf: (item: T) => readonly string[] = ({ id }) => [id],
): AsyncGenerator<Page<T>, undefined> {
  const guard = new PageGuard(call.doing);
  for (let at: URL | null = first; at !== null;) {
    const page: Page<T> = await graph.get(at, call, signal);
    const next = page['@odata.nextLink'];
    guard.admit(page.value.flatMap(newsOf), next);
    at = next === undefined ? null : ownLinkOf(graph, next, call.doing);
    yield page;
  }
}

/**
 * `pages` of a list that must be read in one go: when Graph forgets a page on the way, the whole reading fails, to be
 * repeated later.
 */
export async function* wholeList<T extends { readonly id: string }>(
  graph: GraphClient,
  first: URL,
  call: GraphCall<Page<T>>,
  signal?: AbortSignal,
): AsyncGenerator<readonly T[], undefined> {
  let hasBegun = false;
  try {
    for await (const page of pages(graph, first, call, signal)) {
      hasBegun = true;
      yield page.value;
    }
  } catch (error) {
    if (!hasBegun || !(error instanceof GraphRefusal) || ![400, 404, 410].includes(error.status)) throw error;
    throw new ProvisioningFailure(
      'SourceUnavailable',
      `${call.doing}: Microsoft Graph no longer knows the next page (HTTP ${error.status}); the list is read again later.`,
    );
  }
}

/**
 * A link that may be followed with our token.
 * @throws {ProvisioningFailure} `SourceIncompatible` when it leads to another origin.
 */
export function ownLinkOf(graph: GraphClient, link: string, doing: string): URL {
  const url = graph.ownLink(link);
  if (url !== null) return url;
  throw new ProvisioningFailure(
    'SourceIncompatible',
    `${doing}: the answer links to another origin than graphUrl; it is not followed.`,
    { remedy: 'Set graphUrl to the public root that the answering service uses in its links.' },
  );
}
