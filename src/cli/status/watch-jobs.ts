import type { Client } from '@temporalio/client';
import type { Surroundings } from '../explain-error.js';
import { pause } from '../poll.js';
import type { Terminal } from '../terminal.js';
import { liveFrame, sentence, type LiveJob, type Tally } from './live-view.js';
import { readJobs, type JobReading } from './read-jobs.js';

const READ_EVERY_MS = 500;
const DRAW_EVERY_MS = 100;

export interface WatchOptions {
  readonly client: Client;
  readonly apps: readonly string[];
  readonly surroundings: Surroundings;
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
  /** Counts what a person would count; null where nobody can. */
  readonly tally?: (app: string) => Tally;
  /** Ends the watching with its error: the worker cannot be kept alive. */
  readonly failure: Promise<never>;
  /** Ends the watching. Never, unless given. */
  readonly isOver?: (readings: readonly JobReading[]) => boolean;
}

/** Shows jobs at work until they are over or the signal aborts: a living picture on a terminal, elsewhere a line per change. */
export async function watchJobs(options: WatchOptions): Promise<readonly JobReading[]> {
  const failed = new AbortController();
  const watching = watchUntil(options, AbortSignal.any([options.signal, failed.signal]));
  try {
    return await Promise.race([watching, options.failure]);
  } catch (error) {
    failed.abort();
    await watching.catch(() => undefined);
    throw error;
  }
}

async function watchUntil(options: WatchOptions, signal: AbortSignal): Promise<readonly JobReading[]> {
  const { client, apps, surroundings } = options;
  const view = options.terminal.isInteractive ? picture(options) : lines(options);
  try {
    for (;;) {
      const readings = await readJobs(client, apps, surroundings);
      view.show(readings);
      if (signal.aborted || options.isOver?.(readings) === true) return readings;
      await pause(READ_EVERY_MS, signal);
    }
  } finally {
    view.end();
  }
}

interface View {
  show(readings: readonly JobReading[]): void;
  end(): void;
}

/** Drawn more often than read, so that the picture lives while the jobs think. */
function picture({ terminal, tally }: WatchOptions): View {
  const startedAt = Date.now();
  let readings: readonly JobReading[] = [];
  const draw = (): void => {
    if (readings.length === 0) return;
    const jobs = readings.map((reading): LiveJob => ({ reading, tally: tally?.(reading.app) ?? null }));
    terminal.draw(liveFrame(jobs, startedAt, Date.now(), terminal.colors));
  };
  const timer = setInterval(draw, DRAW_EVERY_MS);
  return {
    show: (latest) => {
      readings = latest;
      draw();
    },
    end: () => {
      clearInterval(timer);
      terminal.endDrawing();
    },
  };
}

function lines({ terminal }: WatchOptions): View {
  const shown = new Map<string, string>();
  return {
    show: (readings) => {
      for (const reading of readings) {
        const line = `${reading.app}: ${sentence(reading)}`;
        if (shown.get(reading.app) === line) continue;
        shown.set(reading.app, line);
        terminal.print(line);
      }
    },
    end: () => undefined,
  };
}
