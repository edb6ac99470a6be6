import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import type { Connector } from '../gallery/connector.js';
import { applyProfile } from '../gallery/connector-profile.js';
import { connectors, findConnector } from '../gallery/index.js';
import { ConfigurationError, inOrder, unusable, type ConfigurationProblem } from './configuration-error.js';
import { connectorProfile } from './connector-profile.js';
import { expectation, findingsOf, type Finding } from './issues.js';
import { locate } from './locate.js';
import { profileFindings } from './profile-findings.js';
import { readTextFile } from './read-text-file.js';
import { parseYaml } from './yaml-document.js';

const LARGEST_MIB = 1;

/** A connector that the configuration file makes of one of the gallery. */
export interface OwnConnector {
  readonly id: string;
  /** Null: it is too badly written to be one. */
  readonly usable: { readonly profile: WrittenProfile; readonly connector: Connector } | null;
  /** Mistakes in the configuration file, beyond those of its form. */
  readonly findings: readonly Finding[];
  /** Mistakes within the file that it names. */
  readonly problems: readonly ConfigurationProblem[];
}

type WrittenProfile = z.infer<typeof connectorProfile>;

const file = z.object({ connectors: z.record(z.string(), z.unknown()) });

/** The connectors that a configuration file declares, right or wrong; files that it names are found relative to itself. */
export function readOwnConnectors(path: string, data: unknown): readonly OwnConnector[] {
  const written = file.safeParse(data).data?.connectors ?? {};
  return Object.entries(written).map(([id, entry]) => {
    const own = typeof entry === 'string' ? fromFile(id, resolve(dirname(path), entry)) : inline(id, entry);
    return { ...own, findings: [...hiding(id), ...own.findings] };
  });
}

function hiding(id: string): readonly Finding[] {
  if (!Object.hasOwn(connectors, id)) return [];
  const message = `is the gallery's own ${id}: give yours another id, such as my-${id}`;
  return [{ path: ['connectors', id], message, isAboutKey: true }];
}

function inline(id: string, entry: unknown): OwnConnector {
  const profile = connectorProfile.safeParse(entry).data;
  if (profile === undefined) return { id, usable: null, findings: [], problems: [] };
  const usable = usableAs(id, profile);
  const findings = profileFindings(usable.connector, profile).map((finding) => ({
    ...finding,
    path: ['connectors', id, ...finding.path],
  }));
  return { id, usable, findings, problems: [] };
}

function fromFile(id: string, path: string): OwnConnector {
  try {
    const text = readTextFile(path, LARGEST_MIB, (problem) => unusable(path, problem));
    const document = parseYaml(path, text);
    const result = connectorProfile.safeParse(document.data, { error: expectation });
    const usable = result.success ? usableAs(id, result.data) : null;
    const findings =
      usable === null
        ? (result.error?.issues.flatMap((issue) => findingsOf(issue)) ?? [])
        : profileFindings(usable.connector, usable.profile);
    const problems = findings.map((finding) => ({
      file: path,
      ...locate(document, finding, connectorProfile),
    }));
    return { id, usable, findings: [], problems: inOrder(problems) };
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return unreadable(id, path, error);
  }
}

function unreadable(id: string, path: string, { problems }: ConfigurationError): OwnConnector {
  const [problem] = problems;
  if (problem?.line !== null)
    return { id, usable: null, findings: [], problems: problems.map((each) => ({ file: path, ...each })) };
  const message = `names ${path}, which ${problem.message}`;
  return { id, usable: null, findings: [{ path: ['connectors', id], message }], problems: [] };
}

function usableAs(id: string, profile: WrittenProfile): NonNullable<OwnConnector['usable']> {
  return { profile, connector: applyProfile(findConnector(profile.extends), id, profile) };
}
