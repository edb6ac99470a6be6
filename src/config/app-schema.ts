import type { Connector } from '../gallery/connector.js';
import { objectSchemaOf, parseSynchronizationSchema } from '../schema/document/index.js';
import { toObjectMapping } from '../schema/inline-mappings.js';
import type { ObjectSchema } from '../schema/model.js';
import { toFilter } from '../scoping/index.js';
import type { AppConfiguration } from './configuration.js';

/** How the app's users are provisioned, wherever that is said: in Entra's document, in the file itself, or by the connector. */
export function objectSchemaFor(app: AppConfiguration, connector: Connector): ObjectSchema {
  if (app.schema === undefined) return writtenSchema(app, connector);
  const users = objectSchemaOf(parseSynchronizationSchema(app.schema), 'User');
  if (users === null) throw new Error(`The schema of ${app.id} was accepted without a mapping of users`);
  return users.schema;
}

/** The part of a configuration that says how users are mapped, as people write it. */
export type WrittenSchema = Pick<
  AppConfiguration,
  'mappings' | 'scopingFilters' | 'sourceAttributes' | 'targetAttributes'
>;

/** The schema of an app without a document: its own mappings, else the connector's. */
export function writtenSchema(written: WrittenSchema, connector: Connector): ObjectSchema {
  const { mappings, scopingFilters = [] } = written;
  const usual = connector.mappings.user;
  const scope = scopingFilters.length === 0 ? usual.scope : toFilter(scopingFilters);
  return {
    mapping:
      mappings === undefined
        ? { ...usual, scope }
        : toObjectMapping(mappings, { flowTypes: usual.flowTypes, scope }),
    sourceAttributes: written.sourceAttributes ?? [],
    targetAttributes: written.targetAttributes ?? [],
  };
}
