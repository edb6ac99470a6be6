import { z } from 'zod';
import type { ScimResource } from './scim-target.js';

export const scimResource = z
  .looseObject({ id: z.union([z.string().min(1), z.number()]).transform(String) })
  .transform((resource): ScimResource => resource);

const index = z.coerce.number().int().nonnegative().optional().catch(undefined);

const listResponse = z.object({
  totalResults: index,
  startIndex: index,
  // An empty cursor leads nowhere but to the beginning.
  nextCursor: z.string().min(1).optional().catch(undefined),
  Resources: z.array(scimResource).nullish(),
  // Some servers, Entra's own among them, begin the name with a small letter.
  resources: z.array(scimResource).nullish(),
});

export interface ListResponse {
  readonly resources: readonly ScimResource[];
  readonly totalResults: number | null;
  readonly startIndex: number | null;
  /** Where the next page begins; null when the target does not say it by a cursor. */
  readonly nextCursor: string | null;
}

/**
 * The list in an answer's JSON, or null when it is something else. Every query is answered with a ListResponse, also
 * when nothing was found; `Resources` may then be absent.
 * @see RFC 7644, section 3.4.2; RFC 9865, section 2, for cursors.
 */
export function parseListResponse(json: unknown): ListResponse | null {
  const parsed = listResponse.safeParse(json);
  if (!parsed.success) return null;
  const { Resources, resources, totalResults, startIndex, nextCursor } = parsed.data;
  const found = Resources ?? resources ?? null;
  if (found === null && totalResults === undefined) return null;
  return {
    resources: found ?? [],
    totalResults: totalResults ?? null,
    startIndex: startIndex ?? null,
    nextCursor: nextCursor ?? null,
  };
}
