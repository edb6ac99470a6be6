import type { FastifyInstance } from 'fastify';
import { userDeltaPage } from '../directory/user-delta.js';
import type { Emulation } from '../emulation.js';
import { queryFrom } from '../http/call.js';
import { permissions } from '../http/permissions.js';
import { refuse } from '../odata/query.js';
import { continuation, openRound, tellsRemovalsAtFirst } from '../odata/rounds.js';
import { checkUserSelect } from '../odata/views.js';

/** `GET /users/delta`: every user once, then what changed. */
export function usersDeltaRoutes(app: FastifyInstance, emulation: Emulation): void {
  app.get('/users/delta', { config: { needs: permissions.readUsers } }, (request, reply) => {
    const query = queryFrom(request);
    refuse(query, '$top', '$orderby', '$search', '$count');
    const { round, position } = openRound(emulation, 'users', query, (select) => {
      checkUserSelect(select, emulation.extensions, { isCollection: true, relations: ['manager'] });
    });
    const { quirks, pageSizes, directory } = emulation;
    const page = userDeltaPage(
      directory.users,
      round,
      { position, limit: pageSizes.users },
      {
        minimal: round.since > 0 && /\breturn=minimal\b/i.test(String(request.headers['prefer'] ?? '')),
        duplicates: quirks.drift,
        restoreInvisible: quirks.restoreInvisible,
        removedInInitialRound: tellsRemovalsAtFirst(quirks),
        managerType: (id) => directory.managerType(id),
      },
    );
    const selected = round.select === null ? '' : `(${round.select.join(',')})`;
    return reply.send({
      '@odata.context': `${emulation.root}/v1.0/$metadata#users${selected}`,
      ...continuation(emulation, 'users', round, page.next === null ? null : { position: page.next }),
      value: page.items,
    });
  });
}
