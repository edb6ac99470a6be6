import { z } from 'zod';
import { isObject, type Json, type JsonObject } from '../json.js';
import { badRequest, ScimError } from '../scim-error.js';
import type { Switches } from '../switches.js';
import { bodyOf } from './body.js';
import type { ScimAnswer, ScimRequest } from './exchange.js';
import { segmentsOf } from './segments.js';

const requestUrn = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';
const responseUrn = 'urn:ietf:params:scim:api:messages:2.0:BulkResponse';

const operationSchema = z.object({
  method: z.string().transform((method) => method.toUpperCase()),
  path: z.string().startsWith('/'),
  bulkId: z.string().optional(),
  version: z.string().optional(),
  data: z.json().optional(),
});
const bulkSchema = z.object({
  schemas: z.array(z.string()).refine((urns) => urns.includes(requestUrn)),
  failOnErrors: z.int().positive().optional(),
  Operations: z.array(operationSchema),
});

type Operation = z.infer<typeof operationSchema>;

/**
 * Carries out the operations in their order; one that names a `bulkId` waits for the resource of that name. RFC 7644, 3.7.
 * @throws {ScimError} 400 or 413, when nothing was carried out.
 */
export function answerBulk(
  request: ScimRequest,
  switches: Switches,
  serve: (request: ScimRequest) => ScimAnswer,
): ScimAnswer {
  if (request.method !== 'POST') throw new ScimError(405, null, 'Bulk requests are posted.');
  const { maxOperations = 0, maxPayloadBytes = 0 } = switches.bulk ?? {};
  if (Buffer.byteLength(request.bodyText) > maxPayloadBytes) {
    throw new ScimError(
      413,
      null,
      `The size of the bulk operation exceeds the maxPayloadSize (${maxPayloadBytes}).`,
    );
  }
  const bulk = bulkSchema.safeParse(bodyOf(request, switches));
  if (!bulk.success) throw badRequest('invalidSyntax', 'The body is no bulk request.');
  const { Operations: operations, failOnErrors = Infinity } = bulk.data;
  if (operations.length > maxOperations) {
    throw new ScimError(413, null, `A bulk request may have ${maxOperations} operations (maxOperations).`);
  }
  const results = carryOut(operations, failOnErrors, { request, switches, serve });
  return { status: 200, body: { schemas: [responseUrn], Operations: results } };
}

interface Surroundings {
  readonly request: ScimRequest;
  readonly switches: Switches;
  readonly serve: (request: ScimRequest) => ScimAnswer;
}

function carryOut(
  operations: readonly Operation[],
  failOnErrors: number,
  surroundings: Surroundings,
): readonly JsonObject[] {
  const results = new Map<Operation, JsonObject>();
  const ids = new Map<string, string>();
  let waiting = [...operations];
  let failures = 0;
  while (waiting.length > 0 && failures < failOnErrors) {
    const ready = waiting.find((operation) => unresolved(operation, ids).length === 0);
    const operation = ready ?? waiting[0];
    if (operation === undefined) break;
    waiting = waiting.filter((other) => other !== operation);
    const answer =
      ready === undefined ? unknownBulkId() : surroundings.serve(requestOf(operation, ids, surroundings));
    const id = isObject(answer.body) ? answer.body['id'] : undefined;
    if (operation.bulkId !== undefined && typeof id === 'string') ids.set(operation.bulkId, id);
    if (answer.status >= 400) failures += 1;
    results.set(operation, resultOf(operation, answer));
  }
  return operations.map((operation) => results.get(operation)).filter((result) => result !== undefined);
}

function requestOf(
  { method, path, version, data }: Operation,
  ids: ReadonlyMap<string, string>,
  { request, switches }: Surroundings,
): ScimRequest {
  const resolve = (text: string, encode = (id: string): string => id): string =>
    text.replace(bulkIds, (whole, bulkId: string) => encode(ids.get(bulkId) ?? whole));
  return {
    method,
    segments: segmentsOf(resolve(path, encodeURIComponent)),
    query: new URLSearchParams(),
    headers: {
      'user-agent': request.headers['user-agent'],
      'content-type': switches.requestMediaType ?? 'application/scim+json',
      'if-match': version,
    },
    bodyText: data === undefined ? '' : JSON.stringify(withTexts(data, resolve)),
  };
}

const bulkIds = /bulkId:([^"/\]]+)/g;

function unresolved({ path, data }: Operation, ids: ReadonlyMap<string, string>): readonly string[] {
  const named = `${path} ${JSON.stringify(data ?? null)}`.matchAll(bulkIds);
  return [...named].flatMap(([, bulkId = '']) => (ids.has(bulkId) ? [] : [bulkId]));
}

function withTexts(value: Json, change: (text: string) => string): Json {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return (value as readonly Json[]).map((element) => withTexts(element, change));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withTexts(part, change)]));
}

function resultOf({ method, bulkId }: Operation, { status, headers, body }: ScimAnswer): JsonObject {
  const location = headers?.['location'] ?? headers?.['content-location'];
  const version = headers?.['etag'];
  return {
    method,
    status: String(status),
    ...(bulkId === undefined ? {} : { bulkId }),
    ...(location === undefined ? {} : { location }),
    ...(version === undefined ? {} : { version }),
    ...(status >= 400 ? { response: body } : {}),
  };
}

function unknownBulkId(): ScimAnswer {
  const schemas = ['urn:ietf:params:scim:api:messages:2.0:Error'];
  const detail = 'The operation names a bulkId that no other gives, or one that waits for it.';
  return { status: 409, body: { schemas, status: '409', scimType: 'invalidValue', detail } };
}
