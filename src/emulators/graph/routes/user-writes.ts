import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Properties, PropertyValue } from '../directory/records.js';
import { propertyProblem } from '../directory/user-properties.js';
import type { Emulation } from '../emulation.js';
import { without } from '../without.js';
import { permissions } from '../http/permissions.js';
import { badRequest } from '../odata/errors.js';
import { parsedBody, referenceSchema } from '../odata/bodies.js';
import { userView } from '../odata/views.js';

interface ById {
  readonly Params: { readonly id: string };
}

const writing = { config: { needs: permissions.writeUsers } };
const readOnly = ['id', 'createdDateTime', 'deletedDateTime'];
const propertiesSchema: z.ZodType<Record<string, PropertyValue>> = z.record(z.string(), z.json());

/** Changing users the way Graph does it. */
export function userWriteRoutes(app: FastifyInstance, emulation: Emulation): void {
  app.post('/users', writing, (request, reply) => {
    const properties = checkedProperties(emulation, parsedBody(propertiesSchema, request.body));
    for (const name of ['accountEnabled', 'displayName', 'mailNickname', 'userPrincipalName']) {
      if (properties[name] === undefined) {
        throw badRequest(`A value is required for property '${name}' of resource 'User'.`);
      }
    }
    const user = emulation.directory.users.create({ properties: { userType: 'Member', ...properties } });
    const context = { '@odata.context': `${emulation.root}/v1.0/$metadata#users/$entity` };
    return reply.code(201).send({ ...context, ...userView(user, null) });
  });

  app.patch<ById>('/users/:id', writing, (request, reply) => {
    const properties = checkedProperties(emulation, parsedBody(propertiesSchema, request.body));
    emulation.directory.users.update(request.params.id, { properties });
    return reply.code(204).send();
  });

  app.delete<ById>('/users/:id', writing, (request, reply) => {
    emulation.directory.users.softDelete(request.params.id);
    return reply.code(204).send();
  });

  app.put<ById>('/users/:id/manager/$ref', writing, (request, reply) => {
    const managerId = emulation.directory.managerId(parsedBody(referenceSchema, request.body));
    emulation.directory.users.update(request.params.id, { managerId });
    return reply.code(204).send();
  });

  app.delete<ById>('/users/:id/manager/$ref', writing, (request, reply) => {
    emulation.directory.users.update(request.params.id, { managerId: null });
    return reply.code(204).send();
  });
}

/**
 * The properties of a write, without passwords, which the emulator does not keep.
 * @throws {GraphError} for one that is unknown, read-only or of the wrong type.
 */
export function checkedProperties(
  emulation: Emulation,
  body: Readonly<Record<string, PropertyValue>>,
): Properties {
  const properties = without(body, 'passwordProfile');
  for (const [name, value] of Object.entries(properties)) {
    if (readOnly.includes(name)) throw badRequest(`Property '${name}' is read-only and cannot be set.`);
    const problem = propertyProblem(name, value, emulation.extensions);
    if (problem !== null) throw badRequest(problem);
  }
  return properties;
}
