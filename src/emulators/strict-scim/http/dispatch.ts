import type { Emulation } from '../emulation.js';
import { isObject, type Json } from '../json.js';
import type { ResourceType } from '../schema/resource-type.js';
import { badRequest, ScimError } from '../scim-error.js';
import { bodyOf } from './body.js';
import { answerBulk } from './bulk.js';
import { refuseMissingMethod } from './capabilities.js';
import { answerDiscovery } from './discovery.js';
import { errorAnswer } from './errors.js';
import type { ScimAnswer, ScimRequest } from './exchange.js';
import { answerQuery, type Query } from './queries.js';
import * as routes from './resource-routes.js';

/** Serves a request that was let in. Never throws for what a client did. */
export function dispatch(emulation: Emulation, request: ScimRequest, readLag: number): ScimAnswer {
  try {
    return route(emulation, request, readLag);
  } catch (error) {
    if (error instanceof ScimError) return errorAnswer(error, emulation.switches);
    throw error;
  }
}

function route(emulation: Emulation, request: ScimRequest, readLag: number): ScimAnswer {
  const { switches } = emulation;
  if (switches.requiresUserAgent && (request.headers['user-agent'] ?? '') === '') {
    throw new ScimError(403, null, 'Requests must say who makes them (User-Agent).');
  }
  const discovered = answerDiscovery(emulation, request);
  if (discovered !== null) return discovered;
  const [endpoint = '', id, ...rest] = request.segments;
  if (endpoint === 'Bulk' && switches.bulk !== null) {
    return answerBulk(request, switches, (one) => dispatch(emulation, one, readLag));
  }
  if (endpoint === 'Me' || endpoint === 'Bulk') {
    throw new ScimError(501, null, `There is no /${endpoint} here.`);
  }
  if (isRoot(request.segments)) return answerRoot(emulation, request);
  const type = typeAt(endpoint, emulation);
  if (type === undefined || rest.length > 0) throw new ScimError(404, null, 'There is no such endpoint.');
  const work: routes.Work = { emulation, type, request, readLag };
  if (id === undefined || id === '') return collection(work);
  if (id === '.search' && switches.search) return search(emulation, [type], request);
  refuseMissingMethod(request.method, type, switches);
  switch (request.method) {
    case 'GET':
      return routes.read(work, id);
    case 'PUT':
      return routes.replace(work, id);
    case 'PATCH':
      return routes.patch(work, id);
    case 'DELETE':
      return routes.remove(work, id);
    default:
      throw new ScimError(405, null, `A ${type.name} takes no ${request.method}.`);
  }
}

function collection(work: routes.Work): ScimAnswer {
  const { emulation, type, request } = work;
  if (request.method === 'GET') return answerQuery(emulation, [type], queryFrom(request.query));
  if (request.method === 'POST') return routes.create(work);
  throw new ScimError(405, null, `/${type.endpoint} takes no ${request.method}.`);
}

/** The base URL itself, or a search there. */
function isRoot([endpoint = '', ...rest]: readonly string[]): boolean {
  return rest.length === 0 && (endpoint === '' || endpoint === '.search');
}

/** Queries of all types at once. RFC 7644, 3.4.2.1. */
function answerRoot(emulation: Emulation, request: ScimRequest): ScimAnswer {
  const isSearch = request.segments[0] === '.search';
  const types = offeredTypes(emulation);
  if (isSearch && emulation.switches.search) return search(emulation, types, request);
  if (isSearch || request.method !== 'GET') throw new ScimError(404, null, 'There is no such endpoint.');
  return answerQuery(emulation, types, queryFrom(request.query));
}

function offeredTypes({ switches, types }: Emulation): readonly ResourceType[] {
  return switches.hasGroups ? [types.User, types.Group] : [types.User];
}

function typeAt(endpoint: string, emulation: Emulation): ResourceType | undefined {
  return offeredTypes(emulation).find((type) =>
    emulation.switches.acceptsPathsInAnyCase
      ? type.endpoint.toLowerCase() === endpoint.toLowerCase()
      : type.endpoint === endpoint,
  );
}

function queryFrom(query: URLSearchParams): Query {
  const one = (name: string): string | undefined => query.get(name) ?? undefined;
  const list = (name: string): readonly string[] =>
    (one(name) ?? '').split(',').flatMap((part) => part.trim() || []);
  const rest = [...query].filter(([name]) => !['cursor', 'count', 'startIndex'].includes(name)).sort();
  return {
    filter: one('filter'),
    sortBy: one('sortBy'),
    sortOrder: one('sortOrder'),
    attributes: list('attributes'),
    excludedAttributes: list('excludedAttributes'),
    page: {
      startIndex: one('startIndex'),
      count: one('count'),
      cursor: one('cursor'),
      query: JSON.stringify(rest),
    },
  };
}

const searchUrn = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest';

/** RFC 7644, 3.4.3: a query in a body. */
function search(emulation: Emulation, types: readonly ResourceType[], request: ScimRequest): ScimAnswer {
  if (request.method !== 'POST') throw new ScimError(405, null, 'Searches are posted.');
  const body = bodyOf(request, emulation.switches);
  const schemas = isObject(body) ? body['schemas'] : undefined;
  if (!isObject(body) || !Array.isArray(schemas) || !schemas.includes(searchUrn)) {
    throw badRequest('invalidSyntax', `schemas must hold ${searchUrn}.`);
  }
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(body)) {
    if (name !== 'schemas' && value !== null) query.set(name, parameter(value));
  }
  return answerQuery(emulation, types, queryFrom(query));
}

function parameter(value: Json): string {
  if (Array.isArray(value)) return value.map(String).join(',');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
