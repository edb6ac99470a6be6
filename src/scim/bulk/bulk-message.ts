import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { HttpAnswer, HttpRequest } from '../http-exchange.js';

const REQUEST_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';

/** Where bulk requests go. @see RFC 7644, section 3.7. */
export const BULK_PATH = '/Bulk';

/** One write within a bulk request. @see RFC 7644, section 3.7. */
export interface BulkOperation {
  readonly method: HttpRequest['method'];
  readonly path: string;
  /** Names the operation within its request; nobody else has the same. */
  readonly bulkId: string;
  readonly data?: Record<string, unknown>;
}

/** What it adds to a request besides its operations, in bytes; each operation adds a comma. */
export const ENVELOPE_BYTES = Buffer.byteLength(JSON.stringify(bulkRequest([])));

export function bulkOperation({ method, path, body }: HttpRequest): BulkOperation {
  return { method, path, bulkId: randomUUID(), ...(body !== undefined && { data: body }) };
}

/** A request that tries every operation, whatever becomes of the others: `failOnErrors` is not given. */
export function bulkRequest(operations: readonly BulkOperation[]): Record<string, unknown> {
  return { schemas: [REQUEST_SCHEMA], Operations: operations };
}

const text = z.string().optional().catch(undefined);
/** As the RFC has it, as a number, with its reason, and as an object with a code, as drafts had it. */
const status = z
  .union([z.number(), z.string(), z.object({ code: z.union([z.number(), z.string()]) })])
  .transform((told) => statusCode(typeof told === 'object' ? told.code : told))
  .catch(null);
const result = z.object({
  bulkId: text,
  method: text,
  location: text,
  status: status.optional(),
  response: z.unknown().optional(),
});
const bulkResponse = z.object({ Operations: z.array(result) });

type Result = z.infer<typeof result>;

/**
 * The answer to each operation, as it would have been to the operation alone; null where the target does not tell it, or tells
 * two. An answer without `bulkId`, which only creates must have, is known by the resource's location: no two operations of a
 * request concern the same. The order of answers says nothing.
 * @returns null when the answer is no BulkResponse.
 */
export function answersOf(
  whole: HttpAnswer,
  operations: readonly BulkOperation[],
): readonly (HttpAnswer | null)[] | null {
  const parsed = bulkResponse.safeParse(whole.json);
  if (!parsed.success) return null;
  const results = parsed.data.Operations;
  if (results.length > 0 && results.every((one) => typeof one.status !== 'number')) return null;
  const found = new Map<string, Result[]>();
  for (const one of results) {
    const key = keyOf(one);
    if (key !== null) found.set(key, [...(found.get(key) ?? []), one]);
  }
  return operations.map((operation) => {
    const told = [operation.bulkId, placeOf(operation.method, operation.path)].flatMap(
      (key) => found.get(key) ?? [],
    );
    const [only, ...others] = told;
    return only === undefined || others.length > 0 ? null : answerOf(whole, only);
  });
}

function keyOf({ bulkId, method, location }: Result): string | null {
  if (bulkId !== undefined) return bulkId;
  return method === undefined || location === undefined ? null : placeOf(method, location);
}

/** `PATCH Users/<id>`, of a path and of a whole URL. */
function placeOf(method: string, location: string): string {
  const segments = location.replace(/[?#].*$/, '').split('/');
  return `${method.toUpperCase()} ${segments.slice(-2).map(decoded).join('/')}`;
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** @returns null when the target does not say how it ended. */
function answerOf(whole: HttpAnswer, { status: told, location, response }: Result): HttpAnswer | null {
  if (typeof told !== 'number') return null;
  return {
    ...whole,
    status: told,
    retryAfter: undefined,
    location,
    body: response === undefined ? '' : JSON.stringify(response),
    json: response,
  };
}

function statusCode(told: number | string): number | null {
  const code = typeof told === 'number' ? told : Number(/^\d{3}\b/.exec(told.trim())?.[0]);
  return Number.isInteger(code) && code >= 100 && code <= 599 ? code : null;
}
