import {
  startStrictScimTarget,
  type RunningStrictScimTarget,
  type StrictScimTargetOptions,
} from '../../../../src/emulators/strict-scim/index.js';

export const userUrn = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const groupUrn = 'urn:ietf:params:scim:schemas:core:2.0:Group';
export const enterpriseUrn = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const patchUrn = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

export type Body = Readonly<Record<string, unknown>>;

/** An answer with its body as JSON: empty when there is none, `text` when it is no JSON. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

/** A running target and a client that says exactly what a test tells it to. */
export interface TargetUnderTest extends RunningStrictScimTarget {
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  /** Posts a user; `schemas` is added unless told. Returns its id. */
  user(attributes: Body): Promise<string>;
  group(attributes: Body): Promise<string>;
  patch(path: string, ...operations: readonly Body[]): Promise<Answer>;
}

export async function aTarget(options: Partial<StrictScimTargetOptions> = {}): Promise<TargetUnderTest> {
  const token = 'strict-token';
  const target = await startStrictScimTarget({ token, ...options });
  const send: TargetUnderTest['send'] = async (method, path, body, headers = {}) => {
    const response = await fetch(`${target.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/scim+json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return { status: response.status, headers: response.headers, body: parsed(await response.text()) };
  };
  const created = async (path: string, body: Body): Promise<string> => {
    const answer = await send('POST', path, body);
    if (answer.status !== 201) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
    return String(answer.body['id']);
  };
  return {
    ...target,
    send,
    get: (path, headers) => send('GET', path, undefined, headers),
    user: (attributes) => created('/Users', { schemas: schemasOf(attributes), ...attributes }),
    group: (attributes) => created('/Groups', { schemas: [groupUrn], ...attributes }),
    patch: (path, ...operations) => send('PATCH', path, { schemas: [patchUrn], Operations: operations }),
  };
}

/** Runs a test with a target of its own, and stops it whatever happens. */
export async function withTarget(
  options: Partial<StrictScimTargetOptions>,
  body: (target: TargetUnderTest) => Promise<void>,
): Promise<void> {
  const target = await aTarget(options);
  try {
    await body(target);
  } finally {
    await target.stop();
  }
}

export function filterPath(endpoint: string, filter: string): string {
  return `/${endpoint}?filter=${encodeURIComponent(filter)}`;
}

function schemasOf(attributes: Body): readonly string[] {
  return [userUrn, ...Object.keys(attributes).filter((key) => key.startsWith('urn:'))];
}

function parsed(text: string): Body {
  if (text === '') return {};
  try {
    return JSON.parse(text) as Body;
  } catch {
    return { text };
  }
}
