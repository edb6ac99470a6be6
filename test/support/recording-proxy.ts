import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import got from 'got';

/** A request that has been answered. */
export interface Exchange {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  /** Undefined when there was none. */
  readonly body: unknown;
  readonly status: number;
}

export interface RecordingProxy {
  readonly url: string;
  /** What went through since this was asked last. */
  take(): readonly Exchange[];
  stop(): Promise<void>;
}

/** Shows what goes over the wire to a SCIM server: hands every request on to `upstream`, and every answer back. */
export async function startRecordingProxy(upstream: string): Promise<RecordingProxy> {
  const exchanges: Exchange[] = [];
  const forward = async (request: IncomingMessage) => {
    const { method = 'GET', url: path = '/', headers } = request;
    const body = await text(request);
    const answer = await got(`${upstream}${path}`, {
      method: method as 'GET', // whatever came, goes on
      headers: { authorization: headers.authorization, 'content-type': headers['content-type'] },
      ...(body === '' ? {} : { body }),
      throwHttpErrors: false,
      retry: { limit: 0 },
    });
    exchanges.push({
      method,
      path,
      body: body === '' ? undefined : JSON.parse(body),
      status: answer.statusCode,
    });
    return answer;
  };
  const server = createServer((request, response) => {
    forward(request).then(
      ({ statusCode, headers, body }) =>
        response.writeHead(statusCode, { 'content-type': headers['content-type'] }).end(body),
      (error: unknown) => response.destroy(error instanceof Error ? error : undefined),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // a TCP server has one

  return {
    url: `http://127.0.0.1:${port}`,
    take: () => exchanges.splice(0),
    async stop() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
