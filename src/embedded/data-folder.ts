import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedServiceError } from './embedded-service-error.js';
import { tryLock } from './file-lock.js';
import { commandLine, processStamp } from './process-table.js';

export interface DataFolderLock {
  readonly release: () => Promise<void>;
}

/**
 * Creates the folder when needed and makes this process the only one that runs the service on it.
 * @param mode of the folder when it is created.
 * @throws {EmbeddedServiceError} when another live process does; its id is named.
 */
export async function lockDataFolder(
  folder: string,
  service: string,
  lockName: string,
  mode: number,
  log: (line: string) => void,
): Promise<DataFolderLock> {
  await mkdir(folder, { recursive: true, mode });
  const attempt = await tryLock(join(folder, lockName));
  if (attempt.status === 'busy') {
    throw new EmbeddedServiceError(
      `A ${service} runs already on ${folder}, started by process ${attempt.pid}.`,
      `End process ${attempt.pid} first, or choose another data folder.`,
    );
  }
  if (attempt.takenOverFrom !== null) {
    log(`${service}: process ${attempt.takenOverFrom} ended without releasing ${folder}; taking over`);
  }
  return attempt;
}

/**
 * Ends a server that outlived the process which started it. `belongsTo` must appear in its command line: a process id
 * read from a file may long since mean another program, which is left alone.
 */
export async function endOrphan(
  pid: number,
  belongsTo: string,
  signals: readonly NodeJS.Signals[],
  describe: (pid: number) => string,
  log: (line: string) => void,
): Promise<void> {
  if (pid === process.pid || !(await commandLine(pid))?.includes(belongsTo)) return;
  const stamp = await processStamp(pid);
  log(describe(pid));
  for (const signal of signals) {
    try {
      process.kill(pid, signal);
    } catch {
      return;
    }
    const deadline = Date.now() + 15_000;
    while (Date.now() < deadline) {
      if ((await processStamp(pid)) !== stamp) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  throw new EmbeddedServiceError(
    `Process ${pid} holds ${belongsTo} and does not end.`,
    `End process ${pid} yourself.`,
  );
}
