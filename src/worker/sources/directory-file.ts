import type { AppConfiguration } from '../../config/configuration.js';
import type { DirectoryFileSourceConfiguration } from '../../config/source-settings.js';
import { createDirectoryFileSource } from '../../directory/index.js';
import type { PreparedSource } from './prepared-source.js';

/** Files hold no secrets. Whoever only tries a configuration does not wait until nobody writes to them. */
export function prepareDirectoryFile(
  { path, sourceAttributes }: DirectoryFileSourceConfiguration,
  { scope }: Pick<AppConfiguration, 'scope'>,
): PreparedSource {
  return {
    secrets: null,
    open: ({ retryBudgetMs }) =>
      createDirectoryFileSource({
        path,
        scope,
        declaredAttributes: sourceAttributes,
        ...(retryBudgetMs === undefined ? {} : { quietMs: 0 }),
      }),
  };
}
