import { chmod, mkdir, mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tryLock } from '../../src/embedded/file-lock.js';
import { findExecutable, isExecutable } from '../../src/embedded/find-executable.js';
import { runBounded } from '../../src/embedded/run-bounded.js';
import { downloadWithSdk } from '../../src/embedded/sdk-download.js';
import { until } from './until.js';

export type TimeSkippingServer =
  | { readonly status: 'found'; readonly path: string }
  | { readonly status: 'missing'; readonly reason: string };

export interface FindOptions {
  readonly cacheDir: string;
  readonly log: (line: string) => void;
  readonly env?: NodeJS.ProcessEnv;
}

const artifact = { groupId: 'io.temporal', artifactId: 'temporal-test-server', version: '1.38.0' };
const mainClass = 'io.temporal.testserver.TestServer';
const aDayMs = 24 * 60 * 60_000;

/**
 * The program of Temporal's time-skipping test server: from our cache, from the SDK's download, or as Java archives from
 * Maven Central behind a small script. A download that failed is not tried again for a day: being offline must not cost
 * every test run its timeout.
 */
export async function findTimeSkippingServer(options: FindOptions): Promise<TimeSkippingServer> {
  const env = options.env ?? process.env;
  const folder = join(options.cacheDir, `temporal-test-server-${artifact.version}`);
  const program = join(folder, 'test-server');
  const script = join(folder, 'java', 'test-server.sh');
  const java = await findExecutable('java', env);
  const cached = async (): Promise<string | null> => {
    if (await isExecutable(program)) return program;
    return java !== null && (await isExecutable(script)) ? script : null;
  };

  const found = await cached();
  if (found !== null) return { status: 'found', path: found };
  await mkdir(folder, { recursive: true });
  const release = await lock(join(folder, 'install.lock'));
  try {
    const installedMeanwhile = await cached();
    if (installedMeanwhile !== null) return { status: 'found', path: installedMeanwhile };
    const problems: string[] = [];
    for (const way of [
      {
        name: 'download by the Temporal SDK',
        path: program,
        install: () => download(folder, program, options.log),
      },
      {
        name: 'Maven Central',
        path: script,
        install: () => fetchJars(join(folder, 'java'), java, env, options.log),
      },
    ]) {
      try {
        await way.install();
        return { status: 'found', path: way.path };
      } catch (error) {
        problems.push(`${way.name}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    return { status: 'missing', reason: problems.join('; ') };
  } finally {
    await release();
  }
}

async function download(folder: string, program: string, log: (line: string) => void): Promise<void> {
  const failed = join(folder, 'download-failed');
  const lastFailure = await stat(failed).catch(() => null);
  if (lastFailure !== null && Date.now() - lastFailure.mtimeMs < aDayMs) {
    throw new Error(`failed within the last day (remove ${failed} to try again)`);
  }
  log('downloading the time-skipping test server, needed once');
  const directory = join(folder, 'download');
  await mkdir(directory, { recursive: true });
  try {
    const path = await downloadWithSdk({
      server: 'createTimeSkipping',
      version: 'default',
      directory,
      timeoutMs: 60_000,
    });
    await rename(path, program);
  } catch (error) {
    await writeFile(failed, '');
    throw error;
  }
}

async function fetchJars(
  destination: string,
  java: string | null,
  env: NodeJS.ProcessEnv,
  log: (line: string) => void,
): Promise<void> {
  const maven = await findExecutable('mvn', env);
  if (java === null || maven === null) throw new Error('Java and Maven are not both installed');
  log('fetching the time-skipping test server from Maven Central, needed once');
  const draft = await mkdtemp(`${destination}-`);
  try {
    await writeFile(join(draft, 'pom.xml'), pom());
    const goals = [
      'dependency:copy-dependencies',
      '-DincludeScope=runtime',
      `-DoutputDirectory=${join(draft, 'lib')}`,
    ];
    await runBounded({
      command: maven,
      args: ['-q', '-B', ...goals],
      cwd: draft,
      env,
      timeoutMs: 5 * 60_000,
    });
    const lines = ['#!/bin/sh', `exec '${java}' -cp '${join(destination, 'lib')}/*' ${mainClass} "$@"`, ''];
    const script = join(draft, 'test-server.sh');
    await writeFile(script, lines.join('\n'));
    await chmod(script, 0o755);
    await rm(destination, { recursive: true, force: true });
    await rename(draft, destination);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

function pom(): string {
  const { groupId, artifactId, version } = artifact;
  return [
    '<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>',
    '<groupId>scimflow</groupId><artifactId>test-server</artifactId><version>1</version><dependencies><dependency>',
    `<groupId>${groupId}</groupId><artifactId>${artifactId}</artifactId><version>${version}</version>`,
    '</dependency></dependencies></project>',
  ].join('\n');
}

async function lock(path: string): Promise<() => Promise<void>> {
  return until(
    async () => {
      const attempt = await tryLock(path);
      return attempt.status === 'locked' ? attempt.release : undefined;
    },
    { timeoutMs: 8 * 60_000, what: 'another process to install the time-skipping test server' },
  );
}
