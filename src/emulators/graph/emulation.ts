import { randomUUID } from 'node:crypto';
import { Clock } from './clock.js';
import { Directory } from './directory/directory.js';
import { FaultPlan } from './faults/fault-plan.js';
import { AccessTokens } from './http/access-tokens.js';
import { Recorder } from './http/recorder.js';
import { ResourceUnits } from './http/resource-units.js';
import { Tokens } from './odata/tokens.js';
import {
  defaultPageSizes,
  noQuirks,
  type GraphEmulatorOptions,
  type PageSizes,
  type Quirks,
} from './options.js';
import { populate } from './seed/populate.js';
import { domainOf, tenantIdOf, type Seed } from './seed/seed.js';

/** Everything one running emulator knows, apart from the wire. */
export class Emulation {
  readonly seed: Seed;
  readonly tenantId: string;
  readonly domain: string;
  readonly clock: Clock;
  readonly tokens: Tokens;
  readonly accessTokens: AccessTokens;
  /** Where it listens on this machine. Known once it does. */
  address = '';
  /** Where callers see the emulator; links begin with it. Known once it listens. */
  root = '';
  readonly faults = new FaultPlan();
  readonly recorder = new Recorder();
  readonly resourceUnits: ResourceUnits;
  readonly pageSizes: PageSizes;
  readonly pageTokenLifetimeMs: number;
  readonly extensions: ReadonlySet<string>;
  quirks: Quirks;
  /** Raised to make the page tokens, or the delta tokens, of before unknown. */
  pageGeneration = 0;
  deltaGeneration = 0;
  #directory: Directory;
  #epoch = randomUUID();
  readonly #initialQuirks: Quirks;

  constructor(seed: Seed, options: GraphEmulatorOptions) {
    this.seed = seed;
    this.tenantId = tenantIdOf(seed);
    this.domain = domainOf(seed);
    this.clock = new Clock(options.now ?? Date.now);
    this.tokens = new Tokens(`links of ${this.tenantId}`);
    this.accessTokens = new AccessTokens(this.clock, options.accessTokenLifetimeSeconds ?? 3599);
    this.resourceUnits = new ResourceUnits(this.clock, options.throttle ?? {});
    this.pageSizes = { ...defaultPageSizes, ...options.pageSizes };
    this.pageTokenLifetimeMs = options.pageTokenLifetimeMs ?? 3_600_000;
    this.extensions = new Set(seed.tenant.directoryExtensions ?? []);
    this.#initialQuirks = { ...noQuirks, ...options.quirks };
    this.quirks = this.#initialQuirks;
    this.#directory = this.#freshDirectory();
  }

  get directory(): Directory {
    return this.#directory;
  }

  /** Changes when the service forgets all positions: on a bump, a reset, a restart. */
  get epoch(): string {
    return this.#epoch;
  }

  bumpEpoch(): void {
    this.#epoch = randomUUID();
  }

  /** As after starting: directory, clock, quirks, faults and recorded calls. Access tokens stay good. */
  reset(): void {
    this.clock.reset();
    this.#directory = this.#freshDirectory();
    this.quirks = this.#initialQuirks;
    this.faults.clear();
    this.recorder.clear();
    this.resourceUnits.clear();
    this.bumpEpoch();
  }

  #freshDirectory(): Directory {
    const directory = new Directory(this.tenantId, () => this.clock.timestamp());
    populate(directory, this.seed);
    return directory;
  }
}
