import { createHash } from 'node:crypto';
import { z } from 'zod';
import { badRequest } from '../scim-error.js';

const content = z.strictObject({ offset: z.int().positive(), query: z.string(), expiresAt: z.int() });

/** An opaque cursor to a place in the answer to a query. */
export function writeCursor(offset: number, query: string, lifetimeMs: number): string {
  const cursor = { offset, query: digest(query), expiresAt: Date.now() + lifetimeMs };
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

/**
 * Where in the answer to this query a cursor points.
 * @throws {ScimError} 400 `invalidCursor` or `expiredCursor`. RFC 9865, 2.1.
 */
export function readCursor(cursor: string, query: string): number {
  const read = content.safeParse(decoded(cursor));
  if (!read.success || read.data.query !== digest(query)) {
    throw badRequest('invalidCursor', 'The cursor is not one of this query.');
  }
  if (read.data.expiresAt <= Date.now()) throw badRequest('expiredCursor', 'The cursor is too old.');
  return read.data.offset;
}

function decoded(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return null;
  }
}

function digest(query: string): string {
  return createHash('sha256').update(query).digest('base64url').slice(0, 16);
}
