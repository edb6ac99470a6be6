import type { FastifyInstance } from 'fastify';
import { pageOf } from '../directory/paging.js';
import type { UserRecord } from '../directory/records.js';
import { notFound } from '../directory/refusal.js';
import type { Emulation } from '../emulation.js';
import { queryFrom } from '../http/call.js';
import { permissions } from '../http/permissions.js';
import { equalityFilter } from '../odata/equality-filter.js';
import { limitOf, listAnswer, listPosition } from '../odata/lists.js';
import { unsupported } from '../odata/errors.js';
import { refuse } from '../odata/query.js';
import { checkUserSelect, groupView, memberView, userView, type View } from '../odata/views.js';

interface ById {
  readonly Params: { readonly id: string };
}

const FILTERABLE = ['userPrincipalName', 'mail', 'displayName'];
const reading = { config: { needs: permissions.readUsers } };

/** Reading users: one, all, how many, their manager, their groups. */
export function usersRoutes(app: FastifyInstance, emulation: Emulation): void {
  const select = (request: Parameters<typeof queryFrom>[0], isCollection: boolean) => {
    const query = queryFrom(request);
    if (query.select !== null) checkUserSelect(query.select, emulation.extensions, { isCollection });
    return query.select;
  };

  app.get('/users', reading, (request, reply) => {
    const query = queryFrom(request);
    refuse(query, '$orderby', '$search', '$expand', '$deltatoken');
    const selected = select(request, true);
    const isMeant = equalityFilter(query.filter, FILTERABLE);
    const { history } = emulation.directory.users;
    const { position } = listPosition(emulation, request);
    const page = pageOf(
      history,
      { position, limit: limitOf(request, emulation.pageSizes.users) },
      (version) => {
        if (version.previous !== null) return null;
        const user = history.latest(version.record.id);
        return user?.status === 'live' && isMeant(user.properties) ? userView(user, selected) : null;
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
    const manager = managerOf(emulation, user, null);
    const { expand } = queryFrom(request);
    const expanded =
      expand === null ? {} : expandedManager(manager, expand, request.headers['consistencylevel']);
    return reply.send({ ...context, ...userView(user, selected), ...expanded });
  });

  app.get<ById>('/users/:id/manager', reading, (request, reply) => {
    const selected = select(request, false);
    const manager = managerOf(emulation, emulation.directory.users.get(request.params.id), selected);
    if (manager === null) throw notFound('manager');
    const context = { '@odata.context': `${emulation.root}/v1.0/$metadata#directoryObjects/$entity` };
    return reply.send({ ...context, ...manager });
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

/** A live manager: a user, or a contact. */
function managerOf({ directory }: Emulation, { managerId }: UserRecord, select: readonly string[] | null) {
  const member = managerId === null ? undefined : directory.object(managerId)?.member;
  return member === undefined ? null : memberView(directory, member, select);
}

/**
 * What `$expand=manager` adds: nothing when there is none.
 * @throws {GraphError} 400 for options that Graph does not take: a `$select` needs `$levels`, and `$levels` the header
 * `ConsistencyLevel: eventual`.
 * @see Microsoft Graph, "List manager": optional query parameters.
 */
function expandedManager(manager: View | null, expand: string, consistencyLevel: unknown): object {
  const [, , options] = /^manager(\((.+)\))?$/i.exec(expand) ?? [];
  if (!/^manager(\(|$)/i.test(expand)) throw unsupported(`The expansion '${expand}' is not supported.`);
  const levels = /\$levels=(max|\d+)/i.test(options ?? '');
  if (options !== undefined && !levels) throw unsupported('$select inside of $expand needs $levels.');
  if (levels && consistencyLevel !== 'eventual')
    throw unsupported("$levels needs the header 'ConsistencyLevel: eventual'.");
  if (manager === null) return {};
  const select = /\$select=([\w,]+)/i.exec(options ?? '')?.[1]?.split(',');
  const names = select === undefined ? Object.keys(manager) : ['@odata.type', 'id', ...select];
  return { manager: Object.fromEntries(Object.entries(manager).filter(([name]) => names.includes(name))) };
}
