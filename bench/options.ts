import { parseArgs } from 'node:util';
import { z } from 'zod';

/** What is measured. */
export interface BenchOptions {
  readonly users: number;
  /** How long the target takes for an answer, in milliseconds; each is measured on its own. */
  readonly latenciesMs: readonly number[];
  /** Ends everything when it takes longer, in milliseconds. */
  readonly limitMs: number;
}

const USAGE = `Usage: npm run bench [-- options]
  --quick        500 users, under two minutes
  --users N      users to provision (5000)
  --latency MS   the target's time for an answer, instead of 0 and then 20`;

const QUICK_USERS = 500;
const USERS = 5_000;
const QUICK_LIMIT_MS = 120_000;
/** Four passes over every user at each latency, at a tenth of the speed that is usual. */
const LIMIT_PER_USER_MS = 60;

const values = z.object({
  quick: z.boolean().default(false),
  users: z.coerce.number().int().min(100).max(200_000).optional(),
  latency: z.coerce.number().int().min(0).max(1_000).optional(),
});

/** @throws {Error} with the usage when the arguments are wrong. */
export function parseOptions(args: readonly string[]): BenchOptions {
  const { quick, users, latency } = parse(args);
  const latenciesMs = latency === undefined ? [0, 20] : [latency];
  const count = users ?? (quick ? QUICK_USERS : USERS);
  const perUserMs = latenciesMs.reduce((sum, each) => sum + LIMIT_PER_USER_MS + each, 0);
  return {
    users: count,
    latenciesMs,
    limitMs: quick && users === undefined ? QUICK_LIMIT_MS : QUICK_LIMIT_MS + count * perUserMs,
  };
}

function parse(args: readonly string[]): z.infer<typeof values> {
  try {
    const given = parseArgs({
      args: [...args],
      options: { quick: { type: 'boolean' }, users: { type: 'string' }, latency: { type: 'string' } },
    });
    return values.parse(given.values);
  } catch {
    throw new Error(USAGE);
  }
}
