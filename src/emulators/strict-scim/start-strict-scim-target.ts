import type { AddressInfo } from 'node:net';
import { Emulation } from './emulation.js';
import type { Faults } from './faults/fault.js';
import type { RecordedRequest } from './http/recorder.js';
import { basePath, buildServer } from './http/server.js';
import { violationsOf, type Violation } from './invariants.js';
import { modes, type Mode } from './modes.js';
import { profiles, type ProfileName } from './profiles/index.js';
import type { StoredResource } from './resources/stored-resource.js';
import { seedResources, type Seed, type Seeded } from './seed.js';
import type { Switches } from './switches.js';

export interface StrictScimTargetOptions {
  readonly token: string;
  /** The loopback port; any free one unless told. */
  readonly port?: number;
  /** How requests are read; `strict` unless told. */
  readonly mode?: Mode;
  /** Whose limits it has; `generic`, which has none, unless told. */
  readonly profile?: ProfileName;
  /** Single ways in which it differs, on top of mode and profile. */
  readonly switches?: Partial<Switches>;
  /** Resources on a page that names no `count`, and at most. */
  readonly pageSize?: number;
  /** How long every request waits before it is served. */
  readonly latencyMs?: number;
}

export interface RunningStrictScimTarget {
  /** The SCIM base URL. */
  readonly url: string;
  /** What holds for it, after mode, profile and single switches. */
  readonly switches: Switches;
  /** In the order of their arrival. */
  requests(): readonly RecordedRequest[];
  clearRequests(): void;
  /** The users as they are stored. */
  users(): readonly StoredResource[];
  groups(): readonly StoredResource[];
  /** Puts resources there as if they had always been; returns them with their ids. */
  seed(seed: Seed): Seeded;
  readonly faults: Faults;
  /** What must never hold: none, after a run that went well. */
  violations(): readonly Violation[];
  stop(): Promise<void>;
}

/**
 * A SCIM target that keeps to RFC 7643 and RFC 7644, deviates only where it is told to, and remembers every request. In
 * memory, on loopback. `/_admin`, beside the SCIM base URL, steers it from outside of the process.
 */
export async function startStrictScimTarget(
  options: StrictScimTargetOptions,
): Promise<RunningStrictScimTarget> {
  const switches = switchesOf(options);
  const emulation = new Emulation(switches, options.token, options.latencyMs ?? 0);
  const stopping = new AbortController();
  const app = buildServer(emulation, stopping.signal);
  await app.listen({ host: '127.0.0.1', port: options.port ?? 0 });
  const { port } = app.server.address() as AddressInfo; // a TCP server has one
  emulation.baseUrl = `http://127.0.0.1:${port}${basePath}`;
  return {
    url: emulation.baseUrl,
    switches,
    requests: () => emulation.recorder.all(),
    clearRequests: () => {
      emulation.recorder.clear();
    },
    users: () => emulation.resources.store('User').all(),
    groups: () => emulation.resources.store('Group').all(),
    seed: (seed) => seedResources(emulation, seed),
    faults: emulation.faults,
    violations: () => violationsOf(emulation.resources),
    stop: async () => {
      stopping.abort();
      await app.close();
    },
  };
}

function switchesOf(options: StrictScimTargetOptions): Switches {
  const { mode = 'strict', profile = 'generic', switches = {}, pageSize } = options;
  const pages = pageSize === undefined ? {} : { defaultPageSize: pageSize, maxPageSize: pageSize };
  return { ...modes[mode], ...profiles[profile], ...pages, ...switches };
}
