export { cacheDirectory } from './cache-directory.js';
export { EmbeddedServiceError } from './embedded-service-error.js';
export { findOrInstallTemporal } from './find-or-install-temporal.js';
export type { FindOptions } from './find-or-install-temporal.js';
export { claimPort } from './free-port.js';
export { startPostgres } from './postgres.js';
export type { PostgresOptions, RunningPostgres } from './postgres.js';
export { startTemporal } from './temporal.js';
export type { RunningTemporal, SearchAttributeType, TemporalOptions } from './temporal.js';
