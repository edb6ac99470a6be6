import type { FastifyInstance } from 'fastify';
import { pageOf } from '../directory/paging.js';
import type { Emulation } from '../emulation.js';
import { queryFrom } from '../http/call.js';
import { permissions } from '../http/permissions.js';
import { equalityFilter } from '../odata/equality-filter.js';
import { countAnswer, limitOf, listAnswer, listPosition } from '../odata/lists.js';
import { refuse } from '../odata/query.js';
import { checkGroupSelect, checkUserSelect, groupView, memberView } from '../odata/views.js';

interface ById {
  readonly Params: { readonly id: string };
}

const FILTERABLE = ['displayName', 'mail'];
const reading = { config: { needs: permissions.readMembers } };
const readingMembers = { config: { needs: permissions.readMembers, units: 3 } };

/** Reading groups and their direct members. */
export function groupsRoutes(app: FastifyInstance, emulation: Emulation): void {
  app.get('/groups', reading, (request, reply) => {
    const query = queryFrom(request);
    refuse(query, '$orderby', '$search', '$expand');
    if (query.select !== null) checkGroupSelect(query.select);
    const isMeant = equalityFilter(query.filter, FILTERABLE);
    const { history } = emulation.directory.groups;
    const { position } = listPosition(emulation, request);
    const page = pageOf(
      history,
      { position, limit: limitOf(request, emulation.pageSizes.groups) },
      (version) => {
        if (version.previous !== null) return null;
        const group = history.latest(version.record.id);
        return group?.status === 'live' && isMeant(group.properties) ? groupView(group, query.select) : null;
      },
    );
    return reply.send(listAnswer(emulation, request, 'groups', page));
  });

  app.get<ById>('/groups/:id', reading, (request, reply) => {
    const { select } = queryFrom(request);
    if (select !== null) checkGroupSelect(select);
    const group = emulation.directory.groups.get(request.params.id);
    const context = { '@odata.context': `${emulation.root}/v1.0/$metadata#groups/$entity` };
    return reply.send({ ...context, ...groupView(group, select) });
  });

  for (const cast of ['', '/microsoft.graph.user']) {
    app.get<ById>(`/groups/:id/members${cast}`, readingMembers, (request, reply) => {
      const { select } = queryFrom(request);
      if (select !== null) checkUserSelect(select, emulation.extensions, { isCollection: true });
      const { directory } = emulation;
      const members = directory.groups.membersOf(directory.groups.get(request.params.id).id);
      const { position } = listPosition(emulation, request);
      const { members: usual, membersAtMost } = emulation.pageSizes;
      const range = { position, limit: limitOf(request, usual, membersAtMost ?? undefined) };
      const page = pageOf(members, range, (member) =>
        cast !== '' && member.type !== 'user' ? null : memberView(directory, member, select),
      );
      const context = cast === '' ? 'directoryObjects' : 'users';
      return reply.send(listAnswer(emulation, request, context, page));
    });

    app.get<ById>(`/groups/:id/members${cast}/$count`, readingMembers, (request, reply) => {
      const { directory } = emulation;
      const members = directory.groups.membersOf(directory.groups.get(request.params.id).id).items();
      const counted = members.filter(
        (member) => (cast === '' || member.type === 'user') && memberView(directory, member, null) !== null,
      );
      return countAnswer(request, reply, counted.length);
    });
  }
}
