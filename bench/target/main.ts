/**
 * A SCIM target that records, in a process of its own so that it shares no event loop with what is measured. It tells its
 * parent where it listens and ends with it. Below `/control` the parent sets the latency, empties it, and asks what came.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Accounts, Refusal } from './accounts.js';
import { answerTo, type Answer, type Question } from './scim-answer.js';
import { Tally } from './tally.js';

const MAX_BODY_BYTES = 1024 * 1024;
/** Longer than anybody pauses between two requests here: a connection closed meanwhile would fail a request. */
const KEEP_ALIVE_MS = 300_000;

const authorization = `Bearer ${process.env['BENCH_TARGET_TOKEN'] ?? ''}`;
const tally = new Tally();
let accounts = new Accounts();
let latencyMs = 0;

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
  if (request.headers.authorization !== authorization) {
    await end(request, response, { status: 401, json: error(401, null, 'The bearer token is wrong.') });
    return;
  }
  if (url.pathname.startsWith('/control/')) {
    await end(request, response, control(method, url));
    return;
  }
  tally.arrived(method);
  const body = await read(request);
  if (latencyMs > 0) await sleep(latencyMs);
  const path = url.pathname.replace(/^\/scim/, '');
  await end(request, response, scim({ method, path, query: url.searchParams, body }));
  tally.answered(method);
}

function control(method: string, url: URL): Answer {
  switch (`${method} ${url.pathname}`) {
    case 'POST /control/reset':
      accounts = new Accounts();
      latencyMs = Number(url.searchParams.get('latencyMs') ?? 0);
      tally.take();
      return { status: 200, json: {} };
    case 'POST /control/take':
      return { status: 200, json: tally.take() };
    case 'GET /control/accounts':
      return { status: 200, json: accounts.all() };
    default:
      return { status: 404, json: {} };
  }
}

function scim(question: Question): Answer {
  try {
    return answerTo(question, accounts);
  } catch (cause) {
    if (cause instanceof Refusal)
      return { status: cause.status, json: error(cause.status, cause.scimType, cause.message) };
    return { status: 400, json: error(400, 'invalidSyntax', 'The body is not what SCIM sends.') };
  }
}

function error(status: number, scimType: string | null, detail: string): unknown {
  return {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
    status: String(status),
    ...(scimType === null ? {} : { scimType }),
    detail,
  };
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

function end(request: IncomingMessage, response: ServerResponse, { status, json }: Answer): Promise<void> {
  request.resume();
  const body = status === 204 ? '' : JSON.stringify(json);
  response.writeHead(status, {
    'content-type': 'application/scim+json',
    ...(status === 204 ? {} : { 'content-length': Buffer.byteLength(body) }),
  });
  return new Promise((resolve, reject) => {
    response.once('close', reject);
    response.end(body, resolve);
  });
}
