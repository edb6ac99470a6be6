import { z } from 'zod';
import type { EscrowPosition } from '../../store/index.js';
import { recommendedAction } from '../../policy/recommended-actions.js';
import { mistakes, pageQuery, type OfApp, type Route } from '../route.js';

const SEPARATOR = '~';

const position = z
  .string()
  .transform((text) => text.split(SEPARATOR))
  .pipe(z.tuple([z.iso.datetime(), z.enum(['object', 'references']), z.string().regex(/^[\w-]{1,128}$/)]))
  .transform(([firstFailedAt, about, objectId]): EscrowPosition => ({ firstFailedAt, about, objectId }));

const escrowQuery = pageQuery.extend({ cursor: position.optional() });

/** What failed and is tried again, and when, longest first. */
export const registerEscrows: Route = (app, store, onRequest) => {
  app.get<OfApp>('/v1/apps/:appId/escrows', { onRequest }, async (request, reply) => {
    const query = escrowQuery.safeParse(request.query);
    if (!query.success) return reply.code(400).send(mistakes(query.error));
    const { limit, cursor } = query.data;
    const escrows = await store.escrows.list({ appId: request.params.appId, limit, after: cursor });
    const last = escrows.at(-1);
    return {
      escrows: escrows.map((escrow) => ({
        ...escrow,
        recommendedAction: recommendedAction({ ...escrow, reason: null, status: 'failure' }),
      })),
      nextCursor: last === undefined || escrows.length < limit ? null : cursorAt(last),
    };
  });
};

function cursorAt({ firstFailedAt, about, objectId }: EscrowPosition): string {
  return [firstFailedAt, about, objectId].join(SEPARATOR);
}
