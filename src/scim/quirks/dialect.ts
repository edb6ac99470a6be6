/**
 * How a target wants to be spoken to, where servers differ: every way is a value here, and nothing else in the client
 * knows an app by name. The standard dialect keeps to RFC 7643 and RFC 7644; quirks change single fields of it.
 */
export interface Dialect {
  /** Letter case of `op` in a PATCH. */
  readonly operationNames: 'lowerCase' | 'capitalized';
  /** How Booleans are written. Both are always read. */
  readonly booleans: 'json' | 'text';
  /**
   * `pathEach`: one operation with a path for each attribute. `combined`: single-valued attributes travel in one operation
   * without path, as an object with dotted names, as Entra's compliant dialect sends them.
   */
  readonly patchShape: 'pathEach' | 'combined';
  /**
   * How an element of a multi-valued attribute that the target lacks comes to be: `element` adds the whole element,
   * `valuePath` writes to `emails[type eq "work"].value` and expects the server to make it.
   */
  readonly newElements: 'element' | 'valuePath';
  /** `filter`: `members[value eq "id"]`. `value`: path `members` with the members as value; RFC 7644 reads that as "all". */
  readonly memberRemoval: 'filter' | 'value';
  /** The form of a single reference such as manager. */
  readonly references: 'object' | 'text' | 'array';
  /** `put`: GET, merge, PUT. `putExceptActive`: PATCH for `active` alone, PUT for the rest. */
  readonly updateUsers: 'patch' | 'put' | 'putExceptActive';
  /** `put`: the whole group with all its members. */
  readonly updateGroups: 'patch' | 'put';
  /** Whether a member that is added again stands there twice. */
  readonly repeatedAdditions: 'ignored' | 'doubled';
  /** Members that one request may change. */
  readonly membersPerRequest: number;
  /** Query parameters of lists. `none`: the target lists nothing, so that matching asks by filter. */
  readonly paging: 'index' | 'cursor' | 'none';
  /** Whether queries of groups say `excludedAttributes=members`. */
  readonly excludesMembers: boolean;
  /** Attributes that the target can filter by; null: any. */
  readonly filterableUsers: readonly string[] | null;
  readonly filterableGroups: readonly string[] | null;
  /** What the target answers about an id that it does not know. */
  readonly unknownIdStatuses: readonly number[];
  /** Whether a disabled account answers as if it did not exist, until it is enabled again. */
  readonly hidesDisabled: boolean;
  /** Whether DELETE of a user only disables the account. */
  readonly deletion: 'final' | 'disables';
  /** Whether the URN of a custom extension stands in `schemas`. */
  readonly listsCustomSchemas: boolean;
  /** Whether the work e-mail is marked as primary when nobody says which is. */
  readonly marksPrimaryEmail: boolean;
  /** Multi-valued attributes whose elements go without `type`. */
  readonly untypedAttributes: readonly string[];
  readonly contentType: string;
  readonly accept: string;
}

/** What RFC 7643 and RFC 7644 ask of a client, with what every server is known to take. */
export const standardDialect: Dialect = {
  operationNames: 'lowerCase',
  booleans: 'json',
  patchShape: 'pathEach',
  newElements: 'element',
  memberRemoval: 'filter',
  references: 'object',
  updateUsers: 'patch',
  updateGroups: 'patch',
  repeatedAdditions: 'ignored',
  membersPerRequest: 100,
  paging: 'index',
  excludesMembers: true,
  filterableUsers: null,
  filterableGroups: null,
  unknownIdStatuses: [404, 410],
  hidesDisabled: false,
  deletion: 'final',
  listsCustomSchemas: true,
  marksPrimaryEmail: true,
  untypedAttributes: [],
  contentType: 'application/scim+json',
  accept: 'application/scim+json, application/json;q=0.9',
};
