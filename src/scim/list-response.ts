import { z } from 'zod';
import type { ResourcePage, ScimResource } from './scim-target.js';

export const scimResource = z
  .looseObject({ id: z.union([z.string().min(1), z.number()]).transform(String) })
  .transform((resource): ScimResource => resource);

const index = z.coerce.number().int().nonnegative().optional().catch(undefined);

const listResponse = z.object({
  totalResults: index,
  startIndex: index,
  Resources: z.array(scimResource).nullish(),
  // Some servers, Entra's own among them, begin the name with a small letter.
  resources: z.array(scimResource).nullish(),
});

export interface ListResponse {
  readonly resources: readonly ScimResource[];
  readonly totalResults: number | null;
  readonly startIndex: number | null;
}

/**
 * The list in an answer's JSON, or null when it is something else. Every query is answered with a ListResponse, also
 * when nothing was found; `Resources` may then be absent.
 * @see RFC 7644, section 3.4.2.
 */
export function parseListResponse(json: unknown): ListResponse | null {
  const parsed = listResponse.safeParse(json);
  if (!parsed.success) return null;
  const { Resources, resources, totalResults, startIndex } = parsed.data;
  const found = Resources ?? resources ?? null;
  if (found === null && totalResults === undefined) return null;
  return { resources: found ?? [], totalResults: totalResults ?? null, startIndex: startIndex ?? null };
}

/**
 * The page that an answer to `startIndex` and `count` is, and where the next one begins. It ends at `totalResults`, at
 * an empty page, and where a server ignores `startIndex`. A total that the page itself refutes, or that is just the
 * size of a full first page, is not believed.
 */
export function toPage(list: ListResponse, asked: { startIndex: number; count: number }): ResourcePage {
  const received = list.resources.length;
  const next = asked.startIndex + received;
  const isIgnored = list.startIndex !== null && list.startIndex > 0 && list.startIndex < asked.startIndex;
  const isLast = received === 0 || isIgnored || (next > (list.totalResults ?? Infinity) && !isDoubtful());
  return {
    resources: list.resources,
    nextStartIndex: isLast ? null : next,
    totalResults: list.totalResults,
  };

  function isDoubtful(): boolean {
    const isRefuted = (list.totalResults ?? Infinity) < next - 1;
    const isPageSize = asked.startIndex === 1 && list.totalResults === received && received >= asked.count;
    return isRefuted || isPageSize;
  }
}
