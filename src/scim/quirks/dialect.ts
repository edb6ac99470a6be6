/**
 * How a target wants to be spoken to, where servers differ: every way is a value here, and nothing else in the client
 * knows an app by name. Plain data: whoever writes by it chooses from a table by a field's value. The standard dialect keeps to RFC 7643 and RFC 7644; quirks change single fields of it.
 */
export interface Dialect {
  /** Letter case of `op` in a PATCH. */
  readonly operationNames: 'lowerCase' | 'capitalized';
  /**
   * How Booleans are written: `text` as "True" and "False" everywhere, `textInPatch` in PATCH only, as Entra's older dialect
   * does. Both are always read.
   */
  readonly booleans: 'json' | 'text' | 'textInPatch';
  /**
   * `pathEach`: one operation with a path for each attribute. `combined`: several plain values travel in one `replace`
   * without path, as an object with dotted names, as Entra's compliant dialect sends them; a single one keeps its path.
   */
  readonly patchShape: 'pathEach' | 'combined';
  /**
   * How an element of a multi-valued attribute that the target lacks comes to be: `element` adds the whole element,
   * `valuePath` adds to `emails[type eq "work"].value` and expects the server to make it, which RFC 7644 does not ask of it.
   */
  readonly newElements: 'element' | 'valuePath';
  /** `filter`: `members[value eq "id"]`. `value`: path `members` with the members as value; RFC 7644 reads that as "all". */
  readonly memberRemoval: 'filter' | 'value';
  /**
   * The form of a single reference such as manager: `{ "value": id }`, `id`, or, in PATCH, `[{ "value": id }]`. Whole
   * resources hold no array, because the attribute is single-valued: RFC 7643, section 4.3.
   */
  readonly references: 'object' | 'text' | 'array';
  /**
   * `put`: GET, merge, PUT, with what the target holds and nobody maps. `putExceptActive`: PATCH for `active` alone, PUT for
   * the rest.
   */
  readonly updateUsers: 'patch' | 'put' | 'putExceptActive';
  /** `put`: the whole group; when its members change, with all of them. */
  readonly updateGroups: 'patch' | 'put';
  /** Whether what a PATCH adds to a list again (members, e-mails) stands there twice. */
  readonly repeatedAdditions: 'ignored' | 'doubled';
  /** Members that one request may change. For callers, who divide larger changes. */
  readonly membersPerRequest: number;
  /**
   * `empty`: a group is created without members, as Entra does, and they join it afterwards. `asAnswered`: they travel with it, and
   * are members as far as the answer names them, because some servers take the group and leave them out. `withMembers`: its
   * documentation says that it takes them; some that do never name any.
   * @see RFC 7643, section 4.2: `members` is an attribute like others.
   */
  readonly newGroups: 'empty' | 'asAnswered' | 'withMembers';
  /** `discovered`: several writes travel in one bulk request where the target says of itself that it takes them so. */
  readonly bulk: 'none' | 'discovered';
  /** Query parameters of lists. `none`: the target lists nothing, so that matching asks by filter. */
  readonly paging: 'index' | 'cursor' | 'none';
  /** Whether queries of groups say `excludedAttributes=members`. */
  readonly excludesMembers: boolean;
  /** Attributes that the target can filter by, each as the full path that is asked for; null: any. */
  readonly filterableUsers: readonly string[] | null;
  readonly filterableGroups: readonly string[] | null;
  /** What the target answers to GET with an id that it does not know. A 200 with an empty list is always read so, too. */
  readonly unknownIdStatuses: readonly number[];
  /** Whether a disabled account answers as if it did not exist, until it is enabled again. */
  readonly hidesDisabled: boolean;
  /** Whether DELETE of a user only disables the account. */
  readonly deletion: 'final' | 'disables';
  /** Whether the URN of a custom extension stands in `schemas`. That of the enterprise extension always does. */
  readonly listsCustomSchemas: boolean;
  /** Whether the work e-mail is marked as primary when nobody says which is. */
  readonly marksPrimaryEmail: boolean;
  /** Multi-valued attributes whose elements go without `type`. Nothing can select such an element: lists go as a whole. */
  readonly untypedAttributes: readonly string[];
  /** Multi-valued attributes of which the target takes one element: the primary one, else the one for work, else the first. */
  readonly singleElementAttributes: readonly string[];
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
  newGroups: 'asAnswered',
  bulk: 'none',
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
  singleElementAttributes: [],
  contentType: 'application/scim+json',
  accept: 'application/scim+json, application/json;q=0.9',
};
