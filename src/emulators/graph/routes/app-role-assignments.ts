import type { FastifyInstance } from 'fastify';
import type { AssignmentRecord } from '../directory/assignments.js';
import type { Directory } from '../directory/directory.js';
import { pageOf } from '../directory/paging.js';
import type { Emulation } from '../emulation.js';
import { queryFrom } from '../http/call.js';
import { permissions } from '../http/permissions.js';
import { resourceIdOf } from '../odata/equality-filter.js';
import { limitOf, listAnswer, listPosition } from '../odata/lists.js';
import { refuse } from '../odata/query.js';
import { assignmentView } from '../odata/views.js';

interface ById {
  readonly Params: { readonly id: string };
}

const reading = { config: { needs: permissions.readObjects } };

/**
 * The assignments of one user or group; of a user also those of groups that it is a direct member of.
 * @see Microsoft Graph, "List appRoleAssignments granted to a user" and "... to a group".
 */
export function appRoleAssignmentRoutes(app: FastifyInstance, emulation: Emulation): void {
  const { directory, pageSizes } = emulation;
  const answer = (request: Parameters<typeof queryFrom>[0], principals: ReadonlySet<string>): object => {
    const query = queryFrom(request);
    refuse(query, '$orderby', '$search', '$expand');
    const resourceId = resourceIdOf(query.filter);
    const granted = assignmentsTo(directory, principals).filter(
      (assignment) => resourceId === null || assignment.resourceId === resourceId,
    );
    const { position } = listPosition(emulation, request);
    const range = { position, limit: limitOf(request, pageSizes.assignments ?? 100) };
    const page = pageOf(granted, range, (assignment) => assignmentView(directory, assignment));
    return listAnswer(emulation, request, 'appRoleAssignments', page);
  };

  app.get<ById>('/users/:id/appRoleAssignments', reading, (request, reply) => {
    const { id } = directory.users.get(request.params.id);
    return reply.send(answer(request, new Set([id, ...directory.groups.groupsOf(id)])));
  });

  app.get<ById>('/groups/:id/appRoleAssignments', reading, (request, reply) =>
    reply.send(answer(request, new Set([directory.groups.get(request.params.id).id]))),
  );
}

function assignmentsTo(directory: Directory, principals: ReadonlySet<string>): readonly AssignmentRecord[] {
  return directory.servicePrincipals.flatMap((app) =>
    directory
      .assignmentsOf(app.id)
      .active()
      .filter(({ principalId }) => principals.has(principalId)),
  );
}
