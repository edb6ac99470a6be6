import { EmbeddedServiceError } from './embedded-service-error.js';
import { findExecutable } from './find-executable.js';
import { runBounded } from './run-bounded.js';

/** Whom PostgreSQL runs as. It refuses to run as root. */
export interface PostgresAccount {
  /** Absent when we are not root: then it runs as ourselves. */
  readonly owner: { readonly uid: number; readonly gid: number } | null;
  /** The command and arguments that run `command` as that account. */
  run(
    command: string,
    args: readonly string[],
  ): { readonly command: string; readonly args: readonly string[] };
}

const accountName = 'postgres';
const timeoutMs = 10_000;

/**
 * Ourselves, or for root the system account `postgres`, which is created when missing.
 * @param paths what the account must be able to reach (for a folder itself, end it with `/.`). Root's own folders are closed to others (a data folder or a
 *   checkout below /root); the account is then given the one capability to reach them, where the system has `setpriv`.
 */
export async function postgresAccount(
  paths: readonly string[],
  log: (line: string) => void,
): Promise<PostgresAccount> {
  if (process.getuid?.() !== 0) return { owner: null, run: (command, args) => ({ command, args }) };

  const owner = (await lookUp()) ?? (await create(log));
  const setpriv = await findExecutable('setpriv', process.env);
  if (setpriv === null) {
    throw new EmbeddedServiceError(
      'PostgreSQL refuses to run as root, and the command `setpriv` to start it as another account is missing.',
      'Run scimflow as an ordinary user, install util-linux, or set DATABASE_URL to a PostgreSQL server.',
    );
  }
  const identity = [`--reuid=${owner.uid}`, `--regid=${owner.gid}`, '--clear-groups'];
  const wrap = (extra: readonly string[]) => (command: string, args: readonly string[]) => ({
    command: setpriv,
    args: [...identity, ...extra, command, ...args],
  });

  for (const extra of [[], ['--inh-caps=+dac_override', '--ambient-caps=+dac_override']]) {
    const run = wrap(extra);
    if (await reachesAll(run, paths)) return { owner, run };
  }
  throw new EmbeddedServiceError(
    `PostgreSQL runs as the account ${accountName}, which cannot reach all of: ${paths.join(', ')}.`,
    'Use a data folder and an installation that other accounts may enter (not below /root), or run as an ordinary user.',
  );
}

async function reachesAll(run: PostgresAccount['run'], paths: readonly string[]): Promise<boolean> {
  for (const path of paths) {
    try {
      await runBounded({ ...run('test', ['-e', path]), timeoutMs });
    } catch {
      return false;
    }
  }
  return true;
}

async function lookUp(): Promise<{ uid: number; gid: number } | null> {
  try {
    const uid = await runBounded({ command: 'id', args: ['-u', accountName], timeoutMs });
    const gid = await runBounded({ command: 'id', args: ['-g', accountName], timeoutMs });
    return { uid: Number(uid), gid: Number(gid) };
  } catch {
    return null;
  }
}

async function create(log: (line: string) => void): Promise<{ uid: number; gid: number }> {
  log(`creating the system account ${accountName}, because PostgreSQL does not run as root`);
  const args = ['--system', '--user-group', '--no-create-home', '--shell', '/bin/false', accountName];
  const problem = await runBounded({ command: 'useradd', args, timeoutMs }).then(() => '', String);
  const account = await lookUp();
  if (account !== null) return account;
  throw new EmbeddedServiceError(
    `PostgreSQL refuses to run as root, and the account ${accountName} could not be created: ${problem}`,
    'Run scimflow as an ordinary user, or set DATABASE_URL to a PostgreSQL server.',
  );
}
