import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { runBounded } from './run-bounded.js';

export interface GoInstall {
  readonly go: string;
  /** "github.com/temporalio/cli/cmd/temporal@v1.5.1" */
  readonly module: string;
  /** What the module's command is called. */
  readonly program: string;
  /** Where the program shall be; it appears there complete or not at all. */
  readonly destination: string;
  readonly timeoutMs: number;
  readonly env: NodeJS.ProcessEnv;
  readonly log: (line: string) => void;
}

const progressEveryMs = 5_000;

/** Builds a Go program from its published module. Takes minutes the first time, so it says how far it is. */
export async function goInstall(install: GoInstall): Promise<void> {
  const folder = dirname(install.destination);
  await mkdir(folder, { recursive: true });
  const bin = await mkdtemp(join(folder, 'build-'));
  const begun = Date.now();
  const progress = setInterval(() => {
    install.log(
      `building the Temporal dev server with Go, ${elapsed(Date.now() - begun)} elapsed, needed once`,
    );
  }, progressEveryMs);
  try {
    await runBounded({
      command: install.go,
      args: ['install', install.module],
      env: { ...install.env, GOBIN: bin },
      timeoutMs: install.timeoutMs,
    });
    await rename(join(bin, install.program), install.destination);
  } finally {
    clearInterval(progress);
    await rm(bin, { recursive: true, force: true });
  }
}

function elapsed(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
