import { Refusal, type Accounts } from './accounts.js';
import { errorBody, type Answer } from './answer.js';
import type { Behaviour } from './behaviour.js';
import { answerToBulk } from './bulk.js';
import type { Tally } from './tally.js';

export interface Question {
  readonly method: string;
  /** Below the base URL. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: string;
}

export interface TenantState {
  readonly accounts: Accounts;
  readonly behaviour: Behaviour;
  readonly tally: Tally;
}

const NO_QUERY = new URLSearchParams();

/** As little of RFC 7644 as provisioning users needs, and done quickly: the measurement is of the one who asks. */
export function answerTo(question: Question, tenant: TenantState): Answer {
  try {
    return carriedOut(question, tenant);
  } catch (cause) {
    if (cause instanceof Refusal)
      return { status: cause.status, json: errorBody(cause.status, cause.scimType, cause.message) };
    return { status: 400, json: errorBody(400, 'invalidSyntax', 'The body is not what SCIM sends.') };
  }
}

/** @throws {Refusal} */
function carriedOut({ method, path, query, body }: Question, tenant: TenantState): Answer {
  const { accounts, behaviour, tally } = tenant;
  const { bulk, pageSize } = behaviour;
  if (method === 'GET' && path === '/ServiceProviderConfig')
    return { status: 200, json: configuration(behaviour) };
  if (method === 'POST' && path === '/Users') {
    tally.toCreate(1);
    return { status: 201, json: accounts.create(JSON.parse(body) as Record<string, unknown>) };
  }
  if (method === 'GET' && path === '/Users') return { status: 200, json: list(query, accounts, pageSize) };
  if (method === 'POST' && path === '/Bulk' && bulk !== null)
    return answerToBulk(body, bulk, (operation) => answerTo({ ...operation, query: NO_QUERY }, tenant));
  const id = /^\/Users\/(\d+)$/.exec(path)?.[1];
  if (method === 'GET' && id !== undefined) return { status: 200, json: accounts.withId(id) };
  if (method === 'PATCH' && id !== undefined) {
    const { Operations } = JSON.parse(body) as { Operations: Parameters<Accounts['change']>[1] };
    accounts.change(id, Operations);
    return { status: 204, json: null };
  }
  throw new Refusal(404, null, 'This target does not do that.');
}

/** @see RFC 7643, section 5. */
function configuration({ bulk, pageSize }: Behaviour): unknown {
  return {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
    patch: { supported: true },
    bulk: { supported: bulk !== null, maxOperations: 0, maxPayloadSize: 0, ...bulk },
    filter: { supported: true, maxResults: pageSize },
    changePassword: { supported: false },
    sort: { supported: false },
    etag: { supported: false },
    authenticationSchemes: [
      { type: 'oauthbearertoken', name: 'Bearer token', description: 'A bearer token' },
    ],
  };
}

function list(query: URLSearchParams, accounts: Accounts, pageSize: number): unknown {
  const filter = query.get('filter');
  const name = filter === null ? null : /^userName eq ("(?:[^"\\]|\\.)*")$/i.exec(filter)?.[1];
  if (name === undefined) throw new Refusal(400, 'invalidFilter', 'This target filters by userName only.');

  const startIndex = Math.max(1, Number(query.get('startIndex') ?? 1));
  const count = Math.min(pageSize, Number(query.get('count') ?? pageSize));
  const found = name === null ? accounts.page(startIndex, count) : accounts.named(JSON.parse(name) as string);
  return {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
    totalResults: name === null ? accounts.size : found.length,
    startIndex,
    itemsPerPage: found.length,
    Resources: found,
  };
}
