/** Every way in which the target can differ from others, as plain data. */
export interface Switches
  extends
    RequestSwitches,
    AnswerSwitches,
    CapabilitySwitches,
    QuerySwitches,
    MembershipSwitches,
    ValueSwitches {}

/** How requests must be written. */
export interface RequestSwitches {
  /** `text`: Booleans must be strings; `both`: strings such as `"False"` are taken as well. */
  readonly booleans: 'json' | 'both' | 'text';
  /** Letter case of `op` in a PATCH. */
  readonly operationNames: 'lowerCase' | 'anyCase' | 'capitalized';
  /** PATCH operations without a path: any, those with one attribute only, or none. */
  readonly pathlessOperations: 'any' | 'oneAttribute' | 'refused';
  /** Keys of a path-less operation may be paths: `name.givenName`, or an extension's URN with an attribute behind it. */
  readonly acceptsDottedKeys: boolean;
  /** `add` or `replace` at `emails[type eq "work"].value` makes the element when there is none; else 400 `noTarget`. */
  readonly valuePathsCreateElements: boolean;
  /** Manager as a plain id or as an array of one, besides the object. */
  readonly acceptsLooseReferences: boolean;
  /** A role whose value is JSON text is taken apart, as Entra's complex role assignments are meant. */
  readonly unwrapsJsonText: boolean;
  /** Unknown URNs that may stand in `schemas` of a resource. */
  readonly ignoredSchemas: readonly string[];
  /** Whether attributes of an extension need its URN in `schemas`. */
  readonly requiresListedExtensions: boolean;
  readonly undeclaredAttributes: 'refused' | 'dropped';
  /** Explicit null means "no value" (RFC 7643, 2.5) unless it is refused. */
  readonly refusesNulls: boolean;
  /** Whether `type` must be one of the canonical values where the schema has some. */
  readonly enforcesCanonicalValues: boolean;
  /** `id`, `meta` or `groups` in a PATCH: 400 `mutability`, or as if it were not there. */
  readonly readOnlyInPatch: 'refused' | 'ignored';
  /** A filter in the path of a `remove` that matches nothing: success without change, or 400 `noTarget`. */
  readonly removalWithoutMatch: 'accepted' | 'noTarget';
  /** The only media type that requests may have; null: both of SCIM and JSON. */
  readonly requestMediaType: 'application/scim+json' | 'application/json' | null;
  /** 403 for requests without a User-Agent. */
  readonly requiresUserAgent: boolean;
  /** `/users` means `/Users`. */
  readonly acceptsPathsInAnyCase: boolean;
  /** Longest body, in bytes; longer ones are answered 413. */
  readonly maxBodyBytes: number;
}

/** What answers look like. */
export interface AnswerSwitches {
  readonly mediaType: string;
  /** `resource`: 200 with the resource; `empty`: 204. */
  readonly patchAnswer: 'resource' | 'empty';
  readonly createdStatus: 200 | 201 | 202;
  /** `withoutId`: the resource lacks its id; `empty`: no body. */
  readonly createAnswer: 'resource' | 'withoutId' | 'empty';
  /** POST of a user who exists: 409 `uniqueness`, or 200 with that user. */
  readonly existingUserAnswer: 'conflict' | 'existing';
  readonly deletedStatus: 200 | 204;
  /** Whether creations and resources say where they are: `Location` and `meta.location`. */
  readonly sendsLocation: boolean;
  readonly answeredBooleans: 'json' | 'text';
  /** A request for an id that is unknown: a status, or 200 with an empty ListResponse. */
  readonly unknownIdAnswer: 400 | 403 | 404 | 'emptyList';
  /** Disabled users answer as unknown, and no query finds them, until they are enabled again. */
  readonly hidesDisabledUsers: boolean;
  /** `scim1`: `{Errors: [...]}`; `message`: `{message}`; `numericStatus`: as SCIM 2.0, with `status` as a number. */
  readonly errorShape: 'scim' | 'numericStatus' | 'message' | 'scim1';
  /** Name of the array in a ListResponse. */
  readonly listKey: 'Resources' | 'resources';
  readonly totalResults: 'exact' | 'pageSize' | 'missing';
  /**
   * What the discovery documents say: the truth, a page size of former times, the opposite of what is supported, or nothing
   * (404).
   */
  readonly discovery: 'truthful' | 'stale' | 'wrong' | 'missing';
  /** `awkward`: ids hold a slash, an ampersand, an at sign and a space. */
  readonly ids: 'uuid' | 'awkward';
}

/** What the app can do at all. */
export interface CapabilitySwitches {
  readonly hasGroups: boolean;
  /** DELETE of a user removes, only disables, or is refused. */
  readonly userDeletion: 'final' | 'disables' | 'refused';
  readonly userPatch: 'all' | 'activeOnly' | 'refused';
  readonly groupPatch: 'all' | 'refused';
  readonly userPut: boolean;
  readonly groupPut: boolean;
  readonly groupRename: 'applied' | 'refused' | 'ignored';
  /** Changes of users other than of `active`. */
  readonly userChanges: 'applied' | 'ignored';
  /** The answer where a method is not there. */
  readonly missingMethodStatus: 405 | 501;
  readonly etags: boolean;
  readonly sorting: boolean;
  /** `POST /Bulk` and its limits; null: 501. */
  readonly bulk: { readonly maxOperations: number; readonly maxPayloadBytes: number } | null;
  /** `POST /Users/.search`. */
  readonly search: boolean;
  /** `attributes` and `excludedAttributes`; false: they are ignored. */
  readonly selection: boolean;
  readonly indexPaging: boolean;
  readonly cursorPaging: boolean;
  /** Pages have a `nextCursor` even where no cursor was asked for. */
  readonly volunteersCursors: boolean;
  /** How long a cursor is good for. */
  readonly cursorLifetimeMs: number;
  /** Resources on a page that names no `count`, and at most. */
  readonly defaultPageSize: number;
  readonly maxPageSize: number;
  /** Requests a second and at most at once; more are answered 429, with or without `Retry-After`. */
  readonly rate: {
    readonly perSecond: number;
    readonly burst: number;
    readonly tellsRetryAfter: boolean;
  } | null;
}

/** What can be asked for. */
export interface QuerySwitches {
  /** Attributes that filters may name; null: all. */
  readonly filterableUsers: readonly string[] | null;
  readonly filterableGroups: readonly string[] | null;
  /** Operators, `and`, `or`, `not` and `[]` that filters may have; null: all. */
  readonly filterOperators: readonly string[] | null;
  /** What a filter outside of those lists gets: 400 `invalidFilter`, nothing, or everything as if there were no filter. */
  readonly unsupportedFilter: 'refused' | 'emptyList' | 'everything';
  readonly acceptsUnquotedFilterValues: boolean;
  /** Filters compare userName exactly, although it is unique without regard to case. */
  readonly filtersUserNameExactly: boolean;
  /** Filters by these attributes find no user who was seeded instead of created over SCIM. */
  readonly blindFilters: readonly string[];
}

/** Groups and who is in them. */
export interface MembershipSwitches {
  /** `remove` at path `members` with a value empties the group, as RFC 7644 reads it; else it removes those members. */
  readonly rfcLiteralRemoval: boolean;
  /** `remove` at path `members` with a value is 400. */
  readonly refusesRemovalByValue: boolean;
  /** `remove` at `members[value eq "id"]`: done, refused with 400, or answered as done and not done. */
  readonly filteredRemoval: 'applied' | 'refused' | 'ignored';
  /** Whether groups tell their members. */
  readonly listsMembers: boolean;
  /** Whether members have a `display`. RFC 7643's schema of groups has none, its examples do. */
  readonly namesMembers: boolean;
  /** Members that one request may hold; null: any number. */
  readonly maxMembersPerRequest: number | null;
  readonly tooManyMembersStatus: 400 | 413;
  /** `replace` or `remove` of all members at once is 400. */
  readonly refusesWholeMemberChanges: boolean;
  /** A member who is added again stands there twice. */
  readonly doublesMembers: boolean;
  readonly unknownMembers: 'accepted' | 'badRequest' | 'notFound';
  /** PUT with no members leaves them as they are. */
  readonly putKeepsMembers: boolean;
  /** Groups keep the id of a user who was deleted. */
  readonly leavesDanglingMembers: boolean;
}

/** What values may be. */
export interface ValueSwitches {
  /** Whether no two groups have one displayName, without regard to case. */
  readonly uniqueGroupNames: boolean;
  /** Whether no two users have one e-mail address, without regard to case. */
  readonly uniqueEmails: boolean;
  /** A userName that is taken gets a number behind it instead of a 409. */
  readonly numbersTakenUserNames: boolean;
  /** Multi-valued attributes that take one value. */
  readonly singleValuedAttributes: readonly string[];
  /** Needed beyond the schema: `name.givenName`, `emails`. */
  readonly requiredUserAttributes: readonly string[];
  readonly requiredGroupAttributes: readonly string[];
  readonly valueLimits: readonly ValueLimit[];
  /** Paths of attributes that the app does not have although the core schemas do. */
  readonly missingAttributes: readonly string[];
  /** Full paths of custom attributes, strings: `urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:officeName`. */
  readonly additionalAttributes: readonly string[];
  readonly storedUserNames: 'asSent' | 'lowerCase';
  /** `digits`: everything but digits and a leading plus is dropped. */
  readonly storedPhoneNumbers: 'asSent' | 'digits';
  /** Type of a phone number that the app gives each new user; null: none. */
  readonly assignedPhoneType: string | null;
}

/** What an app does not take as a value of a single-valued attribute, or of `value` in a multi-valued one. */
export interface ValueLimit {
  readonly resourceType: 'User' | 'Group';
  readonly path: string;
  readonly maxLength?: number;
  /** Characters, none of which may occur. */
  readonly forbidden?: readonly string[];
  readonly oneOf?: readonly string[];
}
