import { z } from 'zod';
import { ConfigurationError, inOrder, unusable } from './configuration-error.js';
import { configurationFile, type Configuration, type JobConfiguration } from './configuration.js';
import { expectation, findingsOf, type Finding } from './issues.js';
import { locatedSource, sourceOfJobs } from './job-source.js';
import { locate } from './locate.js';
import { mappingFindings } from './mapping-findings.js';
import { NamedConnectors } from './named-connectors.js';
import { readOwnConnectors } from './own-connectors.js';
import { readTextFile } from './read-text-file.js';
import { readNamedSchemas } from './schema-file.js';
import { writtenApps } from './written-apps.js';
import { parseYaml } from './yaml-document.js';

const LARGEST_MIB = 1;

/**
 * Reads a configuration file, YAML or JSON, with the schema files and connector profiles that it names.
 * @throws {ConfigurationError} with every mistake in them, each with line, column, path and what was expected.
 */
export function loadConfigurationFile(path: string): Configuration {
  return parseConfiguration(
    path,
    readTextFile(path, LARGEST_MIB, (problem) => unusable(path, problem)),
  );
}

/** As {@link loadConfigurationFile}, for text that has been read. `file` is its name in messages. */
export function parseConfiguration(file: string, text: string): Configuration {
  const document = parseYaml(file, text);
  if (document.data === null || document.data === undefined)
    throw unusable(file, 'is empty: it needs at least `source` and `apps`');
  const result = configurationFile.safeParse(document.data, { error: expectation });
  const own = readOwnConnectors(file, document.data);
  const named = new NamedConnectors(own);
  const schemas = readNamedSchemas(file, document.data, named);
  const findings = [
    ...(result.error?.issues.flatMap((issue) => findingsOf(issue)) ?? []),
    ...own.flatMap((connector) => connector.findings),
    ...unknownConnectors(document.data, named),
    ...mappingFindings(document.data, named),
    ...schemas.flatMap((schema) => schema.findings),
  ];
  const problems = [
    ...inOrder(findings.map((finding) => locate(document, finding, configurationFile))),
    ...own.flatMap((connector) => connector.problems),
    ...schemas.flatMap((schema) => schema.problems),
  ];
  if (!result.success || problems.length > 0) throw new ConfigurationError(file, problems);

  const documents = new Map(schemas.map(({ appIndex, document: schema }) => [appIndex, schema]));
  const profiles = new Map(own.map(({ id, usable }) => [id, usable?.profile]));
  const apps = result.data.apps.map((app, index) => ({
    ...app,
    schema: documents.get(index),
    connectorProfile: profiles.get(app.connector),
  }));
  return { ...result.data, source: locatedSource(file, result.data.source), apps };
}

/** What each app's job needs: the shared parts of the file with its own. */
export function jobConfigurations({ source, notifications, apps }: Configuration): JobConfiguration[] {
  const shared = {
    source: sourceOfJobs(source, apps),
    ...(notifications === undefined ? {} : { notifications }),
  };
  return apps.map((app) => ({ ...shared, app }));
}

/** JSON Schema (2020-12) of the file, for editors. */
export function configurationJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(configurationFile, { io: 'input', unrepresentable: 'any' });
}

const namedConnector = z.object({ connector: z.string().min(1) });

/** Looked for in the raw data, so that it is reported together with every other mistake. */
function unknownConnectors(data: unknown, named: NamedConnectors): readonly Finding[] {
  return writtenApps(data).flatMap((entry, index): Finding[] => {
    const app = namedConnector.safeParse(entry).data;
    const message = app === undefined ? null : named.expectationOf(app.connector);
    return message === null ? [] : [{ path: ['apps', index, 'connector'], message }];
  });
}
