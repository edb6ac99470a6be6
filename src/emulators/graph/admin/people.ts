import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import {
  defaultAccess,
  textOf,
  type PropertyValue,
  type ServicePrincipalRecord,
} from '../directory/records.js';
import type { Directory } from '../directory/directory.js';
import type { Emulation } from '../emulation.js';
import { parsedBody } from '../odata/bodies.js';
import { badRequest } from '../odata/errors.js';
import { checkedProperties } from '../routes/user-writes.js';
import { appNamed, deletedGroupNamed, deletedUserId, managerNamed, missing, objectNamed } from './named.js';

interface ByKey {
  readonly Params: { readonly key: string };
}

const userSchema = z.object({ manager: z.string().nullable().optional() }).catchall(z.json());
const hireSchema = userSchema.extend({ assign: z.array(z.string()).optional() });
const assignmentSchema = z.strictObject({
  app: z.string(),
  principal: z.string(),
  role: z.string().optional(),
});

/** What a person at a keyboard does to people: hire, change, dismiss, bring back, assign, unassign. */
export function peopleRoutes(app: FastifyInstance, emulation: Emulation): void {
  app.post('/users', (request, reply) => {
    const { assign = [], manager, ...properties } = parsedBody(hireSchema, request.body);
    const { directory } = emulation;
    const apps = assign.map((name) => appNamed(directory, name));
    const user = hire(emulation, properties, manager ?? null);
    for (const resource of apps) assignTo(directory, resource, user.id);
    return reply.code(201).send(user);
  });

  app.patch<ByKey>('/users/:key', (request, reply) => {
    const { manager, ...properties } = parsedBody(userSchema, request.body);
    const { directory } = emulation;
    const managerId = typeof manager === 'string' ? managerNamed(directory, manager) : manager;
    const user = directory.users.update(request.params.key, {
      properties: checkedProperties(emulation, properties),
      ...(managerId === undefined ? {} : { managerId }),
    });
    return reply.send(user);
  });

  app.delete<ByKey>('/users/:key', (request, reply) =>
    reply.send(emulation.directory.users.softDelete(request.params.key)),
  );

  app.post<ByKey>('/users/:key/restore', (request, reply) => {
    const { key } = request.params;
    const id = deletedUserId(emulation.directory, key);
    if (id === null) throw missing(`'${key}' is not in the recycle bin.`);
    return reply.send(emulation.directory.users.restore(id));
  });

  app.delete<ByKey>('/deleted/:key', (request, reply) => {
    const reportMemberships = emulation.quirks.emitHardDeletedMemberRemoval;
    const { directory } = emulation;
    const { key } = request.params;
    const userId = deletedUserId(directory, key);
    if (userId === null) directory.groups.purge(deletedGroupNamed(directory, key).id);
    else directory.purgeUser(userId, { reportMemberships });
    return reply.code(204).send();
  });

  app.post('/assignments', (request, reply) => {
    const { app: name, principal, role } = parsedBody(assignmentSchema, request.body);
    const { directory } = emulation;
    const assignment = assignTo(
      directory,
      appNamed(directory, name),
      objectNamed(directory, principal).id,
      role,
    );
    return reply.code(201).send(assignment);
  });

  app.delete('/assignments', (request, reply) => {
    const { app: name, principal, role } = parsedBody(assignmentSchema, request.body);
    const { directory } = emulation;
    const resource = appNamed(directory, name);
    const id = objectNamed(directory, principal).id;
    const roleId = role === undefined ? undefined : roleNamed(resource, role);
    const assignments = directory.assignmentsOf(resource.id);
    const removed = assignments
      .active()
      .filter((one) => one.principalId === id && (roleId === undefined || one.appRoleId === roleId))
      .map((one) => assignments.remove(one.id));
    if (removed.length === 0) throw missing(`'${principal}' is not assigned to '${name}'.`);
    return reply.send({ removed });
  });
}

/** A new person; what is missing follows from the user principal name. */
export function hire(
  emulation: Emulation,
  properties: Record<string, PropertyValue>,
  manager: string | null,
) {
  const { users } = emulation.directory;
  const checked = checkedProperties(emulation, properties);
  const name = textOf(checked, 'userPrincipalName') ?? '';
  const alias = name.split('@', 1)[0] ?? name;
  const defaults = { accountEnabled: true, userType: 'Member', displayName: alias, mailNickname: alias };
  const managerId = manager === null ? null : managerNamed(emulation.directory, manager);
  return users.create({ properties: { ...defaults, ...checked }, managerId });
}

/** Assigns with the role named, or the app's first role for users. */
export function assignTo(
  directory: Directory,
  app: ServicePrincipalRecord,
  principal: string,
  role?: string,
) {
  const found = directory.principal(principal);
  if (found === undefined) throw missing(`Nothing that could be assigned has the id '${principal}'.`);
  const first = app.appRoles.find(
    ({ isEnabled, allowedMemberTypes }) => isEnabled && allowedMemberTypes.includes('User'),
  );
  const roleId = role === undefined ? (first?.id ?? defaultAccess) : roleNamed(app, role);
  return directory.assignmentsOf(app.id).add({ id: found.member.id, type: found.type }, roleId);
}

function roleNamed(app: ServicePrincipalRecord, name: string): string {
  if (name === 'Default Access' || name === defaultAccess) return defaultAccess;
  const role = app.appRoles.find(({ id, value, displayName }) => [id, value, displayName].includes(name));
  if (role === undefined) throw badRequest(`'${app.displayName}' has no role '${name}'.`);
  return role.id;
}
