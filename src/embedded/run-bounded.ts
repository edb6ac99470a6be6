import { spawn } from 'node:child_process';

export interface BoundedRun {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  readonly timeoutMs: number;
}

/**
 * Runs a command to its end and returns what it printed on standard output, at most 64 KiB of it.
 * Rejects when it cannot be started, fails (with its last line of standard error) or takes too long.
 */
export async function runBounded(run: BoundedRun): Promise<string> {
  const child = spawn(run.command, run.args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(run.env === undefined ? {} : { env: run.env }),
    ...(run.cwd === undefined ? {} : { cwd: run.cwd }),
  });
  let output = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    output = (output + chunk).slice(0, 65_536);
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    errors = (errors + chunk).slice(-4_096);
  });
  return new Promise<string>((resolve, reject) => {
    // Rejects at once: a grandchild that keeps the pipes open would hold up the end of the child.
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      child.stdout.destroy();
      child.stderr.destroy();
      reject(new Error(`took longer than ${Math.round(run.timeoutMs / 1000)} s`));
    }, run.timeoutMs);
    child.once('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.once('close', (code) => {
      clearTimeout(timer);
      if (code === 0) resolve(output);
      else reject(new Error(lastLine(errors) ?? `ended with exit code ${code ?? 'unknown'}`));
    });
  });
}

function lastLine(text: string): string | undefined {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .at(-1)
    ?.slice(0, 300);
}
