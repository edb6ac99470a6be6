import { startScimTarget } from '../../../../src/emulators/scim/index.js';
import { startStrictScimTarget } from '../../../../src/emulators/strict-scim/index.js';
import type { Fault, Resource, Resources, Scenario } from './scenario.js';

const TARGET_TOKEN = 'token-of-the-scenarios-target';

export type StoredResource = Resource & { readonly id: string };

export interface RecordedRequest {
  readonly method: string;
  /** Below the SCIM base URL, with the query, as it was sent. */
  readonly path: string;
  readonly status: number | null;
  /** Absent where the target does not remember it. */
  readonly body?: unknown;
}

/** A SCIM server that a scenario is played against. */
export interface ScenarioTarget {
  readonly url: string;
  readonly token: string;
  readonly remembersBodies: boolean;
  /** Puts there what was there before; null where that has to be asked for over SCIM. */
  readonly seed: ((resources: Resources) => void) | null;
  users(): Promise<readonly StoredResource[]>;
  groups(): Promise<readonly StoredResource[]>;
  requests(): readonly RecordedRequest[];
  clearRequests(): void;
  fail(fault: Fault): void;
  /** What must never hold; none where the target does not watch itself. */
  violations(): readonly unknown[];
  stop(): Promise<void>;
}

export async function startScimmy({ app }: Scenario): Promise<ScenarioTarget> {
  const profile = app?.connector === 'dynamic-signal' ? 'dynamic-signal' : 'generic';
  const target = await startScimTarget({ token: TARGET_TOKEN, profile });
  return {
    url: target.url,
    token: TARGET_TOKEN,
    remembersBodies: false,
    seed: null,
    users: async () => target.users(),
    groups: async () => target.groups(),
    requests: target.requests,
    clearRequests: target.clearRequests,
    fail: ({ method, path, status, times, dropConnection }) => {
      target.faults.add(defined({ method, path, status, times, dropConnection }));
    },
    violations: () => [],
    stop: target.stop,
  };
}

export async function startStrict({ strict }: Scenario): Promise<ScenarioTarget> {
  const target = await startStrictScimTarget({ token: TARGET_TOKEN, ...strict });
  return {
    url: target.url,
    token: TARGET_TOKEN,
    remembersBodies: true,
    seed: (resources) => void target.seed(resources as Parameters<typeof target.seed>[0]),
    users: async () => target.users(),
    groups: async () => target.groups(),
    requests: target.requests,
    clearRequests: target.clearRequests,
    fail: (fault) => {
      target.faults.add(fault);
    },
    violations: target.violations,
    stop: target.stop,
  };
}

function defined<T extends object>(values: T): { [Key in keyof T]: Exclude<T[Key], undefined> } {
  const told = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(told) as { [Key in keyof T]: Exclude<T[Key], undefined> }; // filtered above
}
