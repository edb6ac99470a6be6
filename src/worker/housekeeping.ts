import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Store } from '../store/index.js';
import { RETENTION_BATCH, type Perishable } from '../store/retention.js';

const EVERY_MS = 3_600_000;
const REPORT_LIFETIME_MS = 86_400_000;
/** Leaves the database to others between two batches. */
const PAUSE_MS = 50;
/** In one run, of each kind: a million rows. What is left is dropped in the next. */
const MOST_BATCHES = 1_000;

/** What housekeeping works with. */
export interface HousekeepingOptions {
  readonly store: Pick<Store, 'retention'>;
  /** How long the provisioning log is kept. */
  readonly logRetentionMs: number;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
  /** Milliseconds from the start of one run to the next; an hour by default. */
  readonly everyMs?: number;
}

/** Work that goes on beside a worker's. */
export interface Housekeeping {
  /** Ends it; resolves once no statement is under way any more. */
  stop(): Promise<void>;
}

/**
 * Drops what is older than it is kept, of all apps, paused ones too: at once and then every hour. Several workers may do so
 * side by side. A run that fails is told of in the log, and made up for by the next.
 */
export function startHousekeeping(options: HousekeepingOptions): Housekeeping {
  const controller = new AbortController();
  const { signal } = controller;
  const running = keepHouse(options, signal);
  return {
    async stop() {
      controller.abort();
      await running;
    },
  };
}

async function keepHouse(options: HousekeepingOptions, signal: AbortSignal): Promise<void> {
  const { logger, everyMs = EVERY_MS } = options;
  while (!signal.aborted) {
    try {
      const dropped = await dropOld(options, Date.now(), signal);
      if (Object.values(dropped).some((count) => count > 0)) logger.info({ dropped }, 'Dropped what was old');
    } catch (error) {
      // A statement's own words may hold values.
      const { code } = error as { readonly code?: unknown };
      logger.warn(
        { failure: typeof code === 'string' ? code : 'unknown' },
        'What is old could not be dropped; it is tried again in an hour.',
      );
    }
    await wait(everyMs, signal);
  }
}

/** Drops everything that is due, in batches, up to a bound. @returns how many rows of each kind. */
export async function dropOld(
  { store, logRetentionMs }: Pick<HousekeepingOptions, 'store' | 'logRetentionMs'>,
  now: number,
  signal: AbortSignal,
): Promise<Readonly<Record<Perishable, number>>> {
  const drop = (what: Perishable, lifetimeMs: number): Promise<number> =>
    dropAll(store, what, new Date(now - lifetimeMs), signal);
  return {
    operations: await drop('operations', logRetentionMs),
    events: await drop('events', logRetentionMs),
    // After their operations, without which they are of no use.
    cycles: await drop('cycles', logRetentionMs),
    reportEntries: await drop('reportEntries', REPORT_LIFETIME_MS),
    reports: await drop('reports', REPORT_LIFETIME_MS),
  };
}

async function dropAll(
  { retention }: Pick<Store, 'retention'>,
  what: Perishable,
  before: Date,
  signal: AbortSignal,
): Promise<number> {
  let dropped = 0;
  for (let batch = 0; batch < MOST_BATCHES && !signal.aborted; batch += 1) {
    const count = await retention.drop(what, before);
    dropped += count;
    if (count < RETENTION_BATCH) break;
    await wait(PAUSE_MS, signal);
  }
  return dropped;
}

/** Returns early when the signal aborts. Keeps no process alive. */
async function wait(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal, ref: false }).catch(() => undefined);
}
