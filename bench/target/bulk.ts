import { z } from 'zod';
import { Refusal } from './accounts.js';
import type { BulkOffer } from './behaviour.js';
import { errorBody, type Answer } from './answer.js';

const MESSAGES = 'urn:ietf:params:scim:api:messages:2.0';

const request = z.object({
  schemas: z.tuple([z.literal(`${MESSAGES}:BulkRequest`)]),
  failOnErrors: z.int().min(1).optional(),
  Operations: z
    .array(
      z
        .object({
          method: z.enum(['POST', 'PATCH', 'PUT', 'DELETE']),
          bulkId: z.string().min(1).optional(),
          path: z.string().startsWith('/'),
          data: z.json().optional(),
        })
        .refine(({ method, bulkId }) => method !== 'POST' || bulkId !== undefined),
    )
    .min(1),
});

type Operation = z.infer<typeof request>['Operations'][number];

/** Carries out one operation as if it had come in a request of its own. */
type CarryOut = (operation: {
  readonly method: string;
  readonly path: string;
  readonly body: string;
}) => Answer;

/**
 * Carries out one operation after the other and stops after `failOnErrors` errors. `bulkId:` in a value stands for the id
 * of what that operation creates, wherever in the request it is.
 * @throws {Refusal} 413 beyond what is offered, 400 for what is no Bulk request.
 * @see RFC 7644, section 3.7.
 */
export function answerToBulk(body: string, offer: BulkOffer, carryOut: CarryOut): Answer {
  if (Buffer.byteLength(body) > offer.maxPayloadSize)
    throw new Refusal(413, null, `The request is larger than the maxPayloadSize (${offer.maxPayloadSize}).`);
  const parsed = request.safeParse(JSON.parse(body));
  if (!parsed.success) throw new Refusal(400, 'invalidSyntax', 'The body is no Bulk request.');
  const { Operations: operations, failOnErrors = Infinity } = parsed.data;
  if (operations.length > offer.maxOperations)
    throw new Refusal(413, null, `There are more operations than maxOperations (${offer.maxOperations}).`);

  const ids = new Map<string, string>();
  const results: Record<string, unknown>[] = [];
  let errors = 0;
  let waiting: readonly Operation[] = operations;
  while (waiting.length > 0 && errors < failOnErrors) {
    const ready = waiting.filter((one) => unresolved(one, ids).length === 0);
    // Nothing can be resolved any more: what is left names what was not created, or goes round in a circle.
    const batch = ready.length > 0 ? ready : waiting;
    for (const operation of batch) {
      if (errors >= failOnErrors) break;
      const result = carriedOut(operation, ids, carryOut);
      if (result.answer.status >= 400) errors += 1;
      results.push(resultOf(operation, result));
    }
    waiting = waiting.filter((one) => !batch.includes(one));
  }
  return { status: 200, json: { schemas: [`${MESSAGES}:BulkResponse`], Operations: results } };
}

interface Result {
  readonly answer: Answer;
  /** Where the resource is, when there is one. */
  readonly path: string | null;
}

function carriedOut(operation: Operation, ids: Map<string, string>, carryOut: CarryOut): Result {
  const { method, path, bulkId } = operation;
  const [missing] = unresolved(operation, ids);
  if (missing !== undefined) {
    const json = errorBody(409, 'invalidValue', `Nothing was created with the bulkId ${missing}.`);
    return { answer: { status: 409, json }, path: method === 'POST' ? null : path };
  }
  const body = JSON.stringify(operation.data ?? {}).replaceAll(/"bulkId:([^"]+)"/g, (_, name: string) =>
    JSON.stringify(ids.get(name)),
  );
  const answer = carryOut({ method, path, body });
  const created = answer.status === 201 ? (answer.json as { readonly id: string }).id : null;
  if (created === null) return { answer, path: method === 'POST' ? null : path };
  if (bulkId !== undefined) ids.set(bulkId, created);
  return { answer, path: `${path}/${created}` };
}

function resultOf({ method, bulkId }: Operation, { answer, path }: Result): Record<string, unknown> {
  return {
    method,
    ...(bulkId === undefined ? {} : { bulkId }),
    ...(path === null ? {} : { location: `/scim${path}` }),
    status: String(answer.status),
    ...(answer.status >= 400 ? { response: answer.json } : {}),
  };
}

function unresolved({ data }: Operation, ids: ReadonlyMap<string, string>): readonly string[] {
  const names = JSON.stringify(data ?? null).matchAll(/"bulkId:([^"]+)"/g);
  return [...names].map(([, name = '']) => name).filter((name) => !ids.has(name));
}
