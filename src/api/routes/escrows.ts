import { z } from 'zod';
import type { EscrowPosition } from '../../store/index.js';
import { recommendedAction } from '../../policy/recommended-actions.js';
import { nextCursor, ofApp, pageQuery, route } from '../route.js';

const SEPARATOR = '~';

const about = z.enum(['object', 'references']);

const position = z
  .string()
  .transform((text) => text.split(SEPARATOR))
  .pipe(z.tuple([z.iso.datetime(), about, z.string().regex(/^[\w-]{1,128}$/)]))
  .transform(([firstFailedAt, subject, objectId]): EscrowPosition => ({
    firstFailedAt,
    about: subject,
    objectId,
  }))
  .describe('`nextCursor` of the page before.');

const escrow = z.object({
  objectId: z.string(),
  sourceName: z.string().nullable().describe('What the source called it when it was last logged.'),
  about: about.describe('Its own attributes, or what other objects it names.'),
  errorCode: z.string(),
  attempts: z.int(),
  firstFailedAt: z.iso.datetime(),
  nextAttemptAt: z.iso.datetime().describe('The first cycle from then on tries it.'),
  recommendedAction: z.string().nullable(),
});

/** What failed and is tried again, and when, longest first. */
export const escrowsRoute = route({
  name: 'listEscrows',
  path: '/v1/apps/:appId/escrows',
  summary: 'What failed and is tried again, longest first.',
  parameters: ofApp,
  query: pageQuery.extend({ cursor: position.optional() }),
  answer: z.object({ escrows: z.array(escrow), nextCursor }),
  async handler({ store }, { parameters: { appId }, query: { limit, cursor } }) {
    const escrows = await store.escrows.list({ appId, limit, after: cursor });
    const last = escrows.at(-1);
    return {
      escrows: escrows.map((each) => ({
        ...each,
        recommendedAction: recommendedAction({ ...each, reason: null, status: 'failure' }),
      })),
      nextCursor: last === undefined || escrows.length < limit ? null : cursorAt(last),
    };
  },
});

function cursorAt({ firstFailedAt, about: subject, objectId }: EscrowPosition): string {
  return [firstFailedAt, subject, objectId].join(SEPARATOR);
}
