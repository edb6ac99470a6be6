import type { FastifyInstance } from 'fastify';
import { groupDeltaPage } from '../directory/group-delta.js';
import type { Emulation } from '../emulation.js';
import { queryFrom } from '../http/call.js';
import { permissions } from '../http/permissions.js';
import { refuse } from '../odata/query.js';
import { continuation, openRound, tellsRemovalsAtFirst } from '../odata/rounds.js';
import { checkGroupSelect } from '../odata/views.js';

/** `GET /groups/delta`: every group and its members in chunks, then what changed. */
export function groupsDeltaRoutes(app: FastifyInstance, emulation: Emulation): void {
  app.get('/groups/delta', { config: { needs: permissions.readMembers } }, (request, reply) => {
    const query = queryFrom(request);
    refuse(query, '$top', '$orderby', '$search', '$count');
    const { round, position, member } = openRound(emulation, 'groups', query, (select) => {
      checkGroupSelect(select, ['members']);
    });
    const { groups: limit, membersPerEntry } = emulation.pageSizes;
    const range = { position: { index: position, member }, limit, membersPerEntry };
    const { items, next } = groupDeltaPage(emulation.directory.groups, round, range, {
      removedInInitialRound: tellsRemovalsAtFirst(emulation.quirks),
    });
    const selected = round.select === null ? '' : `(${round.select.join(',')})`;
    return reply.send({
      '@odata.context': `${emulation.root}/v1.0/$metadata#groups${selected}`,
      ...continuation(
        emulation,
        'groups',
        round,
        next === null ? null : { position: next.index, member: next.member },
      ),
      value: items,
    });
  });
}
