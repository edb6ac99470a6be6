import type { Connector } from '../gallery/connector.js';
import {
  normalizeSynchronizationSchema,
  parseSynchronizationSchema,
  toSynchronizationSchema,
  type SynchronizationSchemaDocument,
} from '../schema/document/index.js';
import { groupSchemaFor, objectSchemaFor } from './app-schema.js';
import type { AppConfiguration } from './configuration.js';

/** Entra's schema document of an app: its own in canonical form, or what its mappings come to as one. */
export function exportedSchema(app: AppConfiguration, connector: Connector): SynchronizationSchemaDocument {
  return app.schema === undefined
    ? toSynchronizationSchema(
        { user: objectSchemaFor(app, connector), group: groupSchemaFor(app, connector) },
        { appId: app.id, appName: connector.displayName },
      )
    : normalizeSynchronizationSchema(parseSynchronizationSchema(app.schema));
}
