import type { FastifyInstance } from 'fastify';
import { pageOf } from '../directory/paging.js';
import type { UserRecord } from '../directory/records.js';
import { notFound } from '../directory/refusal.js';
import type { Emulation } from '../emulation.js';
import { queryFrom } from '../http/call.js';
import { permissions } from '../http/permissions.js';
import { limitOf, listAnswer, listPosition } from '../odata/lists.js';
import { refuse } from '../odata/query.js';
import { checkUserSelect, groupView, userView } from '../odata/views.js';

interface ById {
  readonly Params: { readonly id: string };
}

const reading = { config: { needs: permissions.readUsers } };

/** Reading users: one, all, how many, their manager, their groups. */
export function usersRoutes(app: FastifyInstance, emulation: Emulation): void {
  const select = (request: Parameters<typeof queryFrom>[0], isCollection: boolean) => {
    const query = queryFrom(request);
    if (query.select !== null) checkUserSelect(query.select, emulation.extensions, { isCollection });
    return query.select;
  };

  app.get('/users', reading, (request, reply) => {
    refuse(queryFrom(request), '$filter', '$orderby', '$search', '$expand', '$deltatoken');
    const selected = select(request, true);
    const { history } = emulation.directory.users;
    const { position } = listPosition(emulation, request);
    const page = pageOf(
      history,
      { position, limit: limitOf(request, emulation.pageSizes.users) },
      (version) => {
        if (version.previous !== null) return null;
        const user = history.latest(version.record.id);
        return user?.status === 'live' ? userView(user, selected) : null;
      },
    );
    return reply.send(listAnswer(emulation, request, 'users', page));
  });

  app.get('/users/$count', reading, (_request, reply) =>
    reply.type('text/plain').send(String(emulation.directory.users.liveCount)),
  );

  app.get<ById>('/users/:id', reading, (request, reply) => {
    const selected = select(request, false);
    const user = emulation.directory.users.get(request.params.id);
    const context = { '@odata.context': `${emulation.root}/v1.0/$metadata#users/$entity` };
    const manager = managerOf(emulation, user);
    const wantsManager = /^manager\b/i.test(queryFrom(request).expand ?? '');
    const expanded = wantsManager && manager !== undefined ? { manager: { id: manager.id } } : {};
    return reply.send({ ...context, ...userView(user, selected), ...expanded });
  });

  app.get<ById>('/users/:id/manager', reading, (request, reply) => {
    const selected = select(request, false);
    const manager = managerOf(emulation, emulation.directory.users.get(request.params.id));
    if (manager === undefined) throw notFound('manager');
    return reply.send({
      '@odata.context': `${emulation.root}/v1.0/$metadata#directoryObjects/$entity`,
      '@odata.type': '#microsoft.graph.user',
      ...userView(manager, selected),
    });
  });

  const memberships = {
    config: { needs: [...permissions.readObjects, ...permissions.readMembers], units: 2 },
  };
  app.get<ById>('/users/:id/memberOf', memberships, (request, reply) => {
    const { users, groups } = emulation.directory;
    const ids = groups.groupsOf(users.get(request.params.id).id);
    const { position } = listPosition(emulation, request);
    const range = { position, limit: limitOf(request, emulation.pageSizes.members) };
    const page = pageOf(ids, range, (id) => {
      const group = groups.find(id);
      return group === undefined
        ? null
        : { '@odata.type': '#microsoft.graph.group', ...groupView(group, queryFrom(request).select) };
    });
    return reply.send(listAnswer(emulation, request, 'directoryObjects', page));
  });
}

function managerOf(emulation: Emulation, user: UserRecord): UserRecord | undefined {
  return user.managerId === null ? undefined : emulation.directory.users.find(user.managerId);
}
