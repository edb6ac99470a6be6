import { parseArgs } from 'node:util';
import { z } from 'zod';

/** Ends everything when it takes longer, in milliseconds. */
interface Bounded {
  readonly limitMs: number;
}

/** `npm run bench`: speed beside the bare loop, the use of a limit, Bulk. */
export interface WholeOptions extends Bounded {
  readonly measurement: 'whole';
  readonly users: number;
  /** How long the target takes for an answer, in milliseconds; each is measured on its own. */
  readonly latenciesMs: readonly number[];
  /** Requests a second that the target allows where that is measured. */
  readonly allowedRate: number;
  /** Users provisioned to a target with a limit. */
  readonly rateUsers: number;
}

/** `--sizes`: companies of several sizes, each with a worker and a database of its own. */
export interface SizesOptions extends Bounded {
  readonly measurement: 'sizes';
  readonly sizes: readonly number[];
}

/** `--workers`: the same work with one and with two workers. */
export interface WorkersOptions extends Bounded {
  readonly measurement: 'workers';
  readonly apps: number;
  readonly usersPerApp: number;
  /** Users of the one app that several workers share. */
  readonly usersOfOne: number;
}

/** `--apps N`: many small apps on one worker. */
export interface AppsOptions extends Bounded {
  readonly measurement: 'apps';
  readonly apps: number;
}

export type BenchOptions = WholeOptions | SizesOptions | WorkersOptions | AppsOptions;

const USAGE = `Usage: npm run bench [-- options]
  --quick        500 users, under two minutes; with --workers: fewer users
  --users N      users to provision (5000)
  --latency MS   the target's time for an answer, instead of 0 and then 20
  --rate N       requests a second that the target allows where that is measured (200)

  --sizes LIST   one pass of each size, such as 1000,10000,100000,200000, side by side
  --workers      the same work with one and with two workers
  --apps N       N small apps on one worker, asleep and woken`;

const QUICK_USERS = 500;
const USERS = 5_000;
const ALLOWED_RATE = 200;
/** A shorter pass would mostly show how it begins and ends. */
const SHORTEST_RATE_PASS_SECONDS = 8;
/** What is started, warmed up and built. */
const BASE_LIMIT_MS = 120_000;
/** Under two minutes on two cores; more only where others use them too. */
const QUICK_LIMIT_MS = 300_000;
/** A tenth of the speed that is usual, for the passes of engine and loop over every user. */
const LIMIT_PER_USER_MS = 60;
/** For the two passes at the target's limit, when every second goes by four times. */
const RATE_PASSES = 8;
const LIMIT_PER_USER_OF_A_SIZE_MS = 20;
const LIMIT_PER_APP_MS = 5_000;

const count = (least: number, most: number) => z.coerce.number().int().min(least).max(most);
/** More than the few of the warm-up: from them to these, what grows is told from what is fixed. */
const USERS_ALLOWED = count(200, 200_000);

const values = z
  .strictObject({
    quick: z.boolean().default(false),
    users: USERS_ALLOWED.optional(),
    latency: count(0, 1_000).optional(),
    rate: count(1, 10_000).default(ALLOWED_RATE),
    sizes: z
      .string()
      .transform((list) => z.array(USERS_ALLOWED).parse(list.split(',')))
      .optional(),
    workers: z.boolean().default(false),
    apps: count(1, 1_000).optional(),
  })
  .refine(({ sizes, workers, apps }) => [sizes, workers || undefined, apps].filter(isGiven).length <= 1);

type Values = z.infer<typeof values>;

/** @throws {Error} with the usage when the arguments are wrong. */
export function parseOptions(args: readonly string[]): BenchOptions {
  const given = parse(args);
  const { sizes, apps, quick } = given;
  if (sizes !== undefined) {
    const users = sizes.reduce((sum, size) => sum + size, 0);
    const limitMs = BASE_LIMIT_MS * sizes.length + users * LIMIT_PER_USER_OF_A_SIZE_MS;
    return { measurement: 'sizes', sizes, limitMs };
  }
  if (given.workers) {
    const [usersPerApp, usersOfOne] = quick ? [200, 1_000] : [2_000, 10_000];
    const limitMs = BASE_LIMIT_MS + 4 * (8 * usersPerApp + usersOfOne) * LIMIT_PER_USER_OF_A_SIZE_MS;
    return { measurement: 'workers', apps: 8, usersPerApp, usersOfOne, limitMs };
  }
  if (apps !== undefined)
    return { measurement: 'apps', apps, limitMs: BASE_LIMIT_MS + apps * LIMIT_PER_APP_MS };
  return wholeOptions(given);
}

function wholeOptions({ quick, users, latency, rate }: Values): WholeOptions {
  const latenciesMs = latency === undefined ? [0, 20] : [latency];
  const count = users ?? (quick ? QUICK_USERS : USERS);
  const fewest = SHORTEST_RATE_PASS_SECONDS * rate;
  const rateUsers = quick ? fewest : Math.max(count, fewest);
  const perUserMs = latenciesMs.reduce((sum, each) => sum + LIMIT_PER_USER_MS + each, 0);
  const rateMs = (RATE_PASSES * 1_000 * rateUsers) / rate;
  return {
    measurement: 'whole',
    users: count,
    latenciesMs,
    allowedRate: rate,
    rateUsers,
    limitMs: quick && users === undefined ? QUICK_LIMIT_MS : BASE_LIMIT_MS + count * perUserMs + rateMs,
  };
}

function parse(args: readonly string[]): Values {
  try {
    const text = { type: 'string' } as const;
    const flag = { type: 'boolean' } as const;
    const options = {
      quick: flag,
      users: text,
      latency: text,
      rate: text,
      sizes: text,
      workers: flag,
      apps: text,
    };
    return values.parse(parseArgs({ args: [...args], options }).values);
  } catch {
    throw new Error(USAGE);
  }
}

function isGiven(value: unknown): boolean {
  return value !== undefined;
}
