import { z } from 'zod';

/** What goes wrong with requests that fit. A fault without an effect counts its requests and does nothing. */
export interface Fault {
  /** Every method unless told. */
  readonly method?: string | undefined;
  /** Beginning of the path below the SCIM base URL: `/Users`. Every path unless told. */
  readonly path?: string | undefined;
  /** Which of the fitting requests it meets, counted from 1; all unless told. */
  readonly nth?: readonly number[] | undefined;
  /** Text that the body must hold: a user name, a member's id. */
  readonly bodyIncludes?: string | undefined;
  /** Share of the fitting requests it meets, from 0 to 1; the same `seed` meets the same ones. */
  readonly rate?: number | undefined;
  readonly seed?: number | undefined;
  /** How many requests it meets: 1 unless told, without end with `rate` or `tokenRevoked`, as many as `nth` has. */
  readonly times?: number | undefined;

  /** Answered instead of the server. */
  readonly status?: number | undefined;
  /** The `Retry-After` header of that answer. */
  readonly retryAfter?: string | undefined;
  /** Answers with an HTML page, as proxies do; with 200 unless `status` is told. */
  readonly html?: boolean | undefined;
  /** The body of that answer, as text, instead of a SCIM error. */
  readonly body?: string | undefined;
  /** Lets the server carry the request out before it is answered as told here. */
  readonly isCarriedOut?: boolean | undefined;
  /** Carries the request out, and answers with the first half of what the server says. */
  readonly isTruncated?: boolean | undefined;
  /** Cuts the connection `before` the server sees the request, or `after` it has carried it out. */
  readonly dropConnection?: 'before' | 'after' | undefined;
  /** Waits before anything else happens. */
  readonly latencyMs?: number | undefined;
  /** Answers 401, as if the token had been revoked. */
  readonly tokenRevoked?: boolean | undefined;
  /** What this write changes is not seen by the next reads, so many of them. */
  readonly readLag?: number | undefined;
}

export interface Faults {
  add(fault: Fault): void;
  clear(): void;
  /** Those that are still to meet a request, of those that were added. */
  waiting(): readonly Fault[];
}

/** A fault as it comes over the admin API. */
export const faultSchema: z.ZodType<Fault> = z.strictObject({
  method: z.string().optional(),
  path: z.string().optional(),
  nth: z.array(z.int().positive()).optional(),
  bodyIncludes: z.string().optional(),
  rate: z.number().min(0).max(1).optional(),
  seed: z.int().optional(),
  times: z.int().positive().optional(),
  status: z.int().min(200).max(599).optional(),
  retryAfter: z.string().optional(),
  html: z.boolean().optional(),
  body: z.string().optional(),
  isCarriedOut: z.boolean().optional(),
  isTruncated: z.boolean().optional(),
  dropConnection: z.enum(['before', 'after']).optional(),
  latencyMs: z.number().nonnegative().max(600_000).optional(),
  tokenRevoked: z.boolean().optional(),
  readLag: z.int().positive().optional(),
});
