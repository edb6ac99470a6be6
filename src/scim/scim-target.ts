import type { AttributeChange, TargetValues } from '../schema/model.js';
import type { ObjectErrorCode } from '../plan/model.js';
import type { Dialect } from './quirks/index.js';
import type { ServiceProviderConfig } from './service-provider-config.js';

export type ResourceType = 'User' | 'Group';

/** A resource as the target returned it: JSON of unknown make, with the one thing that is needed of it. */
export interface ScimResource {
  readonly id: string;
  readonly [attribute: string]: unknown;
}

/** What came of a create. */
export interface CreatedResource {
  readonly id: string;
  /** Target ids of those who were sent as members of a new group and are known to be. */
  readonly members: readonly string[];
}

/** Where a page of a list begins. Made by `list`, and to be handed back to it. */
export type ListPosition =
  | { readonly type: 'index'; readonly startIndex: number }
  | { readonly type: 'cursor'; readonly cursor: string };

export interface ResourcePage {
  readonly resources: readonly ScimResource[];
  /** Where the next page begins, or null when this was the last. */
  readonly next: ListPosition | null;
  /** As the target says; many are wrong. */
  readonly totalResults: number | null;
  /** True when the target sent a page again instead of the next one: nobody knows what it did not send. */
  readonly isCutShort?: boolean;
}

/** Target ids of users who join and leave a group. */
export interface MemberChange {
  readonly add: readonly string[];
  readonly remove: readonly string[];
  /**
   * Whom we have written as members, afterwards; asked only where the target takes whole groups (`updateGroups: 'put'`).
   * Others whom the target tells of stay.
   */
  readonly all: () => Promise<readonly string[]>;
}

/** The target refused one object. Everything wider is a ProvisioningFailure. */
export class ObjectRejected extends Error {
  override readonly name = 'ObjectRejected';
  readonly errorCode: ObjectErrorCode;
  readonly status: number;
  readonly scimType: string | null;
  /** The target's own words, at most 2 KB, with the values that were sent masked. */
  readonly detail: string;

  constructor(facts: {
    errorCode: ObjectErrorCode;
    status: number;
    scimType: string | null;
    detail: string;
    message: string;
  }) {
    super(facts.message);
    this.errorCode = facts.errorCode;
    this.status = facts.status;
    this.scimType = facts.scimType;
    this.detail = facts.detail;
  }
}

/** A write was sent and no answer came: it may or may not have happened. Ask the target before sending it again. */
export class OutcomeUnknown extends Error {
  override readonly name = 'OutcomeUnknown';
}

/**
 * A SCIM 2.0 service provider. Every call waits for its share of the target's rate, retries what the target asks to be
 * retried within a bounded time, and throws `ObjectRejected`, `OutcomeUnknown` or `ProvisioningFailure`. `OutcomeUnknown`
 * concerns creates, and, where the dialect's `repeatedAdditions` are `doubled`, updates and member changes that add to a list.
 * @see RFC 7644.
 */
export interface ScimTarget {
  /** The target's ways, for those who must plan by them. */
  readonly dialect: Dialect;

  /**
   * Asks for a resource that cannot exist, as Entra's Test Connection does: success is 200 with an empty ListResponse.
   * @param path the first matching attribute.
   * @throws {ProvisioningFailure} `TargetNotScim`, `CredentialsRejected`; `ConfigurationInvalid` as `find`.
   */
  probe(resourceType: ResourceType, path: string, signal?: AbortSignal): Promise<void>;

  /**
   * One page of the target's resources. Fewer than asked for is normal, none with a next page possible.
   * @param position what the page before says of the next; null for the first.
   * @throws {ProvisioningFailure} `TargetNotScim` when the target lists nothing (`paging: 'none'`), does not answer with a
   * list, or leads in circles. Ask for each resource by a filter then.
   */
  list(
    resourceType: ResourceType,
    position: ListPosition | null,
    signal?: AbortSignal,
  ): Promise<ResourcePage>;

  /**
   * Resources whose attribute at `path` equals `value`; checked here too, because some servers ignore filters.
   * @throws {ProvisioningFailure} `ConfigurationInvalid`, and asks nothing, when the dialect says that the target cannot filter
   * by `path`: nothing found would be taken for nobody there. `canFilterBy` tells before.
   * @throws {ObjectRejected} when the value is refused.
   */
  find(
    resourceType: ResourceType,
    path: string,
    value: string,
    signal?: AbortSignal,
  ): Promise<readonly ScimResource[]>;

  /** Null when the target does not know the id. */
  get(resourceType: ResourceType, id: string, signal?: AbortSignal): Promise<ScimResource | null>;

  /**
   * Creates the resource; a group with the members of `values` only where the dialect's `newGroups` says so, at most
   * `dialect.membersPerRequest`. Whoever is none of the members returned has to be added by `changeMembers`.
   * @throws {ObjectRejected} with status 409 when it exists already.
   * @throws {OutcomeUnknown} when the answer was lost.
   */
  create(resourceType: ResourceType, values: TargetValues, signal?: AbortSignal): Promise<CreatedResource>;

  /**
   * One PATCH with exactly `changes`, or what the dialect has in its place; no request when there is none. `oldValue` tells
   * whether the target has the element of a multi-valued attribute already; where all of an element's changes begin at null,
   * `known` tells.
   * @param known the target's values, before or after the change: a path that does not change proves its element exists, and
   * lists that the dialect writes as a whole (`untypedAttributes`, `singleElementAttributes`) keep what it names.
   * @throws {ObjectRejected} with status 404 when the target does not know the id; with 412 when the dialect replaces
   * resources and others keep changing this one.
   * @throws {OutcomeUnknown} when list elements were added, it may have happened, and the target doubles repeated additions.
   */
  update(
    resourceType: ResourceType,
    id: string,
    changes: readonly AttributeChange[],
    signal?: AbortSignal,
    known?: TargetValues,
  ): Promise<void>;

  /**
   * Changes who is a member of a group, in one request. At most `dialect.membersPerRequest` members, and each of them in
   * one of the lists only. Neither list is compared with what the target has. No request when both are empty.
   * @throws {ObjectRejected} with status 404 when the target does not know the group, or perhaps a member.
   * @throws {OutcomeUnknown} when members were added, it may have happened, and the target doubles repeated additions.
   */
  changeMembers(groupId: string, change: MemberChange, signal?: AbortSignal): Promise<void>;

  /**
   * Ids of a group's members as the target tells them; null when it tells none, be it an empty list or no list. Nobody
   * should conclude from absence.
   * @throws {ObjectRejected} with status 404 when the target does not know the group.
   * @see RFC 7643, section 2.5: an empty list and no list are the same state.
   */
  members(groupId: string, signal?: AbortSignal): Promise<readonly string[] | null>;

  /** An id the target does not know counts as deleted. */
  delete(resourceType: ResourceType, id: string, signal?: AbortSignal): Promise<void>;

  /**
   * What the target says of itself; null when it says nothing usable. Many documents are wrong, so it fills gaps and
   * overrules nobody. Rejects only for an aborted signal.
   */
  discover(signal?: AbortSignal): Promise<ServiceProviderConfig | null>;

  /**
   * How many writes under this signal should be under way at once, when so many are to come: where the target takes several
   * in one request, as many as fill its requests. The first who has many to write makes one request to find out.
   * @returns null when each write is a request.
   * @throws the signal's reason, and nothing else.
   */
  writesAtOnce(expected: number, signal?: AbortSignal): Promise<number | null>;

  /** Closes kept-alive connections. */
  close(): void;
}
