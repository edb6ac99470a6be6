import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Page } from '../directory/paging.js';
import type { Emulation } from '../emulation.js';
import { queryFrom } from '../http/call.js';
import { badRequest } from './errors.js';

/** Where a caller is in a plain list. */
export interface ListPosition {
  readonly position: number;
  /** Which reading of the list this is, where lists are versioned by readings; else 0. */
  readonly reading: number;
}

/** The position that the request's `$skiptoken` stands for, or the first. */
export function listPosition(
  emulation: Emulation,
  request: FastifyRequest,
  firstReading: () => number = () => 0,
): ListPosition {
  const { skipToken } = queryFrom(request);
  if (skipToken === null) return { position: 0, reading: firstReading() };
  const token = emulation.tokens.openList(skipToken);
  if (token.path !== pathOf(request)) throw badRequest('Badly formed token.');
  return token;
}

/** The answer to a request for a list. The link to the next page repeats the options of this one. */
export function listAnswer(
  emulation: Emulation,
  request: FastifyRequest,
  context: string,
  page: Page<unknown>,
  reading = 0,
): object {
  const answer = { '@odata.context': `${emulation.root}/v1.0/$metadata#${context}` };
  if (page.next === null) return { ...answer, value: page.items };
  const token = emulation.tokens.seal({ path: pathOf(request), position: page.next, reading });
  const options = Object.entries(request.query as Record<string, string>)
    .filter(([name]) => name.toLowerCase() !== '$skiptoken')
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  const query = [...options, `$skiptoken=${token}`].join('&');
  const nextLink = `${emulation.root}${pathOf(request)}?${query}`;
  return { ...answer, '@odata.nextLink': nextLink, value: page.items };
}

/** Members, users and groups of a list that is paged by `$top`, 100 at a time when the caller does not say. */
export function limitOf(request: FastifyRequest, usual: number, most = Infinity): number {
  return Math.min(queryFrom(request).top ?? usual, most);
}

/**
 * The answer to `/$count` of a list: a bare number.
 * @throws {GraphError} 400 without the header `ConsistencyLevel: eventual`.
 * @see Microsoft Graph, "Advanced query capabilities on Microsoft Entra ID objects".
 */
export function countAnswer(request: FastifyRequest, reply: FastifyReply, count: number): FastifyReply {
  if (request.headers['consistencylevel'] !== 'eventual')
    throw badRequest("Request with $count needs the header 'ConsistencyLevel: eventual'.");
  return reply.type('text/plain').send(String(count));
}

const pathOf = (request: FastifyRequest) => request.originalUrl.split('?', 1)[0] ?? '';
