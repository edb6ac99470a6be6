import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import {
  defaultAccess,
  textOf,
  type PropertyValue,
  type ServicePrincipalRecord,
} from '../directory/records.js';
import type { Directory } from '../directory/directory.js';
import { DirectoryRefusal } from '../directory/refusal.js';
import type { Emulation } from '../emulation.js';
import { parsedBody } from '../odata/bodies.js';
import { badRequest } from '../odata/errors.js';
import { checkedProperties } from '../routes/user-writes.js';

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

/** What a person at a keyboard does to a directory: hire, change, dismiss, bring back, assign, unassign. */
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
    const { users } = emulation.directory;
    const managerId = typeof manager === 'string' ? users.get(manager).id : manager;
    const user = users.update(request.params.key, {
      properties: checkedProperties(emulation, properties),
      ...(managerId === undefined ? {} : { managerId }),
    });
    return reply.send(user);
  });

  app.delete<ByKey>('/users/:key', (request, reply) =>
    reply.send(emulation.directory.users.softDelete(request.params.key)),
  );

  app.post<ByKey>('/users/:key/restore', (request, reply) => {
    const { users } = emulation.directory;
    return reply.send(users.restore(deletedId(emulation.directory, request.params.key)));
  });

  app.delete<ByKey>('/deleted/:key', (request, reply) => {
    const reportMemberships = emulation.quirks.emitHardDeletedMemberRemoval;
    const { directory } = emulation;
    directory.purgeUser(deletedId(directory, request.params.key), { reportMemberships });
    return reply.code(204).send();
  });

  app.post('/assignments', (request, reply) => {
    const { app: name, principal, role } = parsedBody(assignmentSchema, request.body);
    const { directory } = emulation;
    const assignment = assignTo(
      directory,
      appNamed(directory, name),
      principalId(directory, principal),
      role,
    );
    return reply.code(201).send(assignment);
  });

  app.delete('/assignments', (request, reply) => {
    const { app: name, principal, role } = parsedBody(assignmentSchema, request.body);
    const { directory } = emulation;
    const resource = appNamed(directory, name);
    const id = principalId(directory, principal);
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
  const managerId = manager === null ? null : users.get(manager).id;
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
  if (found === undefined) throw missing(`Nobody has the id '${principal}'.`);
  const first = app.appRoles.find(
    ({ isEnabled, allowedMemberTypes }) => isEnabled && allowedMemberTypes.includes('User'),
  );
  const roleId = role === undefined ? (first?.id ?? defaultAccess) : roleNamed(app, role);
  return directory.assignmentsOf(app.id).add({ id: found.member.id, type: found.type }, roleId);
}

function appNamed(directory: Directory, name: string): ServicePrincipalRecord {
  const key = name.toLowerCase();
  const app = directory.servicePrincipals.find(({ id, appId, displayName }) =>
    [id, appId, displayName.toLowerCase()].includes(key),
  );
  if (app === undefined) throw missing(`There is no app '${name}'.`);
  return app;
}

function roleNamed(app: ServicePrincipalRecord, name: string): string {
  if (name === 'Default Access' || name === defaultAccess) return defaultAccess;
  const role = app.appRoles.find(({ id, value, displayName }) => [id, value, displayName].includes(name));
  if (role === undefined) throw badRequest(`'${app.displayName}' has no role '${name}'.`);
  return role.id;
}

/** A user by id or name, a group or service principal by id or display name. */
function principalId(directory: Directory, key: string): string {
  const direct = directory.principal(key)?.member.id;
  if (direct !== undefined) return direct;
  for (const group of directory.groups.history.objects()) {
    const name = textOf(group.properties, 'displayName');
    if (group.status === 'live' && name?.toLowerCase() === key.toLowerCase()) return group.id;
  }
  const app = directory.servicePrincipals.find(({ displayName }) => displayName === key);
  if (app === undefined) throw missing(`There is no user, group or service principal '${key}'.`);
  return app.id;
}

/** The latest deleted user of an id or user principal name. */
function deletedId(directory: Directory, key: string): string {
  const name = key.toLowerCase();
  const found = directory.users
    .deleted()
    .findLast(
      (user) => user.id === name || textOf(user.properties, 'userPrincipalName')?.toLowerCase() === name,
    );
  if (found === undefined) throw missing(`'${key}' is not in the recycle bin.`);
  return found.id;
}

const missing = (message: string) => new DirectoryRefusal('notFound', message);
