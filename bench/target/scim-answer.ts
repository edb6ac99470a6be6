import { Refusal, type Accounts } from './accounts.js';

export interface Question {
  readonly method: string;
  /** Below the base URL. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: string;
}

export interface Answer {
  readonly status: number;
  readonly json: unknown;
}

const CONFIGURATION = {
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
  patch: { supported: true },
  bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
  filter: { supported: true, maxResults: 100 },
  changePassword: { supported: false },
  sort: { supported: false },
  etag: { supported: false },
  authenticationSchemes: [{ type: 'oauthbearertoken', name: 'Bearer token', description: 'A bearer token' }],
};
const MAX_RESULTS = 100;

/**
 * As little of RFC 7644 as provisioning users needs, and done quickly: the measurement is of the one who asks.
 * @throws {Refusal}
 */
export function answerTo({ method, path, query, body }: Question, accounts: Accounts): Answer {
  if (method === 'GET' && path === '/ServiceProviderConfig') return { status: 200, json: CONFIGURATION };
  if (method === 'POST' && path === '/Users')
    return { status: 201, json: accounts.create(JSON.parse(body) as Record<string, unknown>) };
  if (method === 'GET' && path === '/Users') return { status: 200, json: list(query, accounts) };
  const id = /^\/Users\/(\d+)$/.exec(path)?.[1];
  if (method === 'PATCH' && id !== undefined) {
    const { Operations } = JSON.parse(body) as { Operations: Parameters<Accounts['change']>[1] };
    accounts.change(id, Operations);
    return { status: 204, json: null };
  }
  throw new Refusal(404, null, 'This target does not do that.');
}

function list(query: URLSearchParams, accounts: Accounts): unknown {
  const filter = query.get('filter');
  const name = filter === null ? null : /^userName eq ("(?:[^"\\]|\\.)*")$/i.exec(filter)?.[1];
  if (name === undefined) throw new Refusal(400, 'invalidFilter', 'This target filters by userName only.');

  const startIndex = Math.max(1, Number(query.get('startIndex') ?? 1));
  const count = Math.min(MAX_RESULTS, Number(query.get('count') ?? MAX_RESULTS));
  const found = name === null ? accounts.page(startIndex, count) : accounts.named(JSON.parse(name) as string);
  return {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
    totalResults: name === null ? accounts.size : found.length,
    startIndex,
    itemsPerPage: found.length,
    Resources: found,
  };
}
