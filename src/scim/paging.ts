import type { ListResponse } from './list-response.js';
import type { Dialect } from './quirks/index.js';
import type { ListPosition, ResourcePage } from './scim-target.js';

/** Where a list begins; null for a target that lists nothing. */
export const firstPositions: Readonly<Record<Dialect['paging'], ListPosition | null>> = {
  index: { type: 'index', startIndex: 1 },
  cursor: { type: 'cursor', cursor: '' },
  none: null,
};

/** The query that asks for a page. An empty cursor asks for the first one: RFC 9865, section 2.1. */
export function pageQuery(position: ListPosition, count: number): Readonly<Record<string, string>> {
  return position.type === 'index'
    ? { startIndex: String(position.startIndex), count: String(count) }
    : { cursor: position.cursor, count: String(count) };
}

/**
 * The page that an answer is, and where the next one begins. A cursor is followed whether or not it was asked for. Without
 * one the list goes on by index, unless cursors led here: then this was its last page.
 */
export function toPage(list: ListResponse, asked: { position: ListPosition; count: number }): ResourcePage {
  const { resources, totalResults, nextCursor } = list;
  if (nextCursor !== null) return { resources, totalResults, next: { type: 'cursor', cursor: nextCursor } };
  if (asked.position.type === 'cursor') return { resources, totalResults, next: null };
  const startIndex = nextStartIndex(list, { startIndex: asked.position.startIndex, count: asked.count });
  return { resources, totalResults, next: startIndex === null ? null : { type: 'index', startIndex } };
}

/**
 * A list ends at `totalResults`, at an empty page, and where a server ignores `startIndex`. A total that the page itself
 * refutes, or that is just the size of a full first page, is not believed.
 */
function nextStartIndex(list: ListResponse, asked: { startIndex: number; count: number }): number | null {
  const received = list.resources.length;
  const next = asked.startIndex + received;
  const isIgnored = list.startIndex !== null && list.startIndex > 0 && list.startIndex < asked.startIndex;
  const isLast = received === 0 || isIgnored || (next > (list.totalResults ?? Infinity) && !isDoubtful());
  return isLast ? null : next;

  function isDoubtful(): boolean {
    const isRefuted = (list.totalResults ?? Infinity) < next - 1;
    const isPageSize = asked.startIndex === 1 && list.totalResults === received && received >= asked.count;
    return isRefuted || isPageSize;
  }
}
