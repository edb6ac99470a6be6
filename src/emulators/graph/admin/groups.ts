import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Emulation } from '../emulation.js';
import { parsedBody } from '../odata/bodies.js';
import { defined, updateSchema } from '../routes/group-writes.js';
import { appNamed, deletedGroupNamed, groupNamed, objectNamed } from './named.js';
import { assignTo } from './people.js';

interface ByKey {
  readonly Params: { readonly key: string };
}

const foundingSchema = updateSchema.required({ displayName: true }).extend({
  members: z.array(z.string()).default([]),
  assign: z.array(z.string()).default([]),
});
const membersSchema = z.strictObject({ members: z.array(z.string()).min(1) });

/** What a person at a keyboard does to groups, named by id or display name: found, change, fill, empty, delete, restore. */
export function groupRoutes(app: FastifyInstance, emulation: Emulation): void {
  const membersOf = (request: { readonly body: unknown }) =>
    parsedBody(membersSchema, request.body).members.map((key) => objectNamed(emulation.directory, key));

  app.post('/groups', (request, reply) => {
    const { directory } = emulation;
    const { members, assign, ...properties } = parsedBody(foundingSchema, request.body);
    const apps = assign.map((name) => appNamed(directory, name));
    const found = [...new Map(members.map((key) => objectNamed(directory, key)).map((one) => [one.id, one]))];
    const mailNickname = properties.displayName.toLowerCase().replace(/[^a-z0-9]+/g, '-');
    const defaults = { description: null, groupTypes: [], mail: null, mailEnabled: false, mailNickname };
    const { id } = directory.groups.create({
      properties: { securityEnabled: true, ...defaults, ...defined(properties) },
      members: found.map(([, member]) => member),
    });
    for (const resource of apps) assignTo(directory, resource, id);
    return reply.code(201).send(directory.groups.state(id));
  });

  app.patch<ByKey>('/groups/:key', (request, reply) => {
    const { groups } = emulation.directory;
    const { id } = groupNamed(emulation.directory, request.params.key);
    groups.update(id, defined(parsedBody(updateSchema, request.body)));
    return reply.send(groups.state(id));
  });

  app.delete<ByKey>('/groups/:key', (request, reply) => {
    const { groups } = emulation.directory;
    const { id } = groups.remove(groupNamed(emulation.directory, request.params.key).id);
    return reply.send(groups.state(id));
  });

  app.post<ByKey>('/groups/:key/restore', (request, reply) => {
    const { groups } = emulation.directory;
    const { id } = groups.restore(deletedGroupNamed(emulation.directory, request.params.key).id);
    return reply.send(groups.state(id));
  });

  app.post<ByKey>('/groups/:key/members', (request, reply) => {
    const { groups } = emulation.directory;
    const { id } = groupNamed(emulation.directory, request.params.key);
    groups.addMembers(id, membersOf(request));
    return reply.send(groups.state(id));
  });

  app.delete<ByKey>('/groups/:key/members', (request, reply) => {
    const { groups } = emulation.directory;
    const { id } = groupNamed(emulation.directory, request.params.key);
    groups.removeMembers(
      id,
      membersOf(request).map((member) => member.id),
    );
    return reply.send(groups.state(id));
  });
}
