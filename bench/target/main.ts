/**
 * A SCIM target that records, in a process of its own so that it shares no event loop with what is measured. It tells its
 * parent where it listens and ends with it. Each tenant has a base URL: `/{tenant}/scim`; below `/{tenant}/control` the
 * parent says how it behaves, empties it, and asks what came.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorBody, type Answer } from './answer.js';
import type { Behaviour } from './behaviour.js';
import { Tenant } from './tenant.js';

const MAX_BODY_BYTES = 8 * 1024 * 1024;
/** Longer than anybody pauses between two requests here: a connection closed meanwhile would fail a request. */
const KEEP_ALIVE_MS = 300_000;

const authorization = `Bearer ${process.env['BENCH_TARGET_TOKEN'] ?? ''}`;
const tenants = new Map<string, Tenant>();

const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
  serve(request, response).catch(() => response.destroy());
});
server.listen(0, '127.0.0.1', () => {
  process.send?.({ port: (server.address() as AddressInfo).port });
});
process.once('disconnect', () => process.exit());

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const method = request.method ?? '';
  const url = new URL(request.url ?? '/', 'http://target');
  const [, name = '', side = '', path = ''] = /^\/([\w-]+)\/(scim|control)(\/.*)$/.exec(url.pathname) ?? [];
  if (request.headers.authorization !== authorization) {
    await end(request, response, { status: 401, json: errorBody(401, null, 'The bearer token is wrong.') });
    return;
  }
  const tenant = tenantNamed(name);
  if (side === 'control') {
    await end(request, response, control(tenant, `${method} ${path}`, url.searchParams, await read(request)));
    return;
  }
  const refusal = tenant.admit(method, path);
  if (refusal !== null) {
    await end(request, response, refusal);
    return;
  }
  const body = await read(request);
  const { latencyMs } = tenant.behaviour;
  if (latencyMs > 0) await sleep(latencyMs);
  await end(request, response, tenant.answer({ method, path, query: url.searchParams, body }));
  tenant.tally.answered(method);
}

function tenantNamed(name: string): Tenant {
  const known = tenants.get(name);
  if (known !== undefined) return known;
  const added = new Tenant();
  tenants.set(name, added);
  return added;
}

function control(tenant: Tenant, wish: string, query: URLSearchParams, body: string): Answer {
  switch (wish) {
    case 'POST /reset':
      tenant.reset(JSON.parse(body) as Behaviour);
      return { status: 200, json: {} };
    case 'POST /take':
      return { status: 200, json: tenant.tally.take() };
    case 'GET /accounts': {
      const page = tenant.accounts.page(Number(query.get('startIndex')), Number(query.get('count')));
      return { status: 200, json: page };
    }
    default:
      return { status: 404, json: {} };
  }
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) throw new Error('The body is too large.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function end(
  request: IncomingMessage,
  response: ServerResponse,
  { status, json, headers }: Answer,
): Promise<void> {
  request.resume();
  const body = status === 204 ? '' : JSON.stringify(json);
  response.writeHead(status, {
    ...headers,
    'content-type': 'application/scim+json',
    ...(status === 204 ? {} : { 'content-length': Buffer.byteLength(body) }),
  });
  return new Promise((resolve, reject) => {
    response.once('close', reject);
    response.end(body, resolve);
  });
}
