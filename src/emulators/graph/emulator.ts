import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { Emulation } from './emulation.js';
import { buildServer } from './http/server.js';
import type { GraphEmulatorOptions } from './options.js';
import { checkSeed } from './seed/check.js';
import { loadSeed } from './seed/load.js';
import { clientIdOf, seedId } from './seed/seed.js';

export interface GraphEmulator {
  /** Serves both the authority (`/{tenant}/oauth2/v2.0/token`) and Graph (`/v1.0`). */
  readonly url: string;
  readonly adminUrl: string;
  readonly adminToken: string;
  readonly tenantId: string;
  readonly clients: readonly { readonly clientId: string; readonly clientSecret: string }[];
  readonly apps: readonly {
    readonly servicePrincipalId: string;
    readonly appId: string;
    readonly displayName: string;
  }[];
  /** Ends it, and every connection to it. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts a Microsoft Graph of our own on loopback, with one tenant in memory.
 * @throws {SeedInvalid} when the seed has mistakes.
 */
export async function startGraphEmulator(options: GraphEmulatorOptions): Promise<GraphEmulator> {
  const seed = typeof options.seed === 'string' ? await loadSeed(options.seed) : options.seed;
  if (typeof options.seed !== 'string') checkSeed(seed);
  const emulation = new Emulation(seed, options);
  const adminToken = options.adminToken ?? randomBytes(24).toString('base64url');
  const stopping = new AbortController();
  const app = await buildServer(emulation, adminToken, stopping.signal);
  await app.listen({ host: '127.0.0.1', port: options.port ?? 0 });
  const url = `http://127.0.0.1:${portOf(app.server.address())}`;
  emulation.address = url;
  emulation.root = (options.publicRoot ?? url).replace(/\/$/, '');
  return {
    url,
    adminUrl: `${url}/_admin`,
    adminToken,
    tenantId: emulation.tenantId,
    clients: seed.tenant.clients.map((client) => ({
      clientId: clientIdOf(seed, client),
      clientSecret: client.clientSecret ?? '',
    })),
    apps: seed.apps.map((one) => ({
      servicePrincipalId: seedId(seed, 'servicePrincipal', one.id, one.displayName),
      appId: seedId(seed, 'application', one.appId, one.displayName),
      displayName: one.displayName,
    })),
    stop: async () => {
      stopping.abort();
      await app.close();
    },
  };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('The emulator listens on no port.');
  return address.port;
}
