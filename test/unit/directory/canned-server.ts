import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

export interface CannedAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** `{origin}` in strings becomes this server's. */
  readonly json?: unknown;
  readonly text?: string;
  /** The connection ends without an answer, or in the middle of it. */
  readonly breaks?: 'before' | 'midway';
}

export interface ReceivedRequest {
  /** `GET /v1.0/users?$select=id`, verbatim. */
  readonly line: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  /** Equal for requests over the same connection. */
  readonly connection: number | undefined;
}

export interface CannedServer {
  readonly origin: string;
  readonly requests: readonly ReceivedRequest[];
  lines(): readonly string[];
  stop(): Promise<void>;
}

/** By request line. A list is answered in its order; its last answer is repeated. */
export type CannedAnswers = Readonly<Record<string, CannedAnswer | readonly CannedAnswer[]>>;

/** A real HTTP server on a free port that answers from a table, and nothing else. */
export async function startCannedServer(answers: CannedAnswers): Promise<CannedServer> {
  const requests: ReceivedRequest[] = [];
  const asked = new Map<string, number>();
  let origin = '';

  const server = createServer((request, response) => {
    void (async () => {
      const line = `${request.method ?? ''} ${request.url ?? ''}`;
      const body = (await buffer(request)).toString('utf8');
      requests.push({ line, headers: request.headers, body, connection: request.socket.remotePort });
      const times = asked.get(line) ?? 0;
      asked.set(line, times + 1);
      const listed = [answers[line] ?? { status: 418, text: `no canned answer for ${line}` }].flat();
      give(listed[Math.min(times, listed.length - 1)] ?? {}, response, origin);
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    origin,
    requests,
    lines: () => requests.map(({ line }) => line),
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function give(
  { status = 200, headers = {}, json, text, breaks }: CannedAnswer,
  to: ServerResponse,
  origin: string,
) {
  if (breaks === 'before') {
    to.destroy();
    return;
  }
  const body = (text ?? JSON.stringify(json)).replaceAll('{origin}', origin);
  const type =
    json === undefined ? {} : { 'content-type': 'application/json;odata.metadata=minimal;charset=utf-8' };
  const located = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, value.replace('{origin}', origin)]),
  );
  to.writeHead(status, { ...type, ...located, 'content-length': String(Buffer.byteLength(body)) });
  if (breaks === 'midway') to.write(body.slice(0, body.length / 2), () => to.destroy());
  else to.end(body);
}
