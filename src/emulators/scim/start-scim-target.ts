import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import express, { type RequestHandler } from 'express';
import SCIMMY from 'scimmy';
import SCIMMYRouters from 'scimmy-routers';
import { faultInjection, type Faults } from './faults.js';
import { profileRules, type ScimTargetProfile } from './profiles.js';
import { ResourceStore, type StoredResource } from './resource-store.js';
import { declareResources, type TenantStores } from './scimmy-resources.js';

export type { ScimTargetProfile } from './profiles.js';

const BASE_PATH = '/scim';

export interface RecordedRequest {
  readonly method: string;
  /** Below the SCIM base URL, with the query. */
  readonly path: string;
  /** Null until answered, and when the connection was cut. */
  readonly status: number | null;
  readonly at: Date;
}

export interface RunningScimTarget {
  /** The SCIM base URL. */
  readonly url: string;
  /** In the order of their arrival. */
  requests(): readonly RecordedRequest[];
  clearRequests(): void;
  /** The users as they are stored. */
  users(): readonly StoredResource[];
  groups(): readonly StoredResource[];
  readonly faults: Faults;
  stop(): Promise<void>;
}

/**
 * A SCIM target for the demo and the tests: scimmy, a server that others wrote, with its data in memory, on loopback.
 * `GET /_admin/users`, `/_admin/groups` and `/_admin/requests`, beside the SCIM base URL, show what it holds and what it was asked.
 * @param options `port`: any free one unless told. `latencyMs`: how long every request waits before it is served. `bulk`: what it
 * offers of Bulk, as do all targets of the process from then on; nothing unless told.
 */
export async function startScimTarget(options: {
  token: string;
  port?: number;
  profile?: ScimTargetProfile;
  latencyMs?: number;
  bulk?: { readonly maxOperations: number };
}): Promise<RunningScimTarget> {
  const stores: TenantStores = { users: new ResourceStore('userName'), groups: new ResourceStore(null) };
  const { faults, middleware: faultMiddleware } = faultInjection();
  const recorder = recordRequests();

  const app = express();
  app.disable('x-powered-by');
  app.get('/_admin/users', (_request, response) => void response.json(stores.users.all()));
  app.get('/_admin/groups', (_request, response) => void response.json(stores.groups.all()));
  app.get('/_admin/requests', (_request, response) => void response.json(recorder.requests()));
  app.use(
    BASE_PATH,
    recorder.middleware,
    delay(options.latencyMs ?? 0),
    faultMiddleware,
    profileRules(options.profile ?? 'generic'),
    scimRouter(options.token, stores),
  );
  // A new router offers it by itself.
  SCIMMY.Config.set('bulk', { supported: options.bulk !== undefined, ...options.bulk });

  const server = app.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // a TCP server has one
  return {
    url: `http://127.0.0.1:${port}${BASE_PATH}`,
    requests: recorder.requests,
    clearRequests: recorder.clear,
    users: () => stores.users.all(),
    groups: () => stores.groups.all(),
    faults,
    stop: () => stop(server),
  };
}

function scimRouter(token: string, stores: TenantStores): RequestHandler {
  declareResources();
  // Every router adds its scheme to the one global list.
  SCIMMY.Config.set('authenticationSchemes', []);
  return new SCIMMYRouters({
    type: 'bearer',
    handler: (request) => {
      if (request.header('authorization') !== `Bearer ${token}`)
        throw new Error('The bearer token is not valid.');
      return '';
    },
    context: () => stores,
    // Relative locations: the base is global too, and another target in this process would change it meanwhile.
    baseUri: () => '',
  });
}

function recordRequests(): {
  readonly requests: () => readonly RecordedRequest[];
  readonly clear: () => void;
  readonly middleware: RequestHandler;
} {
  let recorded: { method: string; path: string; status: number | null; at: Date }[] = [];
  return {
    requests: () => recorded,
    clear: () => {
      recorded = [];
    },
    middleware: (request, response, next) => {
      const entry = {
        method: request.method,
        path: request.url,
        status: null as number | null,
        at: new Date(),
      };
      recorded.push(entry);
      response.once('finish', () => {
        entry.status = response.statusCode;
      });
      next();
    },
  };
}

function delay(latencyMs: number): RequestHandler {
  return (_request, _response, next) => {
    if (latencyMs === 0) next();
    else
      void sleep(latencyMs).then(() => {
        next();
      });
  };
}

async function stop(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}
