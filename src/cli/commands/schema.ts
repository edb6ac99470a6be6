import { exportedSchema } from '../../config/exported-schema.js';
import { loadConfigurationFile } from '../../config/load-configuration.js';
import { connectorFor } from '../../config/app-connector.js';
import {
  exportSynchronizationSchema,
  parseSynchronizationSchema,
  SchemaDocumentError,
  type SynchronizationSchemaDocument,
} from '../../schema/document/index.js';
import { counted } from '../format.js';
import { json, outputOption, type OutputChoice } from '../output-option.js';
import { askReadApi, notTheReadApi } from '../read-api.js';
import type { Registration } from '../registration.js';
import { checkSchemaFile } from '../schema/check-schema-file.js';
import { schemaCheckText } from '../schema/schema-check-text.js';
import { apiSettings, type ApiSettings } from '../settings.js';
import { UserError } from '../user-error.js';
import { addFunctionsCommand } from './schema-functions.js';

/** `schema`: Entra's schema documents, checked and exported. */
export const registerSchema: Registration = (program, terminal) => {
  const schema = program
    .command('schema')
    .description("Entra's schema documents: mappings and filters as it exports and imports them");

  schema
    .command('check')
    .description('what is in an exported schema, or everything that is wrong with it')
    .argument('<file>', 'the schema, JSON (or YAML)')
    .addOption(outputOption())
    .action((file: string, { output }: OutputChoice) => {
      const check = checkSchemaFile(file);
      terminal.print(output === 'json' ? json(check) : schemaCheckText(file, check, terminal.colors));
      if (!check.valid)
        throw new UserError(`The schema is refused: ${counted(check.problems.length, 'mistake')}.`);
    });

  schema
    .command('export')
    .description("an app's mappings as a schema document that Entra and `apply` can import")
    .argument('<app>', 'the app')
    .option('-f, --file <path>', 'of a configuration file, instead of the configuration the worker has')
    .action(async (app: string, { file }: { readonly file?: string }) => {
      const document = file === undefined ? await asked(apiSettings(terminal.env), app) : written(file, app);
      terminal.print(exportSynchronizationSchema(document).trimEnd());
    });

  addFunctionsCommand(schema, terminal);
};

function written(file: string, id: string): SynchronizationSchemaDocument {
  const { apps } = loadConfigurationFile(file);
  const app = apps.find((candidate) => candidate.id === id);
  if (app !== undefined) return exportedSchema(app, connectorFor(app));
  throw new UserError(`${file} has no app ${id}. It has: ${apps.map((each) => each.id).join(', ')}.`, {
    exitCode: 2,
  });
}

async function asked(api: ApiSettings, app: string): Promise<SynchronizationSchemaDocument> {
  const answer = await askReadApi(api, { app, resource: 'schema' });
  try {
    return parseSynchronizationSchema(answer);
  } catch (error) {
    if (error instanceof SchemaDocumentError) throw notTheReadApi(api);
    throw error;
  }
}
