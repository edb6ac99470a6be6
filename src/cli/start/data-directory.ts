import { join } from 'node:path';
import envPaths from 'env-paths';

/** Where `start` keeps its databases unless told otherwise; `demo` uses a folder of its own beside them. */
export function defaultDataDirectory(kind: 'start' | 'demo'): string {
  return join(envPaths('scimflow', { suffix: '' }).data, kind);
}
