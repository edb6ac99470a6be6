import type { JobConfiguration } from '../config/configuration.js';

/**
 * Names a source in the mirror's tables. Each app keeps a mirror of its own for now, because each reads exactly the
 * attributes that it maps.
 */
export function sourceKey({ source, app }: JobConfiguration): string {
  return `${source.type}/${placeOf(source)}/${app.id}`;
}

/** Where the same ids mean the same people. */
function placeOf(source: JobConfiguration['source']): string {
  switch (source.type) {
    case 'microsoft-graph':
      return source.tenantId;
    case 'directory-file':
      return source.path;
  }
}
