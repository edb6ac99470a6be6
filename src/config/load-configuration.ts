import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { z } from 'zod';
import { closestName } from '../expressions/closest-name.js';
import { connectors } from '../gallery/index.js';
import { ConfigurationError, type ConfigurationProblem } from './configuration-error.js';
import { configurationFile, type ConfigurationFile, type JobConfiguration } from './configuration.js';
import { expectation, findingsOf, type Finding } from './issues.js';
import { knownKeys } from './known-keys.js';
import { mappingFindings } from './mapping-findings.js';
import { parseYaml, type YamlDocument } from './yaml-document.js';

const LARGEST_FILE_BYTES = 1_048_576;

/**
 * Reads a configuration file, YAML or JSON.
 * @throws {ConfigurationError} with every mistake in it, each with line, column, path and what was expected.
 */
export function loadConfigurationFile(path: string): ConfigurationFile {
  return parseConfiguration(path, readText(path));
}

/** As {@link loadConfigurationFile}, for text that has been read. `file` is its name in messages. */
export function parseConfiguration(file: string, text: string): ConfigurationFile {
  const document = parseYaml(file, text);
  if (document.data === null || document.data === undefined)
    throw unusable(file, 'is empty: it needs at least `source` and `apps`');
  const result = configurationFile.safeParse(document.data, { error: expectation });
  const findings = [
    ...(result.error?.issues.flatMap((issue) => findingsOf(issue)) ?? []),
    ...unknownConnectors(document.data),
    ...mappingFindings(document.data),
  ];
  if (result.success && findings.length === 0) return result.data;
  throw new ConfigurationError(file, inOrder(findings.map((finding) => locate(document, finding))));
}

/** What each app's job needs: the shared parts of the file with its own. */
export function jobConfigurations({ source, notifications, apps }: ConfigurationFile): JobConfiguration[] {
  return apps.map((app) => ({ source, ...(notifications === undefined ? {} : { notifications }), app }));
}

/** JSON Schema (2020-12) of the file, for editors. */
export function configurationJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(configurationFile, { io: 'input', unrepresentable: 'any' });
}

function readText(path: string): string {
  try {
    if (statSync(path).isDirectory()) throw unusable(path, 'is a folder, not a configuration file');
    const content = readAtMost(path, LARGEST_FILE_BYTES + 1);
    if (content.length > LARGEST_FILE_BYTES)
      throw unusable(path, 'is larger than 1 MiB, which no configuration file is');
    return content.toString('utf8');
  } catch (error) {
    if (error instanceof ConfigurationError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') throw unusable(path, 'does not exist');
    throw unusable(path, `cannot be read (${code ?? 'unknown reason'})`);
  }
}

/** The beginning of a file. Devices and pipes do not say how much they hold. */
function readAtMost(path: string, bytes: number): Buffer {
  const buffer = Buffer.alloc(bytes);
  const file = openSync(path, 'r');
  try {
    let length = 0;
    for (let read = -1; read !== 0 && length < bytes; length += read)
      read = readSync(file, buffer, length, bytes - length, null);
    return buffer.subarray(0, length);
  } finally {
    closeSync(file);
  }
}

function unusable(file: string, message: string): ConfigurationError {
  return new ConfigurationError(file, [{ line: null, column: null, path: '', message }]);
}

const namedConnectors = z.object({ apps: z.array(z.unknown()) });
const namedConnector = z.object({ connector: z.string().min(1) });

/** Looked for in the raw data, so that it is reported together with every other mistake. */
function unknownConnectors(data: unknown): readonly Finding[] {
  const ids = Object.keys(connectors);
  const file = namedConnectors.safeParse(data);
  return (file.data?.apps ?? []).flatMap((entry, index): Finding[] => {
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

function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    return text === '' ? String(step) : `${text}.${String(step)}`;
  }, '');
}

function inOrder(problems: readonly ConfigurationProblem[]): readonly ConfigurationProblem[] {
  return problems.toSorted(
    (left, right) => (left.line ?? 0) - (right.line ?? 0) || (left.column ?? 0) - (right.column ?? 0),
  );
}
