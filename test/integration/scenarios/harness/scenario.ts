import type { JobConfiguration } from '../../../../src/config/configuration.js';
import type { Fault, StrictScimTargetOptions } from '../../../../src/emulators/strict-scim/index.js';
import type { Seed as DirectorySeed } from '../../../../src/emulators/graph/index.js';
import type { QuirkName } from '../../../../src/scim/quirks/index.js';
import type { DeprovisioningRow } from './deprovisioning-rows.js';
import type { Play } from './play.js';

export type App = JobConfiguration['app'];
export type { Fault };

/** Given a directory, a configuration and events: the requests that are sent and what the target holds in the end. */
export interface Scenario {
  readonly name: string;
  readonly directory: DirectorySeed;
  readonly app?: Partial<App>;
  /** What the target holds before the first cycle, as SCIM resources. */
  readonly existing?: Resources;
  /** How the strict target is set up: whose limits it has, and in which single ways it differs. */
  readonly strict?: Pick<StrictScimTargetOptions, 'mode' | 'profile' | 'switches' | 'pageSize'>;
  /** Where it is not played, and why. */
  readonly notOn?: { readonly scimmy?: string; readonly strict?: string };
  /** Asks nothing special of a server: played against the independent one as well. */
  readonly isGeneric?: true;
  readonly proves?: {
    readonly deprovisioning?: readonly DeprovisioningRow[];
    readonly quirks?: readonly QuirkName[];
  };
  /** Before the first cycle, when everything runs. */
  readonly before?: readonly Event[];
  /** After the first cycle. Its reads are compared only where told. */
  readonly initially: Expectation;
  /** What happens then, a cycle after each; without `reads` no reading is expected. */
  readonly then?: readonly Step[];
  /** One more cycle sends nothing at all, unless something is tried again: what, and why. */
  readonly finally?: { readonly because: string; readonly reads: Requests; readonly writes?: Requests };
  /** Why it is known to fail. Listed, not played. */
  readonly todo?: string;
}

export interface Step {
  readonly when: readonly Event[];
  readonly expect: Expectation;
}

/** Something that happens between cycles: to the directory, to the target, to the configuration. */
export interface Event {
  readonly what: string;
  carryOut(play: Play): Promise<void>;
  /** A cycle begins by itself; nobody needs to ask for one. */
  readonly beginsCycle?: true;
}

/** How often each request was sent: `PATCH /Users/ada`. One that was refused ends in `-> 404`, one cut off in `-> cut`. */
export type Requests = Readonly<Record<string, number>>;

export interface Expectation {
  readonly writes: Requests;
  /** With the decoded query: `GET /Users?filter=userName eq "ada@contoso.example"`. */
  readonly reads?: Requests;
  /** By request, what was sent in it, at least: for PATCH its operations. Where the target remembers bodies. */
  readonly bodies?: Readonly<Record<string, unknown>>;
  /** Every account by its user name, without the domain; a second one of that name, also after the first, is `ada#2`. */
  readonly accounts?: Readonly<Record<string, ExpectedAccount>>;
  /** Every group by its name. */
  readonly groups?: Readonly<Record<string, ExpectedGroup>>;
  /** Every entry of the cycle's log: `disable ada: success`, `skip ada: NotInScope`, `create ada: failure EntryConflict`. */
  readonly log?: readonly string[] | undefined;
  /** Part of what the job says of itself. */
  readonly status?: object;
}

/** Whether it is active, or values by path: `title`, `name.givenName`, `emails.work.value`, `manager`. */
export type ExpectedAccount = 'active' | 'disabled' | Readonly<Record<string, unknown>>;
/** Its members, or values by path, of which `members` is one. */
export type ExpectedGroup = readonly string[] | Readonly<Record<string, unknown>>;

export type Resource = Readonly<Record<string, unknown>>;
export interface Resources {
  readonly users?: readonly Resource[];
  readonly groups?: readonly Resource[];
}
