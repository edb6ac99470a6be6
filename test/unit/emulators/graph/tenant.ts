import type { IncomingHttpHeaders } from 'node:http';
import got from 'got';
import {
  startGraphEmulator,
  type GraphEmulator,
  type GraphEmulatorOptions,
  type Seed,
} from '../../../../src/emulators/graph/index.js';

/** What an answer of the emulator may hold, as tests look at it. */
export interface Body {
  readonly [member: string]: unknown;
  readonly value?: readonly Item[];
  readonly '@odata.nextLink'?: string;
  readonly '@odata.deltaLink'?: string;
  readonly error?: {
    readonly code: string;
    readonly message: string;
    readonly innerError: Readonly<Record<string, string>>;
  };
}

export type Item = Readonly<Record<string, unknown>> & { readonly id: string };

export interface Answer {
  readonly statusCode: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Body;
}

export interface Call {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  readonly json?: object;
  readonly headers?: Record<string, string>;
}

export const reader = { clientId: '11111111-1111-4111-8111-111111111111', clientSecret: 'reader secret' };
export const writer = { clientId: '22222222-2222-4222-8222-222222222222', clientSecret: 'writer secret' };
export const userRole = '18d14569-c3bd-439b-9a66-3a2aee01d14f';
export const scope = 'https://graph.microsoft.com/.default';

/** A tenant of a few people; override what a test is about. */
export function aSeed(overrides: Partial<Seed> = {}): Seed {
  return {
    tenant: {
      domain: 'contoso.example',
      clients: [
        { ...reader, roles: ['User.Read.All', 'GroupMember.Read.All', 'Application.Read.All'] },
        { ...writer, roles: ['Directory.ReadWrite.All'] },
      ],
      directoryExtensions: ['extension_0123456789abcdef0123456789abcdef_costCenter'],
    },
    users: ['ada', 'bob', 'cleo'].map((name) => aPerson(name)),
    groups: [],
    apps: [{ displayName: 'Dialpad', appRoles: [{ id: userRole, displayName: 'User' }] }],
    ...overrides,
  };
}

export function aPerson(name: string, properties: object = {}) {
  return { userPrincipalName: `${name}@contoso.example`, displayName: name, surname: 'Smith', ...properties };
}

/** `count` people named p1, p2 ... */
export const people = (count: number) =>
  Array.from({ length: count }, (_, index) => aPerson(`p${index + 1}`));

/** A running emulator and what tests do with it. */
export class Tenant {
  readonly emulator: GraphEmulator;
  readonly #tokens = new Map<string, string>();

  private constructor(emulator: GraphEmulator) {
    this.emulator = emulator;
  }

  static async start(options: Partial<GraphEmulatorOptions> = {}): Promise<Tenant> {
    return new Tenant(await startGraphEmulator({ seed: aSeed(), ...options }));
  }

  async stop(): Promise<void> {
    await this.emulator.stop();
  }

  async token(
    form: Record<string, string>,
    headers: Record<string, string> = {},
    tenant = this.emulator.tenantId,
  ) {
    return got.post<Body>(`${this.emulator.url}/${tenant}/oauth2/v2.0/token`, {
      form,
      headers,
      responseType: 'json',
      throwHttpErrors: false,
      retry: { limit: 0 },
    });
  }

  /** Calls Graph by path below /v1.0 or by link, as the reader, or another client. */
  async graph(
    pathOrUrl: string,
    { method = 'GET', json, headers }: Call = {},
    client = reader,
  ): Promise<Answer> {
    const authorization = `Bearer ${await this.#tokenOf(client)}`;
    const url = pathOrUrl.startsWith('http') ? pathOrUrl : `${this.emulator.url}/v1.0${pathOrUrl}`;
    return request(url, { method, headers: { authorization, ...headers }, ...(json && { json }) });
  }

  async write(path: string, call: Call): Promise<Answer> {
    return this.graph(path, call, writer);
  }

  async admin(path: string, call: Call = {}): Promise<Answer> {
    const authorization = `Bearer ${this.emulator.adminToken}`;
    return request(`${this.emulator.adminUrl}${path}`, { ...call, headers: { authorization } });
  }

  /** All pages from a link on. Fails on an answer other than 200. */
  async pages(from: string, headers: Record<string, string> = {}): Promise<readonly Body[]> {
    const pages: Body[] = [];
    for (let next: string | undefined = from; next !== undefined && pages.length < 1000;) {
      const { statusCode, body } = await this.graph(next, { headers });
      if (statusCode !== 200) throw new Error(`Answered ${statusCode} ${body.error?.code ?? ''}`);
      pages.push(body);
      next = body['@odata.nextLink'];
    }
    return pages;
  }

  /** One delta round: what it told and where the next begins. */
  async round(
    from: string,
    headers: Record<string, string> = {},
  ): Promise<{ readonly items: readonly Item[]; readonly next: string }> {
    const pages = await this.pages(from, headers);
    const next = pages.at(-1)?.['@odata.deltaLink'];
    if (next === undefined) throw new Error('The round ended without a deltaLink.');
    return { items: itemsOf(pages), next };
  }

  async idOf(name: string): Promise<string> {
    const { body } = await this.graph(`/users/${name}@contoso.example?$select=id`);
    return String(body['id']);
  }

  async #tokenOf({ clientId, clientSecret }: typeof reader): Promise<string> {
    const known = this.#tokens.get(clientId);
    if (known !== undefined) return known;
    const form = {
      client_id: clientId,
      client_secret: clientSecret,
      scope,
      grant_type: 'client_credentials',
    };
    const token = String((await this.token(form)).body['access_token']);
    this.#tokens.set(clientId, token);
    return token;
  }
}

export const itemsOf = (pages: readonly Body[]) => pages.flatMap((page) => page.value ?? []);

async function request(url: string, { method = 'GET', json, headers }: Call): Promise<Answer> {
  const response = await got(url, {
    method,
    headers: { ...headers },
    ...(json && { json }),
    throwHttpErrors: false,
    followRedirect: false,
    retry: { limit: 0 },
  });
  const isJson = response.headers['content-type']?.includes('json') === true && response.body !== '';
  const body = isJson ? (JSON.parse(response.body) as Body) : { text: response.body };
  return { statusCode: response.statusCode, headers: response.headers, body };
}
