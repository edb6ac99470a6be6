import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { EmbeddedServiceError } from '../../src/embedded/embedded-service-error.js';
import { freePort } from '../../src/embedded/free-port.js';
import { startServer, type ServerProcess } from '../../src/embedded/server-process.js';
import type { PythonTools } from './python-tools.js';

/** A resource as the server tells it. */
export interface ServedResource {
  readonly id: string;
  readonly [attribute: string]: unknown;
}

export interface RunningScim2Server {
  /** The SCIM base URL. */
  readonly url: string;
  readonly token: string;
  /** All users, as they are read over SCIM. */
  users(): Promise<readonly ServedResource[]>;
  groups(): Promise<readonly ServedResource[]>;
  stop(): Promise<void>;
}

const pageSchema = z.object({
  totalResults: z.int(),
  Resources: z.array(z.looseObject({ id: z.string() })).default([]),
});

const maxPages = 1_000;
const maxAttempts = 3;

/**
 * Starts scim2-server: a strict SCIM 2.0 server that others wrote, in memory, on loopback. It ends with this process.
 * @throws {EmbeddedServiceError} when it does not serve.
 */
export async function startScim2Server(
  tools: PythonTools & { readonly status: 'found' },
): Promise<RunningScim2Server> {
  const folder = await mkdtemp(join(tmpdir(), 'scimflow-scim2-server-'));
  const token = randomUUID();
  try {
    const { url, server } = await startOnFreePort(tools, token, folder);
    return {
      url,
      token,
      users: () => allResources(`${url}/Users`, token),
      groups: () => allResources(`${url}/Groups`, token),
      stop: async () => {
        await server.stop();
        await rm(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/** Somebody else may take the port between the moment it was found free and the moment the server asks for it. */
async function startOnFreePort(
  { binDir }: PythonTools & { readonly status: 'found' },
  token: string,
  folder: string,
): Promise<{ readonly url: string; readonly server: ServerProcess }> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}/v2`;
    try {
      const server = await startServer({
        service: 'scim2-server',
        command: join(binDir, 'scim2-server'),
        args: ['--port', String(port), '--bearer-token', token],
        logFile: join(folder, 'scim2-server.log'),
        stopSignals: ['SIGINT', 'SIGKILL'],
        startTimeoutMs: 60_000,
        log: (line) => process.stderr.write(`[scim2-server] ${line}\n`),
        isServing: async () => (await get(`${url}/ServiceProviderConfig`, token)).ok,
      });
      return { url, server };
    } catch (error) {
      const isTaken =
        error instanceof EmbeddedServiceError && error.message.includes('Address already in use');
      if (!isTaken || attempt === maxAttempts) throw error;
    }
  }
}

async function allResources(url: string, token: string): Promise<readonly ServedResource[]> {
  const resources: ServedResource[] = [];
  for (let pages = 0; pages < maxPages; pages += 1) {
    const response = await get(`${url}?startIndex=${resources.length + 1}&count=100`, token);
    if (!response.ok) throw new Error(`scim2-server answered ${response.status} to GET ${url}`);
    const page = pageSchema.parse(await response.json());
    resources.push(...page.Resources);
    if (page.Resources.length === 0 || resources.length >= page.totalResults) return resources;
  }
  throw new Error(`scim2-server's list has no end after ${maxPages} pages of ${url}`);
}

async function get(url: string, token: string): Promise<Response> {
  return fetch(url, { headers: { authorization: `Bearer ${token}` }, signal: AbortSignal.timeout(10_000) });
}
