import { createHash } from 'node:crypto';
import type { Logger } from 'pino';
import type { JobConfiguration } from '../config/configuration.js';
import { resolveSecret } from '../config/secrets.js';
import type { DirectorySource } from '../directory/index.js';
import type { Connector } from '../gallery/connector.js';
import { connectorFor } from '../config/app-connector.js';
import { createScimTarget, type PacedScimTarget, type ScimTarget, type TargetShares } from '../scim/index.js';
import { dialectOf, type Dialect } from '../scim/quirks/index.js';
import type { Store } from '../store/index.js';
import { prepareSource } from './sources/index.js';
import type { Patience, PreparedSource } from './sources/prepared-source.js';

/** Somebody waits for a trial's answer, and its cause is worth more to them than another try. */
const TRIAL = { retryBudgetMs: 2_000, requestTimeoutMs: 3_500 };

/** An app's two ends, ready to use. */
export interface Connection {
  readonly connector: Connector;
  readonly source: DirectorySource;
  readonly target: ScimTarget;
  readonly concurrency: number;
  /** What the target takes, as configured or by its connector. */
  readonly requestsPerSecond: number;
}

interface OpenConnection extends Connection {
  readonly target: PacedScimTarget;
  readonly fingerprint: string;
  close(): void;
}

/**
 * Keeps one open connection an app, so that all its work on this worker shares one rate limit and one token; workers that share a
 * store divide the app's rate among them. Secrets are resolved at each use: a rotated one opens a new connection at once.
 */
export class Connections {
  readonly #store: Pick<Store, 'targetShares'> | undefined;
  readonly #logger: Logger | undefined;
  readonly #open = new Map<string, OpenConnection>();

  /**
   * @param options `store`: where workers agree on their shares of an app's rate; without it all of it is this one's. `logger`: is
   * told what targets refuse for now, and what they do otherwise than they say.
   */
  constructor({
    store,
    logger,
  }: { readonly store?: Pick<Store, 'targetShares'>; readonly logger?: Logger } = {}) {
    this.#store = store;
    this.#logger = logger;
  }

  /** @throws {ProvisioningFailure} `SecretMissing` or `ConfigurationInvalid`. */
  for(configuration: JobConfiguration): Connection {
    const prepared = prepare(configuration);
    const fingerprint = fingerprintOf(configuration, prepared);
    const { id } = configuration.app;
    const current = this.#open.get(id);
    if (current?.fingerprint === fingerprint) return current;
    current?.close();
    const opened = this.#openShared(configuration, prepared, fingerprint);
    this.#open.set(id, opened);
    return opened;
  }

  /**
   * The app's connection for work beside its cycles, whose requests go before theirs. A configuration that a running cycle does not
   * know yet gets one of its own: the cycle goes on with what it has. The caller closes it, which leaves the app's own open.
   */
  beside(configuration: JobConfiguration): Connection & { close(): void } {
    const prepared = prepare(configuration);
    const fingerprint = fingerprintOf(configuration, prepared);
    const current = this.#open.get(configuration.app.id);
    if (current?.fingerprint === fingerprint)
      return { ...current, target: current.target.urgent, close: () => undefined };
    const opened = this.#openShared(configuration, prepared, fingerprint);
    return { ...opened, target: opened.target.urgent };
  }

  /**
   * A connection of its own, for trying a configuration that is not the app's. The caller closes it.
   * @param options `isOnce`: no request is made a second time.
   */
  trial(
    configuration: JobConfiguration,
    { isOnce = false }: { readonly isOnce?: boolean } = {},
  ): Connection & { close(): void } {
    const patience = isOnce ? { ...TRIAL, retryBudgetMs: 0 } : TRIAL;
    return open(configuration, prepare(configuration), '', { patience });
  }

  #openShared(configuration: JobConfiguration, prepared: Prepared, fingerprint: string): OpenConnection {
    const appId = configuration.app.id;
    const shares = this.#store?.targetShares.of(appId);
    return open(configuration, prepared, fingerprint, { shares, logger: this.#logger?.child({ appId }) });
  }

  close(): void {
    for (const connection of this.#open.values()) connection.close();
    this.#open.clear();
  }
}

/** An app's two ends with their secrets looked up. */
interface Prepared {
  readonly source: PreparedSource;
  readonly secretToken: string;
}

function fingerprintOf(configuration: JobConfiguration, { source, secretToken }: Prepared): string {
  return createHash('sha256')
    .update(JSON.stringify([configuration, source.secrets, secretToken]))
    .digest('hex');
}

function prepare(configuration: JobConfiguration): Prepared {
  return {
    source: prepareSource(configuration),
    secretToken: resolveSecret(configuration.app.secretToken),
  };
}

function bulkAsTold({ bulk }: Pick<JobConfiguration['app'], 'bulk'>): Partial<Dialect> {
  return bulk === undefined ? {} : { bulk: bulk ? 'discovered' : 'none' };
}

function open(
  { app }: JobConfiguration,
  prepared: Prepared,
  fingerprint: string,
  {
    patience = {},
    shares,
    logger,
  }: {
    readonly patience?: Patience;
    readonly shares?: TargetShares | undefined;
    readonly logger?: Logger | undefined;
  } = {},
): OpenConnection {
  const connector = connectorFor(app);
  const concurrency = app.rateLimit?.concurrency ?? connector.limits.concurrency;
  const requestsPerSecond = app.rateLimit?.requestsPerSecond ?? connector.limits.requestsPerSecond;
  const source = prepared.source.open(patience);
  const target = createScimTarget({
    baseUrl: app.tenantUrl,
    token: prepared.secretToken,
    requestsPerSecond,
    concurrency,
    pageSize: connector.limits.pageSize,
    dialect: dialectOf(connector.quirks, { ...connector.dialect, ...bulkAsTold(app) }),
    shares,
    logger,
    ...patience,
  });
  return {
    connector,
    source,
    target,
    concurrency,
    requestsPerSecond,
    fingerprint,
    close() {
      source.close();
      target.close();
    },
  };
}
