import { badRequest } from '../scim-error.js';
import type { Switches } from '../switches.js';
import { readCursor, writeCursor } from './cursor.js';

/** How a client asks for a page. Undefined: not asked. */
export interface PageRequest {
  readonly startIndex: string | undefined;
  readonly count: string | undefined;
  /** Empty for the first page. */
  readonly cursor: string | undefined;
  /** Everything else that was asked: a cursor is good for the same query only. */
  readonly query: string;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly startIndex: number;
  readonly nextCursor: string | null;
  readonly usesCursor: boolean;
}

/**
 * Cuts a page out. RFC 7644, 3.4.2.4 (index) and RFC 9865 (cursor).
 * @throws {ScimError} 400 `invalidValue`, `invalidCursor`, `expiredCursor` or `invalidCount`.
 */
export function pageOf<T>(all: readonly T[], request: PageRequest, switches: Switches): Page<T> {
  const cursor = switches.cursorPaging ? request.cursor : undefined;
  const usesCursor = cursor !== undefined;
  const offset =
    cursor === undefined ? startOffset(request.startIndex, switches) : cursorOffset(cursor, request);
  const count = pageSize(request.count, switches, usesCursor);
  const items = all.slice(offset, offset + count);
  const tellsCursor = usesCursor || (switches.cursorPaging && switches.volunteersCursors);
  const hasMore = items.length > 0 && offset + items.length < all.length;
  return {
    items,
    startIndex: offset + 1,
    nextCursor:
      tellsCursor && hasMore
        ? writeCursor(offset + items.length, request.query, switches.cursorLifetimeMs)
        : null,
    usesCursor,
  };
}

function cursorOffset(cursor: string, { query }: PageRequest): number {
  return cursor === '' ? 0 : readCursor(cursor, query);
}

function startOffset(startIndex: string | undefined, { indexPaging }: Switches): number {
  if (startIndex === undefined || !indexPaging) return 0;
  return Math.max(1, integer(startIndex, 'startIndex', 'invalidValue')) - 1;
}

function pageSize(count: string | undefined, switches: Switches, usesCursor: boolean): number {
  if (count === undefined || (!switches.indexPaging && !usesCursor)) return switches.defaultPageSize;
  const asked = integer(count, 'count', usesCursor ? 'invalidCount' : 'invalidValue');
  return Math.min(Math.max(0, asked), switches.maxPageSize);
}

function integer(text: string, name: string, scimType: 'invalidValue' | 'invalidCount'): number {
  if (!/^-?\d{1,15}$/.test(text)) throw badRequest(scimType, `${name} must be an integer.`);
  return Number(text);
}
