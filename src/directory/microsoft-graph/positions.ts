import { createHash } from 'node:crypto';
import type { Watermark } from '../directory-source.js';
import type { GraphClient } from './graph-client.js';

/**
 * Writes and reads the watermarks of one delta query: Graph's own link, and in its fragment, which never goes over the
 * wire, a hash of the query that it was issued for. Graph remembers the query in its tokens, so a link of another one would
 * answer another question for ever, unnoticed: without the manager, or about other groups.
 */
export class Positions {
  readonly #graph: GraphClient;
  readonly #fragment: string;

  /** @param initial where the query begins, with its parameters. */
  constructor(graph: GraphClient, initial: URL) {
    this.#graph = graph;
    const query = createHash('sha256').update(`${initial.pathname}${initial.search}`).digest('base64url');
    this.#fragment = `#query=${query.slice(0, 16)}`;
  }

  watermark(link: URL): Watermark {
    const marked = new URL(link);
    marked.hash = this.#fragment;
    return marked.href as Watermark;
  }

  /** The link to go on with; `null` when it was issued by another Graph root or for another query. */
  link(watermark: Watermark): URL | null {
    const link = this.#graph.ownLink(watermark);
    if (link?.hash !== this.#fragment) return null;
    link.hash = '';
    return link;
  }
}
