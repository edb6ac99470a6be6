import { timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Emulation } from '../emulation.js';
import { faultSchema } from '../faults/fault.js';
import { parsedBody } from '../odata/bodies.js';
import { asGraphError, GraphError } from '../odata/errors.js';
import { millisecondsOf } from './duration.js';
import { groupRoutes } from './groups.js';
import { peopleRoutes } from './people.js';
import { scenarioRoutes } from './scenarios.js';

const clockSchema = z.union([
  z.strictObject({ advance: z.union([z.number(), z.string().regex(/^\d+(ms|s|m|h|d)$/)]) }),
  z.strictObject({ set: z.iso.datetime({ offset: true }) }),
]);
const expireSchema = z.strictObject({ kind: z.enum(['access', 'page', 'delta']).default('access') });
const sinceSchema = z.object({
  since: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(10_000).default(1000),
});
const quirksSchema = z
  .strictObject({
    drift: z.boolean(),
    replays: z.int().min(0),
    restoreInvisible: z.boolean(),
    removedInInitialRound: z.boolean(),
    omitWithoutTop: z.boolean(),
    assignmentLag: z.int().min(0),
    emitHardDeletedMemberRemoval: z.boolean(),
  })
  .partial();

/** Steering the emulator itself: its state, its clock, its faults. Everything needs the admin token. */
export function adminRoutes(emulation: Emulation, adminToken: string) {
  return (app: FastifyInstance, _options: object, done: () => void): void => {
    app.setErrorHandler((error, _request, reply) => {
      const { status, code, message } = asGraphError(error);
      return reply.code(status).send({ error: { code, message } });
    });
    app.addHook('onRequest', (request, _reply, next) => {
      if (!isEqual(request.headers.authorization ?? '', `Bearer ${adminToken}`)) {
        throw new GraphError(401, 'Unauthorized', 'The admin API needs the admin token as a bearer token.');
      }
      next();
    });
    stateRoutes(app, emulation);
    faultRoutes(app, emulation);
    peopleRoutes(app, emulation);
    groupRoutes(app, emulation);
    scenarioRoutes(app, emulation);
    done();
  };
}

function stateRoutes(app: FastifyInstance, emulation: Emulation): void {
  app.post('/reset', (_request, reply) => {
    emulation.reset();
    return reply.code(204).send();
  });
  app.get('/state', (_request, reply) => reply.send(emulation.directory.state()));
  app.get('/changes', (request, reply) => {
    const { since, limit } = parsedBody(sinceSchema, request.query);
    const { directory } = emulation;
    return reply.send({ seq: directory.sequence.current, changes: directory.changesSince(since, limit) });
  });
  app.post('/clock', (request, reply) => {
    const change = parsedBody(clockSchema, request.body);
    if ('set' in change) emulation.clock.set(Date.parse(change.set));
    else emulation.clock.advance(millisecondsOf(change.advance));
    const reportMemberships = emulation.quirks.emitHardDeletedMemberRemoval;
    emulation.directory.purgeExpired(emulation.clock.now(), { reportMemberships });
    return reply.send({ now: emulation.clock.timestamp() });
  });
  app.post('/epoch/bump', (_request, reply) => {
    emulation.bumpEpoch();
    return reply.code(204).send();
  });
  app.post('/tokens/expire', (request, reply) => {
    const { kind } = parsedBody(expireSchema, request.body ?? {});
    if (kind === 'access') emulation.accessTokens.expireAll();
    if (kind === 'page') emulation.pageGeneration += 1;
    if (kind === 'delta') emulation.deltaGeneration += 1;
    return reply.code(204).send();
  });
  app.patch('/quirks', (request, reply) => {
    const changes = parsedBody(quirksSchema, request.body);
    emulation.quirks = { ...emulation.quirks, ...definedOf(changes) };
    return reply.send(emulation.quirks);
  });
}

function faultRoutes(app: FastifyInstance, emulation: Emulation): void {
  app.get('/faults', (_request, reply) => reply.send({ faults: emulation.faults.list() }));
  app.post('/faults', (request, reply) => {
    const id = emulation.faults.add(parsedBody(faultSchema, request.body));
    return reply.code(201).send({ id });
  });
  app.delete('/faults', (_request, reply) => {
    emulation.faults.clear();
    return reply.code(204).send();
  });
  app.delete<{ Params: { id: string } }>('/faults/:id', (request, reply) => {
    const { id } = request.params;
    if (!emulation.faults.remove(id)) throw new GraphError(404, 'NotFound', `There is no fault '${id}'.`);
    return reply.code(204).send();
  });
  app.get('/requests', (_request, reply) => reply.send({ requests: emulation.recorder.calls() }));
  app.delete('/requests', (_request, reply) => {
    emulation.recorder.clear();
    return reply.code(204).send();
  });
}

function definedOf<T extends object>(values: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [Key in keyof T]?: Exclude<T[Key], undefined> };
}

function isEqual(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
