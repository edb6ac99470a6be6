import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Emulation } from '../emulation.js';
import { faultSchema } from '../faults/fault.js';
import { violationsOf } from '../invariants.js';
import type { JsonObject } from '../json.js';
import { ScimError } from '../scim-error.js';
import { seedResources } from '../seed.js';
import { operationCounts } from './operation-counts.js';

const resource = z.record(z.string(), z.json()) as z.ZodType<JsonObject>;
const seedSchema = z.strictObject({
  users: z.array(resource).optional(),
  groups: z.array(resource).optional(),
});
const faultsSchema = z.union([z.array(faultSchema), faultSchema.transform((fault) => [fault])]);

/** Steering and looking in from outside of the process: `/_admin`, beside the SCIM base URL. */
export function adminRoutes(app: FastifyInstance, emulation: Emulation): void {
  app.get('/_admin/requests', () => emulation.recorder.all());
  app.delete('/_admin/requests', (_request, reply) => {
    emulation.recorder.clear();
    return reply.code(204).send();
  });
  app.get('/_admin/users', () => emulation.resources.store('User').all());
  app.get('/_admin/state', () => ({
    users: emulation.resources.store('User').all(),
    groups: emulation.resources.store('Group').all(),
    operations: operationCounts(emulation.recorder.all()),
    violations: violationsOf(emulation.resources),
  }));
  app.post('/_admin/reset', (_request, reply) => {
    emulation.reset();
    return reply.code(204).send();
  });
  app.post('/_admin/faults', (request, reply) => {
    for (const fault of parsed(request.body, faultsSchema)) emulation.faults.add(fault);
    return reply.code(204).send();
  });
  app.delete('/_admin/faults', (_request, reply) => {
    emulation.faults.clear();
    return reply.code(204).send();
  });
  app.post('/_admin/seed', (request) => seedResources(emulation, parsed(request.body, seedSchema)));
  app.setErrorHandler((error, _request, reply) => {
    const isKnown = error instanceof z.ZodError || error instanceof ScimError || error instanceof SyntaxError;
    return reply
      .code(isKnown ? 400 : 500)
      .send({ error: error instanceof Error ? error.message : 'unknown' });
  });
}

function parsed<T>(body: unknown, schema: z.ZodType<T>): T {
  return schema.parse(JSON.parse(typeof body === 'string' ? body : '{}'));
}
