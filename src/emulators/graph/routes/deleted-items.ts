import type { FastifyInstance } from 'fastify';
import { pageOf } from '../directory/paging.js';
import { notFound } from '../directory/refusal.js';
import type { Emulation } from '../emulation.js';
import { callOf, queryFrom } from '../http/call.js';
import { permissions } from '../http/permissions.js';
import { insufficientPrivileges } from '../odata/errors.js';
import { limitOf, listAnswer, listPosition } from '../odata/lists.js';
import { checkGroupSelect, checkUserSelect, groupView, userView } from '../odata/views.js';

interface ById {
  readonly Params: { readonly id: string };
}

const reading = { config: { needs: permissions.readDeleted } };
const readingGroups = { config: { needs: permissions.readGroups } };
const writing = { config: { needs: permissions.writeDeleted } };

/** The recycle bin: soft-deleted users and Microsoft 365 groups. */
export function deletedItemsRoutes(app: FastifyInstance, emulation: Emulation): void {
  const context = () => `${emulation.root}/v1.0/$metadata#directoryObjects/$entity`;

  app.get('/directory/deletedItems/microsoft.graph.user', reading, (request, reply) => {
    const { select } = queryFrom(request);
    if (select !== null) checkUserSelect(select, emulation.extensions, { isCollection: true });
    const { position } = listPosition(emulation, request);
    const range = { position, limit: limitOf(request, emulation.pageSizes.members) };
    const page = pageOf(emulation.directory.users.deleted(), range, (user) => ({
      ...userView(user, select),
      deletedDateTime: user.properties['deletedDateTime'] ?? null,
    }));
    return reply.send(listAnswer(emulation, request, 'users', page));
  });

  app.get('/directory/deletedItems/microsoft.graph.group', readingGroups, (request, reply) => {
    const { select } = queryFrom(request);
    if (select !== null) checkGroupSelect(select);
    const { position } = listPosition(emulation, request);
    const range = { position, limit: limitOf(request, emulation.pageSizes.members) };
    const page = pageOf(emulation.directory.groups.deleted(), range, (group) => groupView(group, select));
    return reply.send(listAnswer(emulation, request, 'groups', page));
  });

  app.get<ById>('/directory/deletedItems/:id', reading, (request, reply) => {
    const { roles } = callOf(request).caller ?? { roles: [] };
    const object = deletedObject(emulation, request.params.id, roles);
    return reply.send({ '@odata.context': context(), ...object });
  });

  app.post<ById>('/directory/deletedItems/:id/restore', writing, (request, reply) => {
    const { users, groups } = emulation.directory;
    const { id } = request.params;
    const restored =
      groups.findDeleted(id) === undefined
        ? { '@odata.type': '#microsoft.graph.user', ...userView(users.restore(id), null) }
        : { '@odata.type': '#microsoft.graph.group', ...groupView(groups.restore(id), null) };
    return reply.send({ '@odata.context': context(), ...restored });
  });

  app.delete<ById>('/directory/deletedItems/:id', writing, (request, reply) => {
    const { directory, quirks } = emulation;
    const { id } = request.params;
    if (directory.groups.findDeleted(id) !== undefined) directory.groups.purge(id);
    else directory.purgeUser(id, { reportMemberships: quirks.emitHardDeletedMemberRemoval });
    return reply.code(204).send();
  });
}

/** @throws {GraphError} 403 when the caller may not read objects of its kind. */
function deletedObject({ directory }: Emulation, id: string, roles: readonly string[]): object {
  const user = directory.users.findDeleted(id);
  const group = directory.groups.findDeleted(id);
  if (user === undefined && group === undefined) throw notFound(id);
  const needs: readonly string[] = user === undefined ? permissions.readGroups : permissions.readUsers;
  if (!needs.some((role) => roles.includes(role))) throw insufficientPrivileges();
  if (user !== undefined) {
    const deletedDateTime = user.properties['deletedDateTime'] ?? null;
    return { '@odata.type': '#microsoft.graph.user', ...userView(user, null), deletedDateTime };
  }
  if (group === undefined) throw notFound(id);
  return { '@odata.type': '#microsoft.graph.group', ...groupView(group, null) };
}
