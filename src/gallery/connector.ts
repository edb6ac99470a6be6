import type { ObjectMapping } from '../schema/model.js';

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
    readonly groups: {
      readonly create: boolean;
      readonly rename: boolean;
      readonly members: boolean;
      readonly delete: boolean;
    } | null;
  };
  readonly limits: {
    readonly requestsPerSecond: number;
    readonly concurrency: number;
    /** Resources asked for per list page. */
    readonly pageSize: number;
  };
  /** Whether Default Access alone provisions. */
  readonly defaultAccessRole: 'skip' | 'include';
  readonly mappings: { readonly user: ObjectMapping };
}
