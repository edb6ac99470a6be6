import { z } from 'zod';
import { pathText } from '../document-path.js';
import { closestName } from '../expressions/closest-name.js';
import { connectors } from '../gallery/index.js';
import { ConfigurationError, inOrder, unusable, type ConfigurationProblem } from './configuration-error.js';
import { configurationFile, type Configuration, type JobConfiguration } from './configuration.js';
import { expectation, findingsOf, type Finding } from './issues.js';
import { knownKeys } from './known-keys.js';
import { mappingFindings } from './mapping-findings.js';
import { readTextFile } from './read-text-file.js';
import { readNamedSchemas } from './schema-file.js';
import { writtenApps } from './written-apps.js';
import { parseYaml, type YamlDocument } from './yaml-document.js';

const LARGEST_MIB = 1;

/**
 * Reads a configuration file, YAML or JSON, with the schema files that it names.
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
  const schemas = readNamedSchemas(file, document.data);
  const findings = [
    ...(result.error?.issues.flatMap((issue) => findingsOf(issue)) ?? []),
    ...unknownConnectors(document.data),
    ...mappingFindings(document.data),
    ...schemas.flatMap((schema) => schema.findings),
  ];
  const problems = [
    ...inOrder(findings.map((finding) => locate(document, finding))),
    ...schemas.flatMap((schema) => schema.problems),
  ];
  if (!result.success || problems.length > 0) throw new ConfigurationError(file, problems);

  const documents = new Map(schemas.map(({ appIndex, document: schema }) => [appIndex, schema]));
  const apps = result.data.apps.map((app, index) => ({ ...app, schema: documents.get(index) }));
  return { ...result.data, apps };
}

/** What each app's job needs: the shared parts of the file with its own. */
export function jobConfigurations({ source, notifications, apps }: Configuration): JobConfiguration[] {
  return apps.map((app) => ({ source, ...(notifications === undefined ? {} : { notifications }), app }));
}

/** JSON Schema (2020-12) of the file, for editors. */
export function configurationJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(configurationFile, { io: 'input', unrepresentable: 'any' });
}

const namedConnector = z.object({ connector: z.string().min(1) });

/** Looked for in the raw data, so that it is reported together with every other mistake. */
function unknownConnectors(data: unknown): readonly Finding[] {
  const ids = Object.keys(connectors);
  return writtenApps(data).flatMap((entry, index): Finding[] => {
    const app = namedConnector.safeParse(entry);
    if (!app.success || ids.includes(app.data.connector)) return [];
    const meant = closestName(app.data.connector, ids);
    const hint = meant === null ? '' : ` (did you mean ${meant}?)`;
    return [{ path: ['apps', index, 'connector'], message: `must be one of ${ids.join(', ')}${hint}` }];
  });
}

function locate(document: YamlDocument, finding: Finding): ConfigurationProblem {
  const place = document.position(finding.path, finding.unknownKey === undefined ? 'value' : 'key');
  return { ...place, path: pathText(finding.path), message: finding.message + suggestionFor(finding) };
}

function suggestionFor({ path, unknownKey }: Finding): string {
  if (unknownKey === undefined) return '';
  const known = knownKeys(configurationFile, path.slice(0, -1));
  const meant = closestName(unknownKey, known);
  return meant === null ? `; known here: ${known.join(', ')}` : `; did you mean ${meant}?`;
}
