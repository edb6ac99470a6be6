import { parseDictionary, parseList } from 'structured-headers';

/** What a target says of its limits in the fields of an answer. */
export interface RateLimitTold {
  /** Requests that it still takes, and in how long its count begins anew; the scarcest where it tells of several. */
  readonly left: { readonly requests: number; readonly resetMs: number } | null;
  /** Requests it takes in each window; the strictest where it tells of several. */
  readonly policy: { readonly requests: number; readonly windowMs: number } | null;
}

type Fields = Readonly<Record<string, string | readonly string[] | undefined>>;
type Left = NonNullable<RateLimitTold['left']>;
type Policy = NonNullable<RateLimitTold['policy']>;

const LONGEST_MS = 24 * 60 * 60 * 1_000;
/** Numbers from here on are no seconds from now, but since 1970; and from the other on, milliseconds. */
const SINCE_1970 = 1_000_000_000;
const IN_MILLISECONDS = 100_000_000_000;

/**
 * What the fields say of rate limits; undefined when they say nothing of it that can be understood. Known are `RateLimit` and
 * `RateLimit-Policy` as lists and as they were before, `RateLimit-Limit`, `-Remaining` and `-Reset`, and the same with `X-`.
 * @param fields by their names in lower case.
 * @param now milliseconds since 1970, for resets that are told as a date, where the answer has none of its own.
 * @see draft-ietf-httpapi-ratelimit-headers: 10 for the lists, 07 for the dictionary, 02 for three fields.
 */
export function rateLimitFields(fields: Fields, now: number): RateLimitTold | undefined {
  const limit = textOf(fields, 'ratelimit');
  const policies = textOf(fields, 'ratelimit-policy') ?? textOf(fields, 'x-ratelimit-policy');
  const remaining = textOf(fields, 'ratelimit-remaining') ?? textOf(fields, 'x-ratelimit-remaining');
  if (limit === undefined && policies === undefined && remaining === undefined) return undefined;
  const reset =
    textOf(fields, 'ratelimit-reset') ??
    textOf(fields, 'x-ratelimit-reset') ??
    textOf(fields, 'x-ratelimit-reset-after');
  const told = {
    left: (limit === undefined ? null : leftOf(limit)) ?? leftInFields(remaining, reset, nowOf(fields, now)),
    policy: policies === undefined ? null : policyOf(policies),
  };
  return told.left === null && told.policy === null ? undefined : told;
}

function textOf(fields: Fields, name: string): string | undefined {
  const value = fields[name];
  return typeof value === 'string' ? value : value?.join(', ');
}

function leftOf(text: string): Left | null {
  const items = itemsOf(text).flatMap(([, parameters]) => left(parameters.get('r'), parameters.get('t')));
  const dictionary = items.length > 0 ? undefined : parsed(() => parseDictionary(text));
  if (dictionary !== undefined)
    items.push(...left(dictionary.get('remaining')?.[0], dictionary.get('reset')?.[0]));
  return least(items, (a, b) => a.requests - b.requests || b.resetMs - a.resetMs);
}

function left(requests: unknown, seconds: unknown): readonly Left[] {
  if (!isCount(requests) || !isCount(seconds)) return [];
  return [{ requests, resetMs: Math.min(LONGEST_MS, seconds * 1_000) }];
}

/** `"burst";q=100;w=60`, and before it had names, `100;w=60`. */
function policyOf(text: string): Policy | null {
  const policies = itemsOf(text).flatMap(([value, parameters]): readonly Policy[] => {
    const requests = typeof value === 'number' ? value : parameters.get('q');
    const seconds = parameters.get('w');
    if (!isCount(requests) || !isCount(seconds) || requests === 0 || seconds === 0) return [];
    return [{ requests, windowMs: seconds * 1_000 }];
  });
  return least(policies, (a, b) => a.requests / a.windowMs - b.requests / b.windowMs);
}

/** Those that count requests, and not bytes or what is under way. */
function itemsOf(text: string): readonly (readonly [unknown, ReadonlyMap<string, unknown>])[] {
  const list = parsed(() => parseList(text)) ?? [];
  return list.flatMap(([value, parameters]) =>
    Array.isArray(value) || (parameters.get('qu') ?? 'requests') !== 'requests' ? [] : [[value, parameters]],
  );
}

function leftInFields(remaining: string | undefined, reset: string | undefined, now: number): Left | null {
  const requests = numberOf(remaining);
  const resetMs = resetMsOf(reset, now);
  return requests === undefined || resetMs === undefined ? null : { requests, resetMs };
}

function resetMsOf(text: string | undefined, now: number): number | undefined {
  const told = numberOf(text);
  if (told === undefined) return undefined;
  const resetMs = told < SINCE_1970 ? told * 1_000 : (told < IN_MILLISECONDS ? told * 1_000 : told) - now;
  return Math.min(LONGEST_MS, Math.max(0, Math.ceil(resetMs)));
}

function numberOf(text: string | undefined): number | undefined {
  const first = text?.split(',')[0]?.trim() ?? '';
  return /^\d{1,16}(\.\d+)?$/.test(first) ? Number(first) : undefined;
}

/** By the target's clock, where it tells it. */
function nowOf(fields: Fields, now: number): number {
  const date = Date.parse(textOf(fields, 'date') ?? '');
  return Number.isNaN(date) ? now : date;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

function least<T>(items: readonly T[], compare: (a: T, b: T) => number): T | null {
  return [...items].sort(compare)[0] ?? null;
}

/** Undefined when it is not written as a structured field. */
function parsed<T>(parse: () => T): T | undefined {
  try {
    return parse();
  } catch {
    return undefined;
  }
}
