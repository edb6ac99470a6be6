import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FiredFault, ParentMessage, WorkerFault, WorkerMessage, WorkerPlan } from './faults.js';

const WORKER = fileURLToPath(new URL('./worker.ts', import.meta.url));
/** So many ends that no fault explains show a worker that cannot live. */
const MAX_UNPLANNED_ENDS = 5;

export interface WorkerOptions {
  readonly plan: Omit<WorkerPlan, 'faults' | 'journal'>;
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Stops a service; who waits at a call then goes on. `felt` resolves when the worker's call failed for it. */
  readonly onReached?: (fault: WorkerFault, goOn: () => void, felt: Promise<void>) => Promise<void>;
}

/** A worker process and its successors: whenever one ends, the next begins. */
export class ChaosWorkers {
  readonly #options: WorkerOptions;
  readonly #journal: string;
  #faults: readonly WorkerFault[] = [];
  #process: ChildProcess;
  #isStopping = false;
  #armed: () => void = () => undefined;
  #felt = new Map<string, () => void>();
  #unplannedEnds = 0;
  #failure: Error | null = null;

  constructor(options: WorkerOptions) {
    this.#options = options;
    this.#journal = join(options.folder, 'fired.jsonl');
    this.#process = this.#start();
  }

  /** Plans faults from now on, in place of those planned before. */
  async arm(faults: readonly WorkerFault[]): Promise<void> {
    this.#faults = faults;
    const armed = new Promise<void>((resolve) => {
      this.#armed = resolve;
    });
    const { connected } = this.#process;
    if (connected) this.#tell({ type: 'arm', faults });
    const armedOrGone = new AbortController();
    // One that ends meanwhile leaves its successor to read the same faults from its environment.
    const gone = once(this.#process, 'exit', { signal: armedOrGone.signal }).catch(() => undefined);
    await Promise.race([armed, gone]);
    armedOrGone.abort();
  }

  /** Everything that was seen to fire, in order. */
  fired(): readonly FiredFault[] {
    return linesOf(this.#journal).map((line) => JSON.parse(line) as FiredFault);
  }

  /** Why there is no worker any more, if so. */
  get failure(): Error | null {
    return this.#failure;
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    const worker = this.#process;
    if (worker.exitCode !== null || worker.signalCode !== null) return;
    const exited = once(worker, 'exit');
    worker.kill('SIGTERM');
    const isGone = await Promise.race([exited.then(() => true), wait(15_000)]);
    if (isGone === true) return;
    worker.kill('SIGKILL');
    await exited;
  }

  #start(): ChildProcess {
    const fired = new Set(this.fired().map(({ id }) => id));
    const plan: WorkerPlan = {
      ...this.#options.plan,
      journal: this.#journal,
      faults: this.#faults.filter(({ id }) => !fired.has(id)),
    };
    const worker = spawn(process.execPath, ['--import', 'tsx', WORKER], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: {
        ...process.env,
        ...this.#options.environment,
        NODE_OPTIONS: '',
        CHAOS_PLAN: JSON.stringify(plan),
      },
    });
    worker.on('message', (message: WorkerMessage) => {
      this.#heard(message);
    });
    worker.on('exit', (code, signal) => {
      this.#ended(plan, code, signal);
    });
    return worker;
  }

  #heard(message: WorkerMessage): void {
    if (message.type === 'armed') this.#armed();
    else if (message.type === 'felt') this.#felt.get(message.id)?.();
    else {
      const fault = this.#faults.find(({ id }) => id === message.id);
      if (fault === undefined) return;
      const felt = new Promise<void>((resolve) => {
        this.#felt.set(fault.id, resolve);
      });
      const goOn = (): void => {
        this.#tell({ type: 'goOn', id: fault.id });
      };
      this.#options.onReached?.(fault, goOn, felt).catch((error: unknown) => {
        this.#failure ??= error instanceof Error ? error : new Error(String(error));
      });
    }
  }

  #ended({ faults }: WorkerPlan, code: number | null, signal: string | null): void {
    if (this.#isStopping) return;
    const fired = new Set(this.fired().map(({ id }) => id));
    const isPlanned = signal === 'SIGKILL' && [...this.#faults, ...faults].some(({ id }) => fired.has(id));
    if (!isPlanned) this.#unplannedEnds += 1;
    if (this.#unplannedEnds > MAX_UNPLANNED_ENDS) {
      this.#failure ??= new Error(`workers end of themselves, the last one with ${code ?? signal ?? '?'}`);
      return;
    }
    this.#process = this.#start();
  }

  #tell(message: ParentMessage): void {
    // Nobody may be there to hear it any more; the successor knows by its environment.
    this.#process.send(message, () => undefined);
  }
}

function linesOf(path: string): readonly string[] {
  try {
    return readFileSync(path, 'utf8')
      .split('\n')
      .filter((line) => line !== '');
  } catch {
    return [];
  }
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms).unref());
