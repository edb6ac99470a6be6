import type { Seed } from './seed/seed.js';

export interface PageSizes {
  /** Entries on a page of users/delta, and users on any list of users. */
  readonly users: number;
  /** Entries on a page of groups/delta. */
  readonly groups: number;
  /** Membership changes in one entry of groups/delta. */
  readonly membersPerEntry: number;
  /** Members on a page of a group's member list that names no `$top`. */
  readonly members: number;
  /** When given, a caller's `$top` gets no more members than this. */
  readonly membersAtMost: number | null;
  /** Assignments on a page. When given, a caller's `$top` gets no more than this. */
  readonly assignments: number | null;
}

/** Behaviours of the real service that are rare, disputed or troublesome. All can be changed while running. */
export interface Quirks {
  /** Changes made while a delta round is being paged come in that round already, each on its own. */
  readonly drift: boolean;
  /** How many of the changes told in earlier rounds come again in each later one. */
  readonly replays: number;
  /** A restore is not told by delta unless something selected changed with it. */
  readonly restoreInvisible: boolean;
  /** An initial delta round also tells of objects that were removed before it. */
  readonly removedInInitialRound: boolean;
  /** Every tenth assignment is missing from lists that were asked for without `$top`. */
  readonly omitWithoutTop: boolean;
  /** After how many readings of the list a new or removed assignment shows. */
  readonly assignmentLag: number;
  /** A hard-deleted user's memberships are told as removed by groups/delta. */
  readonly emitHardDeletedMemberRemoval: boolean;
}

export interface Throttle {
  /** Resource units an app may use per window; by default what Graph grants a tenant of this size. */
  readonly resourceUnits: number | null;
  readonly windowMs: number;
}

export interface GraphEmulatorOptions {
  /** A folder with tenant.json, users.json, groups.json and apps.json, or their content. */
  readonly seed: string | Seed;
  /** The loopback port; 0, the default, takes a free one. */
  readonly port?: number;
  /** Where callers see the emulator, when that is not its own address: links are built from it. */
  readonly publicRoot?: string;
  readonly pageSizes?: Partial<PageSizes>;
  readonly quirks?: Partial<Quirks>;
  /** `false` never throttles. */
  readonly throttle?: Partial<Throttle> | false;
  /** Default 3599, as the real service says. */
  readonly accessTokenLifetimeSeconds?: number;
  /** How long a `$skiptoken` of a delta round is good for. Default one hour. */
  readonly pageTokenLifetimeMs?: number;
  /** The base clock, in milliseconds since the epoch; the admin API can shift it. */
  readonly now?: () => number;
  /** Chosen at random when not given. */
  readonly adminToken?: string;
}

export const defaultPageSizes: PageSizes = {
  users: 200,
  groups: 100,
  membersPerEntry: 20,
  members: 100,
  membersAtMost: null,
  assignments: null,
};

export const noQuirks: Quirks = {
  drift: false,
  replays: 0,
  restoreInvisible: false,
  removedInInitialRound: false,
  omitWithoutTop: false,
  assignmentLag: 0,
  emitHardDeletedMemberRemoval: true,
};
