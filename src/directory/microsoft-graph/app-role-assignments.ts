import type { z } from 'zod';
import type { ObjectName } from '../../schema/model.js';
import type { Assignment, DirectorySource, PrincipalType } from '../directory-source.js';
import type { GraphClient } from './graph-client.js';
import { odataQuery } from './odata-query.js';
import { GraphRefusal, isWrongObject } from './graph-refusal.js';
import { wholeList } from './pages.js';
import { noServicePrincipal, shown } from './told-ids.js';
import * as wire from './wire.js';

/** All assignments to an app. @see DirectorySource.assignments */
export async function* assignmentsTo(
  graph: GraphClient,
  servicePrincipalId: string,
  signal?: AbortSignal,
): AsyncGenerator<readonly Assignment[]> {
  const call = {
    doing: `Reading the assignments of service principal${shown(servicePrincipalId)}`,
    permission: 'Application.Read.All',
    answer: wire.pageOf(wire.appRoleAssignment),
  } as const;
  // Without $top, assignments have been seen to be left out.
  const path = `/servicePrincipals/${encodeURIComponent(servicePrincipalId)}/appRoleAssignedTo?$top=999`;
  try {
    for await (const page of wholeList(graph, graph.url(path), call, signal)) yield page.map(toAssignment);
  } catch (error) {
    throw isWrongObject(error) ? noServicePrincipal(servicePrincipalId) : error;
  }
}

/**
 * The assignments to an app that concern one object. One request where the app registration may read them of a single object;
 * else all assignments of the app are read, and the members of groups until the user is found.
 * @see Microsoft Graph, "List appRoleAssignments granted to a user": with those of groups that the user is a direct member of.
 * It needs Directory.Read.All, which is not asked for otherwise.
 */
export async function assignmentsOf(
  graph: GraphClient,
  asked: {
    readonly servicePrincipalId: string;
    readonly object: { readonly id: string; readonly objectName: ObjectName };
    readonly source: Pick<DirectorySource, 'directUserMembers'>;
  },
  signal?: AbortSignal,
): Promise<readonly Assignment[]> {
  const { servicePrincipalId, object } = asked;
  const collection = object.objectName === 'User' ? 'users' : 'groups';
  const query = odataQuery({ $filter: `resourceId eq ${servicePrincipalId}`, $top: '999' });
  const path = `/${collection}/${encodeURIComponent(object.id)}/appRoleAssignments?${query}`;
  const call = {
    doing: `Reading the assignments of ${object.objectName === 'User' ? 'user' : 'group'}${shown(object.id)}`,
    permission: 'Directory.Read.All',
    answer: wire.pageOf(wire.appRoleAssignment),
  } as const;
  const own: Assignment[] = [];
  try {
    for await (const page of wholeList(graph, graph.url(path), call, signal))
      own.push(...page.map(toAssignment));
    return own;
  } catch (error) {
    if (error instanceof GraphRefusal && error.status === 403) return amongAll(graph, asked, signal);
    if (error instanceof GraphRefusal && error.isMissingObject) return [];
    throw error;
  }
}

async function amongAll(
  graph: GraphClient,
  { servicePrincipalId, object, source }: Parameters<typeof assignmentsOf>[1],
  signal?: AbortSignal,
): Promise<readonly Assignment[]> {
  const concerning: Assignment[] = [];
  const isMember = new Map<string, boolean>();
  for await (const page of assignmentsTo(graph, servicePrincipalId, signal))
    for (const assignment of page) {
      const { principalId, principalType } = assignment;
      if (principalId === object.id) concerning.push(assignment);
      if (principalType !== 'Group' || object.objectName !== 'User') continue;
      const known = isMember.get(principalId) ?? (await hasMember(source, principalId, object.id, signal));
      isMember.set(principalId, known);
      if (known) concerning.push(assignment);
    }
  return concerning;
}

async function hasMember(
  source: Pick<DirectorySource, 'directUserMembers'>,
  groupId: string,
  userId: string,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  for await (const userIds of (await source.directUserMembers(groupId, signal)) ?? [])
    if (userIds.includes(userId)) return true;
  return false;
}

function toAssignment(told: z.infer<typeof wire.appRoleAssignment>): Assignment {
  const { id, appRoleId, principalId, principalType } = told;
  return {
    id,
    appRoleId: appRoleId.toLowerCase(),
    principalId: principalId.toLowerCase(),
    principalType: isPrincipalType(principalType) ? principalType : 'Other',
  };
}

function isPrincipalType(type: string): type is PrincipalType {
  return type === 'User' || type === 'Group' || type === 'ServicePrincipal';
}
