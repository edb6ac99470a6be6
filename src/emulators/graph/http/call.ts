import type { FastifyRequest } from 'fastify';
import type { Fault } from '../faults/fault.js';
import { queryOf, type Query } from '../odata/query.js';
import type { Ids } from '../odata/errors.js';
import type { Caller } from './access-tokens.js';
import type { RecordedCall } from './recorder.js';

/** What is known of a call while it is answered. */
export interface GraphCall {
  readonly ids: Ids;
  readonly recorded: RecordedCall;
  fault: Fault | null;
  caller: Caller | null;
}

/** What a route asks of its caller. */
export interface RouteTerms {
  /** Application permissions, any of which opens the route. */
  readonly needs?: readonly string[];
  /** Base cost in resource units; 1 by default, 0 is free. */
  readonly units?: number;
}

declare module 'fastify' {
  interface FastifyRequest {
    graphCall: GraphCall | null;
  }
  // An interface, because a type alias cannot be merged with Fastify's own.
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type
  interface FastifyContextConfig extends RouteTerms {}
}

/** @throws {Error} outside of the routes that record their calls. */
export function callOf(request: FastifyRequest): GraphCall {
  if (request.graphCall === null) throw new Error('This request was never announced.');
  return request.graphCall;
}

export function queryFrom(request: FastifyRequest): Query {
  return queryOf(request.query);
}

/** Path and decoded query, as the caller sent them. */
export function partsOf(url: string): { readonly path: string; readonly query: string } {
  const at = url.indexOf('?');
  if (at === -1) return { path: url, query: '' };
  return { path: url.slice(0, at), query: decoded(url.slice(at + 1)) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
