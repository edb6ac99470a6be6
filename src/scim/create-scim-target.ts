import { ProvisioningFailure } from '../failures.js';
import { BulkExchange } from './bulk/bulk-exchange.js';
import { HttpExchange } from './http-exchange.js';
import { HttpScimTarget } from './http-scim-target.js';
import { standardDialect, type Dialect } from './quirks/index.js';
import { RateGovernor } from './rate-governor.js';
import { RetryingExchange } from './retrying-exchange.js';
import type { ScimLogger } from './scim-logger.js';
import type { ScimTarget } from './scim-target.js';
import type { TargetShares } from './target-shares.js';
import { parseTenantUrl } from './tenant-url.js';

const RETRY_BUDGET_MS = 20_000;
const REQUEST_TIMEOUT_MS = 30_000;

export interface ScimTargetOptions {
  /** The tenant URL, without `/Users`. Entra's flags in its query decide over `dialect`. */
  readonly baseUrl: string;
  readonly token: string;
  readonly requestsPerSecond: number;
  /** Requests in flight at once. */
  readonly concurrency: number;
  /** Resources asked for per list page. */
  readonly pageSize: number;
  /** How the target wants to be spoken to; by the RFCs unless told. */
  readonly dialect?: Dialect | undefined;
  /** How long one call may go on repeating itself after its first failure; 20 s unless told. */
  readonly retryBudgetMs?: number | undefined;
  /** How long one answer may take; 30 s unless told. */
  readonly requestTimeoutMs?: number | undefined;
  readonly userAgent?: string | undefined;
  /** Divides rate and concurrency among all that send to the target; they are this client's alone unless told. */
  readonly shares?: TargetShares | undefined;
  readonly logger?: ScimLogger | undefined;
}

/** A client for one target, and a second face of it. */
export interface PacedScimTarget extends ScimTarget {
  /** The same target for work that somebody waits for: its requests are sent before all others. */
  readonly urgent: ScimTarget;
}

/**
 * A client for one target. Rate, concurrency and pauses are those of this client, so there should be one a target.
 * @throws {ProvisioningFailure} `ConfigurationInvalid` when the URL or the token cannot be used.
 *
 * @example
 * const target = createScimTarget({ baseUrl: 'https://app.example/scim', token, requestsPerSecond: 25, concurrency: 16, pageSize: 100 });
 * await target.probe('User', 'userName');
 */
export function createScimTarget(options: ScimTargetOptions): PacedScimTarget {
  const { token, requestsPerSecond, concurrency, pageSize, logger } = options;
  if (!/^[\x20-\x7e]+$/.test(token)) {
    throw new ProvisioningFailure(
      'ConfigurationInvalid',
      'The secret token is empty or holds characters that no HTTP header can hold, such as a line break.',
    );
  }
  const retryBudgetMs = options.retryBudgetMs ?? RETRY_BUDGET_MS;
  const { baseUrl, dialect: told } = parseTenantUrl(options.baseUrl);
  const dialect = { ...(options.dialect ?? standardDialect), ...told };
  const http = new HttpExchange({
    baseUrl,
    token,
    concurrency,
    requestTimeoutMs: options.requestTimeoutMs ?? REQUEST_TIMEOUT_MS,
    userAgent: options.userAgent ?? 'scimflow',
    contentType: dialect.contentType,
    accept: dialect.accept,
  });
  const { shares } = options;
  const governor = new RateGovernor({
    requestsPerSecond,
    concurrency,
    longestPauseMs: retryBudgetMs,
    shares,
  });
  const { host } = new URL(baseUrl);
  const shared = dialect.bulk === 'none' ? undefined : new BulkExchange({ host, concurrency, logger });
  const face = (isUrgent: boolean): HttpScimTarget => {
    // What somebody waits for does not wait for company.
    const bulk = isUrgent ? undefined : shared;
    return new HttpScimTarget({
      exchange: new RetryingExchange(http, governor, { retryBudgetMs, isUrgent, logger, bulk }),
      bulk,
      host,
      token,
      pageSize,
      dialect,
      close: () => {
        governor.close();
        http.close();
      },
    });
  };
  return Object.assign(face(false), { urgent: face(true) });
}
