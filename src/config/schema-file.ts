import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { pathText } from '../document-path.js';
import { ConfigurationError, inOrder, unusable, type ConfigurationProblem } from './configuration-error.js';
import type { Finding } from './issues.js';
import { readTextFile } from './read-text-file.js';
import type { NamedConnectors } from './named-connectors.js';
import { groupSettings } from './object-settings.js';
import { mapsGroups, problemsOfDocument, type SchemaUse } from './schema-findings.js';
import { compileSettings, writtenApps } from './written-apps.js';
import { parseYaml } from './yaml-document.js';

const LARGEST_MIB = 2;
/** What travels with the job's configuration. */
const LARGEST_DOCUMENT_BYTES = 1_048_576;

const NO_SCHEMA =
  'is no schema: save what Entra exports as it is, a JSON object with directories and synchronizationRules';

/** A schema document as a file has it, and everything that is wrong with it. */
export interface SchemaFile {
  /** As written, nothing left out. */
  readonly document: Readonly<Record<string, unknown>>;
  readonly problems: readonly ConfigurationProblem[];
}

/**
 * Reads Entra's exported schema, JSON (or YAML).
 * @throws {ConfigurationError} when the file cannot be read at all.
 */
export function readSchemaFile(path: string, use?: SchemaUse): SchemaFile {
  const text = readTextFile(path, LARGEST_MIB, (problem) => unusable(path, problem));
  const yaml = parseYaml(path, text);
  const document = z.record(z.string(), z.unknown()).safeParse(yaml.data).data;
  if (document === undefined)
    throw new ConfigurationError(path, [{ file: path, ...yaml.position([]), path: '', message: NO_SCHEMA }]);
  const problems = inOrder(
    problemsOfDocument(document, use).map(({ path: place, problem }) => ({
      file: path,
      ...yaml.position(place),
      path: pathText(place),
      message: problem,
    })),
  );
  if (Buffer.byteLength(JSON.stringify(document)) > LARGEST_DOCUMENT_BYTES)
    problems.push({
      file: path,
      line: null,
      column: null,
      path: '',
      message: 'holds more than 1 MiB of schema: remove directories and objects that no mapping uses',
    });
  return { document, problems };
}

const namingApp = z.object({
  schema: z.string().min(1),
  connector: z.string().catch(''),
  groups: groupSettings.optional().catch(undefined),
  ...compileSettings,
});

/** A schema file that an app names. */
export interface NamedSchema {
  readonly appIndex: number;
  readonly document: SchemaFile['document'] | undefined;
  /** Mistakes of the line that names it. */
  readonly findings: readonly Finding[];
  /** Mistakes within it. */
  readonly problems: readonly ConfigurationProblem[];
}

/** The schema files that a configuration file names, relative to itself. */
export function readNamedSchemas(
  file: string,
  data: unknown,
  named: NamedConnectors,
): readonly NamedSchema[] {
  return writtenApps(data).flatMap((entry, appIndex) => {
    const app = namingApp.safeParse(entry).data;
    if (app === undefined) return [];
    const { groups, connector } = app;
    const path = resolve(dirname(file), app.schema);
    const read = readNamed(appIndex, path, {
      ...app,
      connector: named.find(connector),
      provisionsGroups: groups?.provision !== false,
    });
    const lacksGroups =
      groups?.provision === true && read.document !== undefined && !mapsGroups(read.document);
    return [lacksGroups ? { ...read, findings: [...read.findings, lackOfGroups(appIndex)] } : read];
  });
}

function lackOfGroups(appIndex: number): Finding {
  return {
    path: ['apps', appIndex, 'groups', 'provision'],
    message:
      'cannot be true: the schema has no enabled object mapping of the source object Group; enable it there, or remove this',
  };
}

function readNamed(appIndex: number, path: string, use: SchemaUse): NamedSchema {
  try {
    return { appIndex, findings: [], ...readSchemaFile(path, use) };
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    const [problem] = error.problems;
    const isUnreadable = problem?.line === null;
    return {
      appIndex,
      document: undefined,
      findings: isUnreadable
        ? [{ path: ['apps', appIndex, 'schema'], message: `names ${path}, which ${problem.message}` }]
        : [],
      problems: isUnreadable ? [] : error.problems.map((each) => ({ file: path, ...each })),
    };
  }
}
