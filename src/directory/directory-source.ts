import type { ObjectName } from '../schema/model.js';

/**
 * The source of identities, whatever it is. Microsoft Graph is the first; a folder of files is to follow.
 * Objects leave a source with the attribute names that administrators use in mappings (`objectId`, `telephoneNumber`,
 * `userPrincipalName`), not with the wire's.
 */

/** One user as mappings see it. Every value is a list of strings; an attribute without value is absent. */
export interface DirectoryUser {
  /** Immutable object id, lower case. */
  readonly id: string;
  readonly accountEnabled: boolean;
  readonly attributes: Readonly<Record<string, readonly string[]>>;
  /**
   * Object id of the user's manager, lower case; null when there is none. Absent when `manager` was not asked for, or when
   * the source does not tell it in this answer: what was known before is still true then.
   */
  readonly managerId?: string | null;
}

/** One group as mappings see it. Its members are told as changes, never as a whole. */
export interface DirectoryGroup {
  /** Immutable object id, lower case. */
  readonly id: string;
  /** Only security groups are provisioned. */
  readonly isSecurityEnabled: boolean;
  readonly attributes: Readonly<Record<string, readonly string[]>>;
}

/** A user who joined or left a group directly. Members that are no users are not told. */
export interface MembershipChange {
  readonly userId: string;
  readonly joined: boolean;
}

export type GroupChange =
  | {
      readonly type: 'present';
      readonly group: DirectoryGroup;
      /** In the order in which they count: what is told last of a user is true. */
      readonly members: readonly MembershipChange[];
    }
  | { readonly type: 'removed'; readonly id: string; readonly reason: RemovalReason };

/** What became of one group, asked by id. Its members are not told. */
export type GroupState =
  | { readonly type: 'present'; readonly group: DirectoryGroup }
  | { readonly type: 'softDeleted' }
  | { readonly type: 'deleted' };

/**
 * `changed`: soft-deleted, restorable for 30 days. `deleted`: gone for good. `unknown`: the source did not say.
 * @see Microsoft Graph, "Use delta query to track changes in Microsoft Graph data": `@removed.reason`.
 */
export type RemovalReason = 'changed' | 'deleted' | 'unknown';

export type DirectoryChange =
  | { readonly type: 'present'; readonly user: DirectoryUser }
  | { readonly type: 'removed'; readonly id: string; readonly reason: RemovalReason };

/** A position in the change feed. Opaque to everyone but the source that issued it. */
export type Watermark = string & { readonly brand: 'watermark' };

/** A page of a change feed, of users unless told otherwise. */
export interface ChangePage<Change = DirectoryChange> {
  readonly changes: readonly Change[];
  /** Where reading goes on: after this page, or, when `isLast`, in the next cycle. */
  readonly continueAt: Watermark;
  /** True on the page that ends the round. */
  readonly isLast: boolean;
}

/** The round must be abandoned; its pages so far prove nothing about who is missing. */
export class WatermarkExpired extends Error {
  override readonly name = 'WatermarkExpired';
  /** `round`: begin this round again from its first position. `everything`: read the directory as a whole again. */
  readonly restart: 'round' | 'everything';
  /** Where the source wants the full read to begin, when it said so (HTTP 410 `Location`). */
  readonly resumeAt: Watermark | null;

  constructor(restart: 'round' | 'everything', resumeAt: Watermark | null = null) {
    super(
      restart === 'round'
        ? 'The source no longer knows this page; the round begins again.'
        : 'The source no longer knows this position; everything is read again.',
    );
    this.restart = restart;
    this.resumeAt = resumeAt;
  }
}

/** `Other`: a kind that is not known here. It is told so that whoever counts assignments counts all of them. */
export type PrincipalType = 'User' | 'Group' | 'ServicePrincipal' | 'Other';

export interface Assignment {
  readonly id: string;
  readonly principalId: string;
  readonly principalType: PrincipalType;
  /** All zeros for Default Access. */
  readonly appRoleId: string;
}

export interface AppRole {
  readonly id: string;
  readonly value: string | null;
  readonly displayName: string;
  readonly isEnabled: boolean;
  readonly allowsUsers: boolean;
}

/** The enterprise application whose assignments say who is in scope. */
export interface ServicePrincipal {
  readonly id: string;
  readonly displayName: string;
  readonly appRoles: readonly AppRole[];
}

/** What became of one user, asked by id: the confirmation that a delta or a missing row cannot give. */
export type UserState =
  | { readonly type: 'present'; readonly user: DirectoryUser }
  | { readonly type: 'softDeleted' }
  | { readonly type: 'deleted' };

/** A user or group that a person may mean by a name. */
export interface FoundObject {
  /** Object id, lower case. */
  readonly id: string;
  readonly objectName: ObjectName;
  readonly displayName: string | null;
  readonly userPrincipalName: string | null;
}

/** How many objects `find` tells of one name: who is one of so many is asked for by another. */
export const MAX_OBJECTS_FOUND = 20;

/** A filter of a groups feed names no more. @see Microsoft Graph, "group: delta": `$filter`. */
export const MAX_GROUPS_ASKED_FOR = 50;

export interface DirectorySource {
  /**
   * Changes to users since `from`, page by page; `null` reads everyone. At least once: the same user may come again, on
   * any page of any round, so folding must be idempotent and by id.
   * @param attributes the mapping names to read. With `manager` among them, a user's `managerId` is told when the source
   * tells it: in a first round often only for those who have one.
   * @throws {WatermarkExpired} when the source has forgotten the position, or it was issued for other attributes.
   * @throws {ProvisioningFailure} a `Source…` type.
   */
  userChanges(request: {
    readonly attributes: readonly string[];
    readonly from: Watermark | null;
    readonly signal?: AbortSignal | undefined;
  }): AsyncIterable<ChangePage>;

  /** One user by id, re-read: never from an index that lags. With `manager` among the attributes, `managerId` is told. */
  user(id: string, attributes: readonly string[], signal?: AbortSignal): Promise<UserState>;

  /**
   * Changes to groups and their direct user members since `from`; `null` reads every group with all its members. At least
   * once, as `userChanges`: one group comes again and again, a chunk of its members at a time, other groups between.
   * A group that comes back after its removal, in the same round or a later one, may be told without its members: they
   * are then read whole (`directUserMembers`).
   * @param groupIds the only groups to read, at most `MAX_GROUPS_ASKED_FOR`; null for all of the tenant. None at all (an
   * empty list) yields no page, and the source is not asked.
   * @throws {RangeError} when more groups are named.
   * @throws {WatermarkExpired} when the source has forgotten the position, or it was issued for other attributes or groups.
   * @throws {ProvisioningFailure} a `Source…` type.
   */
  groupChanges(request: {
    readonly attributes: readonly string[];
    readonly groupIds: readonly string[] | null;
    readonly from: Watermark | null;
    readonly signal?: AbortSignal | undefined;
  }): AsyncIterable<ChangePage<GroupChange>>;

  /** One group by id, re-read. */
  group(id: string, attributes: readonly string[], signal?: AbortSignal): Promise<GroupState>;

  /** @throws {ProvisioningFailure} `ConfigurationInvalid` when there is no such service principal. */
  servicePrincipal(id: string, signal?: AbortSignal): Promise<ServicePrincipal>;

  /** All assignments of the app, page by page. Only an iteration that ends without an error proves who is missing. */
  assignments(servicePrincipalId: string, signal?: AbortSignal): AsyncIterable<readonly Assignment[]>;

  /**
   * The app's assignments that concern one object, re-read by id: its own, and for a user those of groups that it is a direct
   * member of.
   */
  assignmentsOf(
    servicePrincipalId: string,
    object: { readonly id: string; readonly objectName: ObjectName },
    signal?: AbortSignal,
  ): Promise<readonly Assignment[]>;

  /**
   * Users and groups whose object id, user principal name, mail address or display name is `text`, letter case aside; at most
   * `MAX_OBJECTS_FOUND` of each.
   */
  find(text: string, signal?: AbortSignal): Promise<readonly FoundObject[]>;

  /**
   * How many assignments the app has, by the source's own count; `null` when the source does not tell. It may lag behind: a
   * higher count than what was read forbids a conclusion, a lower one allows none.
   */
  assignmentCount(servicePrincipalId: string, signal?: AbortSignal): Promise<number | null>;

  /** Ids of a group's direct user members, page by page; nested groups are not expanded. `null` when there is no such group. */
  directUserMembers(groupId: string, signal?: AbortSignal): Promise<AsyncIterable<readonly string[]> | null>;

  /** How many direct user members a group has, by a count as `assignmentCount`. */
  directUserMemberCount(groupId: string, signal?: AbortSignal): Promise<number | null>;

  /** Whether the group may carry assignments (`securityEnabled`). `null` when there is no such group. */
  isSecurityEnabled(groupId: string, signal?: AbortSignal): Promise<boolean | null>;

  /**
   * Whether a group that is not there waits in the recycle bin: the only thing that proves that it was there and was
   * deleted. `null` when the source does not tell.
   */
  isInRecycleBin(groupId: string, signal?: AbortSignal): Promise<boolean | null>;
}
