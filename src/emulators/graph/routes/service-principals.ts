import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { defaultAccess } from '../directory/records.js';
import { notFound } from '../directory/refusal.js';
import type { Emulation } from '../emulation.js';
import { queryFrom } from '../http/call.js';
import { permissions } from '../http/permissions.js';
import { parsedBody } from '../odata/bodies.js';
import { badRequest } from '../odata/errors.js';
import { countAnswer, listAnswer, listPosition } from '../odata/lists.js';
import { refuse } from '../odata/query.js';
import { assignmentView, servicePrincipalView } from '../odata/views.js';

interface ById {
  readonly Params: { readonly id: string };
}

interface ByAssignment {
  readonly Params: { readonly id: string; readonly assignmentId: string };
}

const reading = { config: { needs: permissions.readApplications } };
const writing = { config: { needs: permissions.writeAssignments } };
const assignmentSchema = z.object({ principalId: z.string(), resourceId: z.string(), appRoleId: z.string() });

/** Enterprise applications, and who is assigned to them. */
export function servicePrincipalRoutes(app: FastifyInstance, emulation: Emulation): void {
  const metadata = () => `${emulation.root}/v1.0/$metadata#`;

  app.get<ById>('/servicePrincipals/:id', reading, (request, reply) => {
    const found = emulation.directory.findServicePrincipal(request.params.id);
    if (found === undefined) throw notFound(request.params.id);
    const view = servicePrincipalView(found, queryFrom(request).select);
    return reply.send({ '@odata.context': `${metadata()}servicePrincipals/$entity`, ...view });
  });

  app.get<ById>('/servicePrincipals/byAppId/:id', reading, (request, reply) => {
    const found = emulation.directory.findServicePrincipalByAppId(request.params.id);
    if (found === undefined) throw notFound(request.params.id);
    const view = servicePrincipalView(found, queryFrom(request).select);
    return reply.send({ '@odata.context': `${metadata()}servicePrincipals/$entity`, ...view });
  });

  app.get<ById>('/servicePrincipals/:id/appRoleAssignedTo', reading, (request, reply) => {
    const { directory, quirks, pageSizes } = emulation;
    const query = queryFrom(request);
    refuse(query, '$orderby', '$search', '$expand', '$filter');
    const assignments = directory.assignmentsOf(request.params.id);
    const at = listPosition(emulation, request, () => assignments.beginReading());
    const limit = Math.min(query.top ?? pageSizes.assignments ?? 100, pageSizes.assignments ?? 999);
    const page = assignments.page({ ...at, limit, lag: quirks.assignmentLag }, (assignment) => {
      const isOmitted = quirks.omitWithoutTop && query.top === null && assignment.seq % 10 === 0;
      return isOmitted ? null : assignmentView(directory, assignment);
    });
    return reply.send(listAnswer(emulation, request, 'appRoleAssignments', page, at.reading));
  });

  app.get<ById>('/servicePrincipals/:id/appRoleAssignedTo/$count', reading, (request, reply) => {
    const { directory } = emulation;
    const active = directory.assignmentsOf(request.params.id).active();
    const counted = active.filter((assignment) => assignmentView(directory, assignment) !== null);
    return countAnswer(request, reply, counted.length);
  });

  app.post<ById>('/servicePrincipals/:id/appRoleAssignedTo', writing, (request, reply) => {
    const { directory } = emulation;
    const { principalId, resourceId, appRoleId } = parsedBody(assignmentSchema, request.body);
    const resource = directory.findServicePrincipal(request.params.id);
    if (resource === undefined) throw notFound(request.params.id);
    if (resource.id !== resourceId.toLowerCase())
      throw badRequest("'resourceId' must be the service principal's id.");
    const role = appRoleId.toLowerCase();
    if (role !== defaultAccess && !resource.appRoles.some(({ id, isEnabled }) => id === role && isEnabled)) {
      throw badRequest('Permission being assigned was not found on application');
    }
    const principal = directory.principal(principalId);
    if (principal === undefined) throw notFound(principalId);
    const assignment = directory
      .assignmentsOf(resource.id)
      .add({ id: principal.member.id, type: principal.type }, role);
    return reply.code(201).send({
      '@odata.context': `${metadata()}appRoleAssignments/$entity`,
      ...assignmentView(directory, assignment),
    });
  });

  app.delete<ByAssignment>(
    '/servicePrincipals/:id/appRoleAssignedTo/:assignmentId',
    writing,
    (request, reply) => {
      emulation.directory.assignmentsOf(request.params.id).remove(request.params.assignmentId);
      return reply.code(204).send();
    },
  );
}
