import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  readonly at: number;
}

/** One answer; `cut` breaks the connection off, `hang` never answers. */
export type Step =
  | {
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string | object;
    }
  | 'cut'
  | 'hang';

export interface ScriptedServer {
  readonly url: string;
  readonly seen: readonly SeenRequest[];
  stop(): Promise<void>;
}

/** A server that answers its requests one after the other as written; the last step goes for all that follow. */
export async function startScriptedServer(steps: readonly [Step, ...Step[]]): Promise<ScriptedServer> {
  const seen: SeenRequest[] = [];
  const server = createServer((request, response) => {
    void read(request).then((body) => {
      const { method = '', url = '', headers } = request;
      seen.push({ method, url, headers, body, at: Date.now() });
      answer(request, response, steps[Math.min(seen.length, steps.length) - 1] ?? steps[0]);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/scim`,
    seen,
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function answer(request: IncomingMessage, response: ServerResponse, step: Step): void {
  if (step === 'hang') return;
  if (step === 'cut') {
    request.socket.destroy();
    return;
  }
  const isText = typeof step.body === 'string';
  response.writeHead(step.status, {
    'content-type': isText ? 'text/html' : 'application/scim+json',
    ...step.headers,
  });
  response.end(typeof step.body === 'object' ? JSON.stringify(step.body) : step.body);
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
