import { z } from 'zod';

const positive = z.int().positive().nullish().catch(null);
const feature = z.looseObject({ supported: z.boolean().catch(false) });

const document = z.object({
  patch: feature.nullish().catch(null),
  filter: feature.extend({ maxResults: positive }).nullish().catch(null),
  bulk: feature.extend({ maxOperations: positive, maxPayloadSize: positive }).nullish().catch(null),
  etag: feature.nullish().catch(null),
  pagination: z
    .looseObject({ cursor: z.boolean().catch(false), maxPageSize: positive })
    .nullish()
    .catch(null),
});

/**
 * What a target says of itself, as far as it says it; null where it is silent.
 * @see RFC 7643, section 5, and RFC 9865, section 4, for `pagination`.
 */
export interface ServiceProviderConfig {
  readonly patch: boolean | null;
  readonly filter: { readonly supported: boolean; readonly maxResults: number | null } | null;
  readonly bulk: {
    readonly supported: boolean;
    readonly maxOperations: number | null;
    /** In bytes. */
    readonly maxPayloadSize: number | null;
  } | null;
  readonly etag: boolean | null;
  readonly pagination: { readonly cursor: boolean; readonly maxPageSize: number | null } | null;
}

/** The document in an answer's JSON, or null when it says nothing of use. Single wrong fields count as silence. */
export function parseServiceProviderConfig(json: unknown): ServiceProviderConfig | null {
  const parsed = document.safeParse(json);
  if (!parsed.success) return null;
  const { patch, filter, bulk, etag, pagination } = parsed.data;
  if (!patch && !filter && !bulk) return null;
  return {
    patch: patch?.supported ?? null,
    filter: filter ? { supported: filter.supported, maxResults: filter.maxResults ?? null } : null,
    bulk: bulk
      ? {
          supported: bulk.supported,
          maxOperations: bulk.maxOperations ?? null,
          maxPayloadSize: bulk.maxPayloadSize ?? null,
        }
      : null,
    etag: etag?.supported ?? null,
    pagination: pagination
      ? { cursor: pagination.cursor, maxPageSize: pagination.maxPageSize ?? null }
      : null,
  };
}
