import type { Dialect, QuirkName } from '../scim/quirks/index.js';
import type { ValueRule } from '../plan/value-rules.js';
import type { AttributeDefinition, ObjectMapping } from '../schema/model.js';

/** A gallery entry: what an app's SCIM endpoint can do, its limits, its default mappings, and what its administrator must know. */
export interface Connector {
  readonly id: string;
  readonly displayName: string;
  /** Where the administrator finds tenant URL and secret token, and what to check when the connection fails. */
  readonly guidance: {
    readonly tenantUrl: string;
    readonly secretToken: string;
    readonly connectionFails: string;
    readonly notes: readonly string[];
  };
  /** The tenant URL when the app has only one. */
  readonly fixedTenantUrl: string | null;
  readonly capabilities: {
    readonly users: {
      readonly create: boolean;
      readonly update: boolean;
      readonly disable: boolean;
      readonly delete: boolean;
    };
    /** Null: the app has no groups, and is never asked about them. */
    readonly groups: {
      readonly create: boolean;
      readonly rename: boolean;
      readonly members: boolean;
      readonly delete: boolean;
    } | null;
  };
  /** Whether an account that the app cannot disable is deleted when its user loses the app, or left as it is. */
  readonly withoutDisabling: 'delete' | 'leave';
  /** Whether deleting is so final that the configuration must allow it (`allowHardDelete`). */
  readonly deletesIrreversibly: boolean;
  /** How it is asked, unless the configuration says otherwise. Careful choices where the vendor publishes nothing. */
  readonly limits: {
    readonly requestsPerSecond: number;
    readonly concurrency: number;
    /** Resources asked for per list page. */
    readonly pageSize: number;
  };
  /** What the vendor publishes of limits, for people to read. Empty: nothing is published. */
  readonly publishedLimits: readonly string[];
  /** In which known ways the app differs from the RFCs. */
  readonly quirks: readonly QuirkName[];
  /** Ways in which it differs that are numbers or lists: what it can filter by, members a request. */
  readonly dialect: Partial<Dialect>;
  /** Values that the app refuses. */
  readonly valueRules: readonly ValueRule[];
  /** Whether Default Access alone provisions. */
  readonly defaultAccessRole: 'skip' | 'include';
  /**
   * What is to be known of the app's attributes beyond the core schemas: which are required, what custom ones are. Those of a
   * schema that ends in `:Group` are of groups, all others of users.
   */
  readonly targetAttributes: readonly AttributeDefinition[];
  readonly mappings: {
    readonly user: ObjectMapping;
    /** Null exactly where `capabilities.groups` is. */
    readonly group: ObjectMapping | null;
  };
}
