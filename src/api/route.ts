import type { FastifyInstance, onRequestAsyncHookHandler } from 'fastify';
import { z } from 'zod';
import type { Store } from '../store/index.js';

/** Adds what answers about one app. It names people, so `onRequest` lets nobody else pass. */
export type Route = (app: FastifyInstance, store: Store, onRequest: onRequestAsyncHookHandler) => void;

export interface OfApp {
  readonly Params: { readonly appId: string };
}

/** What every list takes: how many at once, and where the page before ended. */
export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
  cursor: z
    .string()
    .regex(/^\d{1,18}$/)
    .optional(),
});

export const sinceQuery = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

/** The body of a refusal: what is wrong with which parameter. */
export function mistakes({ issues }: z.ZodError): { readonly error: string } {
  return { error: issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ') };
}
