import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { Emulation } from '../emulation.js';
import { callOf, partsOf } from './call.js';

/** Marks the calls that a `$batch` makes. The value is a secret of this process. */
export const innerCallHeader = 'x-emulator-inner-call';
export const innerCallMark = randomUUID();

/** Gives every call its ids, echoes them, and records the call. */
export function announceCalls(app: FastifyInstance, emulation: Emulation): void {
  app.addHook('onRequest', (request, reply, done) => {
    const requestId = randomUUID();
    const given = request.headers['client-request-id'];
    const clientRequestId = typeof given === 'string' && given !== '' ? given : requestId;
    const inBatch = request.headers[innerCallHeader] === innerCallMark;
    const recorded = emulation.recorder.begin({
      at: emulation.clock.timestamp(),
      method: request.method,
      ...partsOf(request.originalUrl),
      headers: request.headers,
      inBatch,
    });
    request.graphCall = { ids: { requestId, clientRequestId }, recorded, fault: null, caller: null };
    void reply.headers({ 'request-id': requestId, 'client-request-id': clientRequestId });
    done();
  });
  app.addHook('onSend', (request, reply, payload, done) => {
    callOf(request).recorded.status = reply.statusCode;
    done(null, payload);
  });
}
