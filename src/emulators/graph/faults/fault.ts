import { z } from 'zod';

/** Which calls a fault strikes. All conditions given must hold. */
const match = z.strictObject({
  method: z.string().toUpperCase().optional(),
  /** Path as the caller sent it, `*` for anything; with a `?` in it, path and decoded query together. */
  path: z.string().max(500).default('*'),
  /** Only the n-th matching call, counted from 1, or those in a list. */
  nth: z.union([z.int().positive(), z.array(z.int().positive())]).optional(),
  /** Only so often. */
  times: z.int().positive().optional(),
  /** Each matching call with this probability, repeatable through `seed`. */
  probability: z.number().min(0).max(1).optional(),
  seed: z.int().default(1),
});

const bodyFault = z.enum([
  'emptyPage',
  'endlessNextLink',
  'duplicates',
  'reversed',
  'missingContext',
  'zeroResults',
  'skippedPage',
  'missingItems',
  'endsEarly',
]);

const kind = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('status'),
    match,
    status: z.int().min(400).max(599),
    code: z.string().optional(),
    retryAfter: z.union([z.int(), z.string()]).optional(),
  }),
  z.strictObject({ kind: z.literal('delay'), match, delayMs: z.int().min(0).max(600_000) }),
  z.strictObject({ kind: z.literal('clockSkew'), match, skewMs: z.int() }),
  z.strictObject({ kind: z.literal('wrongCount'), match, count: z.int().min(0) }),
  z.strictObject({ kind: z.literal('html'), match, status: z.int().default(503) }),
  z.strictObject({
    kind: z.enum(['dropBefore', 'dropMiddle', 'truncatedJson', 'wrongContentType', 'secretRotated']),
    match,
  }),
  z.strictObject({ kind: bodyFault, match }),
]);

/** One thing that goes wrong, and when. */
export const faultSchema = z.preprocess(
  (input) =>
    typeof input === 'object' && input !== null && !('match' in input) ? { ...input, match: {} } : input,
  kind,
);

export type Fault = z.infer<typeof kind>;
export type BodyFault = z.infer<typeof bodyFault>;

export function isBodyFault(name: Fault['kind']): name is BodyFault {
  return bodyFault.safeParse(name).success;
}
