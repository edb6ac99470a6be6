import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createScimTarget, type ScimTarget, type ScimTargetOptions } from '../../../../src/scim/index.js';
import { standardDialect } from '../../../../src/scim/quirks/index.js';

export interface SentOperation {
  readonly method: string;
  readonly path: string;
  readonly bulkId: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** An answer; `cut` breaks the connection off. */
export type Answer =
  { readonly status: number; readonly body?: unknown; readonly retryAfter?: string } | 'cut';

export interface BulkServer {
  readonly target: ScimTarget;
  /** As `POST /Bulk 20`, with the number of operations; `POST /Users`. Without discovery. */
  readonly lines: readonly string[];
  /** The operations of each bulk request. */
  readonly bulks: readonly (readonly SentOperation[])[];
  readonly bytes: readonly number[];
  stop(): Promise<void>;
}

/** A server that offers Bulk, with its answers written by the test, and a client that knows that it has much to write. */
export async function startBulkServer(
  answers: {
    /** @param nth of the bulk requests, from 1. */
    readonly bulk: (operations: readonly SentOperation[], nth: number) => Answer;
    readonly alone?: (method: string, path: string) => Answer;
  },
  options: Partial<ScimTargetOptions> & {
    readonly offer?: Readonly<Record<string, unknown>>;
    readonly signal?: AbortSignal;
  } = {},
): Promise<BulkServer> {
  const lines: string[] = [];
  const bulks: (readonly SentOperation[])[] = [];
  const bytes: number[] = [];
  const { offer = {}, signal, ...rest } = options;
  const config = {
    patch: { supported: true },
    bulk: { supported: true, maxOperations: 1_000, maxPayloadSize: 1_000_000, ...offer },
  };
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const { method = '', url = '' } = request;
      const path = url.replace('/scim', '');
      const respond = (answer: Answer): void => {
        if (answer === 'cut') {
          request.socket.destroy();
          return;
        }
        const { status, body: given, retryAfter } = answer;
        const isText = typeof given === 'string';
        response.writeHead(status, {
          'content-type': isText ? 'text/html' : 'application/scim+json',
          ...(retryAfter !== undefined && { 'retry-after': retryAfter }),
        });
        response.end(isText ? given : given === undefined ? '' : JSON.stringify(given));
      };
      if (path === '/ServiceProviderConfig') {
        respond({ status: 200, body: config });
        return;
      }
      if (path !== '/Bulk') {
        lines.push(`${method} ${path}`);
        respond(
          answers.alone?.(method, path) ?? { status: method === 'POST' ? 201 : 204, body: { id: 'alone' } },
        );
        return;
      }
      const { Operations: operations } = JSON.parse(body) as { Operations: readonly SentOperation[] };
      lines.push(`POST /Bulk ${operations.length}`);
      bulks.push(operations);
      bytes.push(Buffer.byteLength(body));
      respond(answers.bulk(operations, bulks.length));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // a TCP server has one
  const target = createScimTarget({
    baseUrl: `http://127.0.0.1:${port}/scim`,
    token: 'the-token',
    requestsPerSecond: 10_000,
    concurrency: 4,
    pageSize: 100,
    dialect: { ...standardDialect, bulk: 'discovered' },
    ...rest,
  });
  await target.writesAtOnce(1_000, signal);
  return {
    target,
    lines,
    bulks,
    bytes,
    stop: async () => {
      target.close();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** A BulkResponse of these results. */
export function bulkResponse(results: readonly object[]): Answer {
  const schemas = ['urn:ietf:params:scim:api:messages:2.0:BulkResponse'];
  return { status: 200, body: { schemas, Operations: results } };
}

/** Each operation done, as RFC 7644 has it. */
export function done({ method, path, bulkId, data }: SentOperation): object {
  const name = data?.['userName'];
  return method === 'POST'
    ? { method, bulkId, status: '201', location: `https://app.example/scim${path}/id-of-${String(name)}` }
    : {
        method,
        bulkId,
        status: method === 'DELETE' ? '204' : '200',
        location: `https://app.example/scim${path}`,
      };
}

async function text(request: AsyncIterable<unknown>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
