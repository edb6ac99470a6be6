import envPaths from 'env-paths';

/** Where downloaded and built servers are kept between runs; `XDG_CACHE_HOME` is honoured on Linux. */
export function cacheDirectory(): string {
  return envPaths('scimflow', { suffix: '' }).cache;
}
