import type { JobConfiguration } from '../config/configuration.js';

/**
 * Names a source in the mirror's tables. Each app keeps a mirror of its own for now, because each reads exactly the
 * attributes that it maps.
 */
export function sourceKey({ source, app }: JobConfiguration): string {
  return `${source.type}/${source.tenantId}/${app.id}`;
}
