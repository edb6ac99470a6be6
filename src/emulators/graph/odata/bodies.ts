import { z } from 'zod';
import { badRequest } from './errors.js';

/** @throws {GraphError} saying where the body is wrong. */
export function parsedBody<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw badRequest(
    `Invalid request body at '${issue?.path.join('.') ?? ''}': ${issue?.message ?? 'malformed'}.`,
  );
}

/** The id at the end of `{"@odata.id": "https://…/directoryObjects/{id}"}`. */
export const referenceSchema = z
  .object({ '@odata.id': z.string() })
  .transform((body) => decodeURIComponent(body['@odata.id'].replace(/^.*\//, '')));
