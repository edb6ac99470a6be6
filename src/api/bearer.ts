import { createHash, timingSafeEqual } from 'node:crypto';
import type { onRequestAsyncHookHandler } from 'fastify';

/** Lets nobody pass who does not bear the token; everybody when there is none. */
export function bearerRequired(token: string | undefined): onRequestAsyncHookHandler {
  return async (request, reply) => {
    if (token !== undefined && !isBearer(request.headers.authorization, token))
      await reply.code(401).send({ error: 'The bearer token is missing or wrong: set SCIMFLOW_API_TOKEN.' });
  };
}

/** Compared as digests, in constant time. */
function isBearer(header: string | undefined, token: string): boolean {
  return timingSafeEqual(digest(header ?? ''), digest(`Bearer ${token}`));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
