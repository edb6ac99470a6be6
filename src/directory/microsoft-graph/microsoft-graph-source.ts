import type { ObjectName } from '../../schema/model.js';
import type {
  Assignment,
  ChangePage,
  DirectorySource,
  FoundObject,
  GroupChange,
  GroupState,
  ServicePrincipal,
  UserState,
} from '../directory-source.js';
import { assignmentsOf, assignmentsTo } from './app-role-assignments.js';
import { selectQuery } from './attribute-readers.js';
import { toDirectoryGroup } from './directory-group.js';
import { toDirectoryUser } from './directory-user.js';
import { findObjects } from './find-objects.js';
import type { GraphClient } from './graph-client.js';
import { GraphRefusal, isMissingObject, isWrongObject, type GraphCall } from './graph-refusal.js';
import { groupAttributes } from './group-attributes.js';
import { groupChanges, initialGroupsUrl } from './group-changes.js';
import { expandedManager } from './managers.js';
import { wholeList } from './pages.js';
import { noServicePrincipal, shown } from './told-ids.js';
import { asksForManager, userAttributes } from './user-attributes.js';
import { initialUsersUrl, userChanges } from './user-changes.js';
import * as wire from './wire.js';

/** How Graph answers where it does not count a collection, or not for this app registration, tenant or cloud. */
const NOT_COUNTED = [400, 403, 404, 405, 501];

/** Microsoft Entra ID, read through Microsoft Graph v1.0. */
export class MicrosoftGraphSource implements DirectorySource {
  readonly #graph: GraphClient;
  readonly #graphUrl: URL;
  readonly #countsLists: boolean;

  /** @param options `countsLists`: whether Graph is asked how many objects its lists hold. */
  constructor(graph: GraphClient, graphUrl: URL, { countsLists }: { readonly countsLists: boolean }) {
    this.#graph = graph;
    this.#graphUrl = graphUrl;
    this.#countsLists = countsLists;
  }

  userChanges({ attributes, from, signal }: Parameters<DirectorySource['userChanges']>[0]) {
    return userChanges(this.#graph, {
      initial: initialUsersUrl(this.#graphUrl, attributes),
      from,
      attributes,
      reread: (id) => this.user(id, attributes, signal),
      signal,
    });
  }

  async user(id: string, attributes: readonly string[], signal?: AbortSignal): Promise<UserState> {
    const readsManager = asksForManager(attributes);
    const properties = userAttributes.selectFor(attributes);
    // Bare on purpose: with options of its own it is answered from an index that lags behind writes.
    const expand = readsManager ? '&$expand=manager' : '';
    const user = await this.#find(
      `/users/${encodeURIComponent(id)}?${selectQuery(properties)}${expand}`,
      {
        doing: `Reading user${shown(id)}`,
        permission: 'User.Read.All',
        answer: wire.graphUserWithManager,
        properties,
      },
      signal,
    );
    if (user === null) return this.#deletedState('user', id, signal);
    const managerId = readsManager ? expandedManager(user) : undefined;
    return { type: 'present', user: toDirectoryUser(user, attributes, managerId) };
  }

  async *groupChanges({
    attributes,
    groupIds,
    from,
    signal,
  }: Parameters<DirectorySource['groupChanges']>[0]): AsyncGenerator<ChangePage<GroupChange>> {
    if (groupIds?.length === 0) return;
    yield* groupChanges(this.#graph, {
      initial: initialGroupsUrl(this.#graphUrl, attributes, groupIds),
      from,
      attributes,
      reread: (id) => this.group(id, attributes, signal),
      signal,
    });
  }

  async group(id: string, attributes: readonly string[], signal?: AbortSignal): Promise<GroupState> {
    const properties = groupAttributes.selectFor(attributes);
    const group = await this.#find(
      `/groups/${encodeURIComponent(id)}?${selectQuery(properties)}`,
      {
        doing: `Reading group${shown(id)}`,
        permission: 'GroupMember.Read.All',
        answer: wire.graphGroup,
        properties,
      },
      signal,
    );
    if (group !== null) return { type: 'present', group: toDirectoryGroup(group, attributes) };
    return this.#deletedState('group', id, signal).catch((error: unknown): GroupState => {
      // Reading the recycle bin of groups needs a wider permission than reading groups, and it is gone in any case.
      if (error instanceof GraphRefusal && error.status === 403) return { type: 'softDeleted' };
      throw error;
    });
  }

  async servicePrincipal(id: string, signal?: AbortSignal): Promise<ServicePrincipal> {
    const call = {
      doing: `Reading service principal${shown(id)}`,
      permission: 'Application.Read.All',
      answer: wire.servicePrincipal,
    } as const;
    const url = this.#graph.url(
      `/servicePrincipals/${encodeURIComponent(id)}?$select=appRoles,displayName,id`,
    );
    const found = await this.#graph.get(url, call, signal).catch((error: unknown) => {
      throw isWrongObject(error) ? noServicePrincipal(id) : error;
    });
    return {
      id: found.id.toLowerCase(),
      displayName: found.displayName ?? '',
      appRoles: (found.appRoles ?? []).map((role) => ({
        id: role.id.toLowerCase(),
        value: role.value ?? null,
        displayName: role.displayName ?? '',
        isEnabled: role.isEnabled !== false,
        allowsUsers: role.allowedMemberTypes?.includes('User') ?? false,
      })),
    };
  }

  assignments(servicePrincipalId: string, signal?: AbortSignal): AsyncIterable<readonly Assignment[]> {
    return assignmentsTo(this.#graph, servicePrincipalId, signal);
  }

  assignmentsOf(
    servicePrincipalId: string,
    object: { readonly id: string; readonly objectName: ObjectName },
    signal?: AbortSignal,
  ): Promise<readonly Assignment[]> {
    return assignmentsOf(this.#graph, { servicePrincipalId, object, source: this }, signal);
  }

  find(text: string, signal?: AbortSignal): Promise<readonly FoundObject[]> {
    return findObjects(this.#graph, text, signal);
  }

  assignmentCount(servicePrincipalId: string, signal?: AbortSignal): Promise<number | null> {
    return this.#count(
      `/servicePrincipals/${encodeURIComponent(servicePrincipalId)}/appRoleAssignedTo`,
      {
        doing: `Counting the assignments of service principal${shown(servicePrincipalId)}`,
        permission: 'Application.Read.All',
      },
      signal,
    );
  }

  async directUserMembers(
    groupId: string,
    signal?: AbortSignal,
  ): Promise<AsyncIterable<readonly string[]> | null> {
    const path = `/groups/${encodeURIComponent(groupId)}/members/microsoft.graph.user?$select=id&$top=999`;
    const call = {
      doing: `Reading the members of group${shown(groupId)}`,
      permission: 'GroupMember.Read.All',
      answer: wire.pageOf(wire.objectId),
    } as const;
    const list = wholeList(this.#graph, this.#graph.url(path), call, signal);
    try {
      const first = await list.next();
      return idsOf(first.value ?? [], list);
    } catch (error) {
      if (isMissingObject(error)) return null;
      throw error;
    }
  }

  directUserMemberCount(groupId: string, signal?: AbortSignal): Promise<number | null> {
    return this.#count(
      `/groups/${encodeURIComponent(groupId)}/members/microsoft.graph.user`,
      { doing: `Counting the members of group${shown(groupId)}`, permission: 'GroupMember.Read.All' },
      signal,
    );
  }

  async isSecurityEnabled(groupId: string, signal?: AbortSignal): Promise<boolean | null> {
    const group = await this.#find(
      `/groups/${encodeURIComponent(groupId)}?$select=id,securityEnabled`,
      {
        doing: `Reading group${shown(groupId)}`,
        permission: 'GroupMember.Read.All',
        answer: wire.securityOfGroup,
      },
      signal,
    );
    return group === null ? null : group.securityEnabled === true;
  }

  async isInRecycleBin(groupId: string, signal?: AbortSignal): Promise<boolean | null> {
    try {
      return (await this.#deletedState('group', groupId, signal)).type === 'softDeleted';
    } catch (error) {
      // It needs Group.Read.All, which scimflow does not ask for.
      if (error instanceof GraphRefusal && error.status === 403) return null;
      throw error;
    }
  }

  /** How many objects a collection holds, by Graph's count; `null` where Graph does not count it, or is not asked. */
  async #count(
    collection: string,
    about: Pick<GraphCall<unknown>, 'doing' | 'permission'>,
    signal: AbortSignal | undefined,
  ): Promise<number | null> {
    if (!this.#countsLists) return null;
    const call = { ...about, answer: wire.count, format: 'count' } as const;
    try {
      return await this.#graph.get(this.#graph.url(`${collection}/$count`), call, signal);
    } catch (error) {
      if (error instanceof GraphRefusal && NOT_COUNTED.includes(error.status)) return null;
      throw error;
    }
  }

  /** Whether an object that is not there waits in the recycle bin. Security groups never do: they are gone at once. */
  async #deletedState(
    kind: 'user' | 'group',
    id: string,
    signal: AbortSignal | undefined,
  ): Promise<{ readonly type: 'softDeleted' | 'deleted' }> {
    const deleted = await this.#find(
      `/directory/deletedItems/${encodeURIComponent(id)}`,
      {
        doing: `Reading deleted ${kind}${shown(id)}`,
        permission: kind === 'user' ? 'User.Read.All' : 'Group.Read.All',
        answer: wire.objectId,
      },
      signal,
    );
    return { type: deleted === null ? 'deleted' : 'softDeleted' };
  }

  /** `null` when Graph says that there is no such object. */
  async #find<T>(
    pathAndQuery: string,
    call: GraphCall<T>,
    signal: AbortSignal | undefined,
  ): Promise<T | null> {
    try {
      return await this.#graph.get(this.#graph.url(pathAndQuery), call, signal);
    } catch (error) {
      if (isMissingObject(error)) return null;
      throw error;
    }
  }
}

async function* idsOf(
  first: readonly { readonly id: string }[],
  rest: AsyncIterable<readonly { readonly id: string }[]>,
): AsyncGenerator<readonly string[]> {
  yield first.map(({ id }) => id.toLowerCase());
  for await (const page of rest) yield page.map(({ id }) => id.toLowerCase());
}
