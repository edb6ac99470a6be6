/**
 * Everything that can go wrong outside one object's own data, with who handles it. The names are the `type` of
 * Temporal's ApplicationFailure, so that workflows, policies, logs and people all speak of the same thing.
 */
export const failureTypes = {
  CredentialsRejected: {
    retryable: false,
    remedy: 'Issue a new secret token, then run `scimflow test-connection`.',
  },
  TargetNotScim: {
    retryable: false,
    remedy: 'Check the tenant URL: it must be the SCIM base URL of the app, without /Users.',
  },
  TargetThrottled: { retryable: true, remedy: 'Nothing: scimflow waits as long as the target asks.' },
  TargetUnavailable: {
    retryable: true,
    remedy: 'Check that the target is up and reachable; a cycle goes on by itself.',
  },
  SourceCredentialsRejected: {
    retryable: false,
    remedy: "Check tenantId, clientId and the credential of the source's app registration.",
  },
  SourcePermissionMissing: {
    retryable: false,
    remedy: 'Grant the named Microsoft Graph permission to the app registration, with admin consent.',
  },
  SourceThrottled: { retryable: true, remedy: 'Nothing: scimflow waits as long as Microsoft Graph asks.' },
  SourceUnavailable: {
    retryable: true,
    remedy:
      'Check the network to Microsoft Graph, or the folder that holds the files of the source; a cycle goes on by itself.',
  },
  SourceIncompatible: {
    retryable: false,
    remedy: 'Check graphUrl and the mapped source attributes, or mend the files of the source.',
  },
  ConfigurationInvalid: { retryable: false, remedy: 'Mend the configuration and run `scimflow apply`.' },
  SecretMissing: {
    retryable: false,
    remedy: 'Give the worker the environment variable or file that the secret reference names.',
  },
  ObjectUnknown: {
    retryable: false,
    remedy: 'Check the id: it must be the object id of a user or group of the source.',
  },
  ObjectNotProvisioned: {
    retryable: false,
    remedy: 'Add groups to the app in the configuration and run `scimflow apply`, or name a user.',
  },
  ObjectBusy: { retryable: false, remedy: 'Try again in a moment.' },
  TemporalUnavailable: {
    retryable: true,
    remedy: 'Set TEMPORAL_ADDRESS to a server that runs, or use `scimflow start` for one on this machine.',
  },
  StoreUnavailable: { retryable: true, remedy: 'Check DATABASE_URL and the PostgreSQL server.' },
} as const;

export type FailureType = keyof typeof failureTypes;

/**
 * A failure of the job's surroundings: a system, a credential, the configuration. Never of one object's data.
 * The message says what was being done, to what, and what went wrong; it holds no secret, no personal value and no
 * query string. The remedy of its type is added where it is shown.
 */
export class ProvisioningFailure extends Error {
  override readonly name = 'ProvisioningFailure';
  readonly type: FailureType;
  /** How long the other side asked us to wait, in milliseconds. */
  readonly retryAfterMs: number | undefined;
  /** What to do about it; the type's remedy unless the thrower knows better (a connector's own advice). */
  readonly remedy: string;

  constructor(type: FailureType, message: string, options: { retryAfterMs?: number; remedy?: string } = {}) {
    super(message);
    this.type = type;
    this.retryAfterMs = options.retryAfterMs;
    this.remedy = options.remedy ?? failureTypes[type].remedy;
  }

  get retryable(): boolean {
    return failureTypes[this.type].retryable;
  }
}
