import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { notFound } from '../directory/refusal.js';
import type { Emulation } from '../emulation.js';
import { permissions } from '../http/permissions.js';
import { parsedBody, referenceSchema } from '../odata/bodies.js';
import { groupView } from '../odata/views.js';

interface ById {
  readonly Params: { readonly id: string };
}

interface ByMember {
  readonly Params: { readonly id: string; readonly memberId: string };
}

const changes = {
  displayName: z.string().min(1).max(256),
  description: z.string().nullable(),
  mail: z.string().nullable(),
  mailEnabled: z.boolean(),
  mailNickname: z.string().max(64),
  securityEnabled: z.boolean(),
  groupTypes: z.array(z.string()),
  onPremisesSamAccountName: z.string().nullable(),
};
export const updateSchema = z.strictObject(changes).partial();
const createSchema = updateSchema.required({
  displayName: true,
  mailEnabled: true,
  mailNickname: true,
  securityEnabled: true,
});

const writing = { config: { needs: permissions.writeGroups } };
const writingMembers = { config: { needs: permissions.writeMembers } };

/** Changing groups and their members the way Graph does it. */
export function groupWriteRoutes(app: FastifyInstance, emulation: Emulation): void {
  app.post('/groups', writing, (request, reply) => {
    const properties = defined(parsedBody(createSchema, request.body));
    const group = emulation.directory.groups.create({
      properties: { description: null, groupTypes: [], mail: null, ...properties },
      members: [],
    });
    const context = { '@odata.context': `${emulation.root}/v1.0/$metadata#groups/$entity` };
    return reply.code(201).send({ ...context, ...groupView(group, null) });
  });

  app.patch<ById>('/groups/:id', writing, (request, reply) => {
    emulation.directory.groups.update(request.params.id, defined(parsedBody(updateSchema, request.body)));
    return reply.code(204).send();
  });

  app.delete<ById>('/groups/:id', writing, (request, reply) => {
    emulation.directory.groups.remove(request.params.id);
    return reply.code(204).send();
  });

  app.post<ById>('/groups/:id/members/$ref', writingMembers, (request, reply) => {
    const id = parsedBody(referenceSchema, request.body);
    const object = emulation.directory.object(id);
    if (object === undefined) throw notFound(id);
    emulation.directory.groups.addMembers(request.params.id, [object.member]);
    return reply.code(204).send();
  });

  app.delete<ByMember>('/groups/:id/members/:memberId/$ref', writingMembers, (request, reply) => {
    emulation.directory.groups.removeMembers(request.params.id, [request.params.memberId]);
    return reply.code(204).send();
  });
}

type Defined<T> = { readonly [Key in keyof T]: Exclude<T[Key], undefined> };

export function defined<T extends object>(values: T): Defined<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Defined<T>;
}
