import { randomUUID } from 'node:crypto';
import { ProvisioningFailure } from '../failures.js';
import type { AttributeChange, TargetValues } from '../schema/model.js';
import { buildResource } from '../schema/resource.js';
import { Conversation, type Call } from './conversation.js';
import { equalityFilter, hasValue, mayDifferInCase } from './filter.js';
import { parseListResponse, scimResource, toPage, type ListResponse } from './list-response.js';
import { memberIdsOf, memberOperations, withoutMemberValues } from './member-operations.js';
import { buildPatch, isRepeatable, patchMessage } from './patch.js';
import { credentialsRejected, notScim, statusOf } from './refusal.js';
import { endpointOf, idFromLocation, resourcePath } from './resource-path.js';
import type { Dialect } from './quirks/index.js';
import type { RetryingExchange } from './retrying-exchange.js';
import {
  OutcomeUnknown,
  type MemberChange,
  type ResourcePage,
  type ResourceType,
  type ScimResource,
  type ScimTarget,
} from './scim-target.js';
import { parseServiceProviderConfig, type ServiceProviderConfig } from './service-provider-config.js';

export class HttpScimTarget implements ScimTarget {
  readonly dialect: Dialect;
  readonly #exchange: RetryingExchange;
  readonly #conversation: Conversation;
  readonly #host: string;
  readonly #pageSize: number;
  readonly #close: () => void;
  /** The last list page of each type: a server that ignores `startIndex` sends it again and again. */
  readonly #lastPages = new Map<ResourceType, { startIndex: number; firstId: string }>();

  constructor(parts: {
    exchange: RetryingExchange;
    host: string;
    token: string;
    pageSize: number;
    dialect: Dialect;
    close: () => void;
  }) {
    this.dialect = parts.dialect;
    this.#exchange = parts.exchange;
    this.#conversation = new Conversation(parts);
    this.#host = parts.host;
    this.#pageSize = parts.pageSize;
    this.#close = parts.close;
  }

  async probe(resourceType: ResourceType, path: string, signal?: AbortSignal): Promise<void> {
    const doing = `Asking ${this.#host} for a ${nounOf(resourceType)} that cannot exist`;
    const filter = equalityFilter(path, randomUUID());
    const list = await this.#query(resourceType, { filter }, { doing, signal, values: [] });
    if (list.resources.length === 0 && (list.totalResults ?? 0) === 0) return;
    throw new ProvisioningFailure('TargetNotScim', `${doing} found one: the server ignores the filter.`, {
      remedy:
        'The app must answer filter queries on the matching attribute; ask its vendor, or match by another.',
    });
  }

  async list(resourceType: ResourceType, startIndex: number, signal?: AbortSignal): Promise<ResourcePage> {
    const doing = `Listing ${endpointOf(resourceType)} of ${this.#host} from ${startIndex}`;
    const query = { startIndex: String(startIndex), count: String(this.#pageSize) };
    const list = await this.#query(resourceType, query, { doing, signal, values: [] });
    const page = toPage(list, { startIndex, count: this.#pageSize });
    return this.#isRepeated(resourceType, startIndex, page) ? { ...page, nextStartIndex: null } : page;
  }

  async find(
    resourceType: ResourceType,
    path: string,
    value: string,
    signal?: AbortSignal,
  ): Promise<readonly ScimResource[]> {
    const found = await this.#findSpelled(resourceType, path, value, signal);
    const lower = value.toLowerCase();
    // Some servers compare letter by letter what SCIM compares without regard to case.
    if (found.length > 0 || lower === value || !mayDifferInCase(path)) return found;
    return this.#findSpelled(resourceType, path, lower, signal);
  }

  async get(resourceType: ResourceType, id: string, signal?: AbortSignal): Promise<ScimResource | null> {
    const doing = `Reading ${nounOf(resourceType)} ${id} of ${this.#host}`;
    const path = `${resourcePath(resourceType, id)}${queryOf(withoutMembers(resourceType))}`;
    const call = { method: 'GET', path, doing, signal, values: [] } as const;
    const answer = await this.#conversation.send(call);
    const status = statusOf(answer);
    if (status === 404 || status === 410) return null;
    this.#conversation.expectSuccess(answer, call);
    const resource = scimResource.safeParse(answer.json);
    if (resource.success) return resource.data;
    if (parseListResponse(answer.json)?.resources.length === 0) return null;
    throw notScim(answer, doing, 'a SCIM resource');
  }

  async create(
    resourceType: ResourceType,
    values: TargetValues,
    signal?: AbortSignal,
  ): Promise<{ readonly id: string }> {
    const doing = `Creating a ${nounOf(resourceType)} in ${this.#host}`;
    const body = buildResource(resourceType === 'Group' ? withoutMemberValues(values) : values, resourceType);
    const path = `/${endpointOf(resourceType)}`;
    const call: Call = { method: 'POST', path, body, doing, signal, values: Object.values(values) };
    const answer = await this.#conversation.send(call);
    if (statusOf(answer) === 404) throw notScim(answer, doing, 'a SCIM resource');
    this.#conversation.expectSuccess(answer, call);
    const resource = scimResource.safeParse(answer.json);
    const id = resource.success ? resource.data.id : idFromLocation(resourceType, answer.location);
    return { id: id ?? (await this.#idOfCreated(resourceType, values, doing, signal)) };
  }

  async update(
    resourceType: ResourceType,
    id: string,
    changes: readonly AttributeChange[],
    signal?: AbortSignal,
    known?: TargetValues,
  ): Promise<void> {
    const operations = buildPatch(changes, known);
    if (operations.length === 0) return;
    const call: Call = {
      method: 'PATCH',
      path: resourcePath(resourceType, id),
      body: patchMessage(operations, this.dialect),
      doing: `Updating ${nounOf(resourceType)} ${id} of ${this.#host}`,
      signal,
      values: changes.flatMap(({ oldValue, newValue }) => [oldValue, newValue]),
      isRepeatable: isRepeatable(operations, this.dialect),
    };
    await this.#conversation.succeed(call);
  }

  async changeMembers(groupId: string, change: MemberChange, signal?: AbortSignal): Promise<void> {
    const operations = memberOperations(change, this.dialect);
    if (operations.length === 0) return;
    await this.#conversation.succeed({
      method: 'PATCH',
      path: resourcePath('Group', groupId),
      body: patchMessage(operations, this.dialect),
      doing: `Changing members of group ${groupId} of ${this.#host}`,
      signal,
      values: [],
      isRepeatable: isRepeatable(operations, this.dialect),
    });
  }

  async members(groupId: string, signal?: AbortSignal): Promise<readonly string[] | null> {
    const doing = `Reading members of group ${groupId} of ${this.#host}`;
    const path = resourcePath('Group', groupId);
    const call = { method: 'GET', path, doing, signal, values: [] } as const;
    const answer = await this.#conversation.succeed(call);
    const resource = scimResource.safeParse(answer.json);
    if (!resource.success) throw notScim(answer, doing, 'a SCIM group');
    return memberIdsOf(resource.data);
  }

  async delete(resourceType: ResourceType, id: string, signal?: AbortSignal): Promise<void> {
    const path = resourcePath(resourceType, id);
    const doing = `Deleting ${nounOf(resourceType)} ${id} of ${this.#host}`;
    const call = { method: 'DELETE', path, doing, signal, values: [] } as const;
    const answer = await this.#conversation.send(call);
    const status = statusOf(answer);
    if (status !== 404 && status !== 410) this.#conversation.expectSuccess(answer, call);
  }

  async discover(signal?: AbortSignal): Promise<ServiceProviderConfig | null> {
    const doing = `Reading the service provider configuration of ${this.#host}`;
    try {
      const answer = await this.#exchange.send({
        method: 'GET',
        path: '/ServiceProviderConfig',
        doing,
        signal,
      });
      return answer.status === 200 ? parseServiceProviderConfig(answer.json) : null;
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof ProvisioningFailure) return null;
      throw error;
    }
  }

  close(): void {
    this.#close();
  }

  async #findSpelled(
    resourceType: ResourceType,
    path: string,
    value: string,
    signal: AbortSignal | undefined,
  ): Promise<readonly ScimResource[]> {
    const doing = `Looking for a ${nounOf(resourceType)} in ${this.#host} by ${path}`;
    const query = { filter: equalityFilter(path, value) };
    const list = await this.#query(resourceType, query, { doing, signal, values: [value] }, 'object');
    const found = list.resources.filter((resource) => hasValue(resource, path, value));
    if (found.length === 0 && list.resources.length > 0 && list.resources.length < (list.totalResults ?? 0)) {
      // One page of everything proves neither presence nor absence.
      throw new ProvisioningFailure(
        'TargetNotScim',
        `${doing} returned others: the server ignores the filter.`,
      );
    }
    return found;
  }

  /** @param blame whose fault an answer like 400 is: the object's that is asked for, or the target's. */
  async #query(
    resourceType: ResourceType,
    query: Readonly<Record<string, string>>,
    about: Pick<Call, 'doing' | 'signal' | 'values'>,
    blame: 'object' | 'target' = 'target',
  ): Promise<ListResponse> {
    const path = `/${endpointOf(resourceType)}${queryOf({ ...withoutMembers(resourceType), ...query })}`;
    const answer = await this.#conversation.send({ method: 'GET', path, ...about });
    const status = statusOf(answer);
    if (status === 403) throw credentialsRejected(403, about.doing);
    if (blame === 'object' && status >= 400 && status !== 404) {
      throw this.#conversation.rejection(answer, about);
    }
    const list = status >= 200 && status <= 299 ? parseListResponse(answer.json) : null;
    if (list === null) throw notScim(answer, about.doing, 'a SCIM ListResponse');
    return list;
  }

  /** The target took the resource but did not say its id. */
  async #idOfCreated(
    resourceType: ResourceType,
    values: TargetValues,
    doing: string,
    signal: AbortSignal | undefined,
  ): Promise<string> {
    for (const path of ['userName', 'externalId', 'displayName']) {
      const value = values[path];
      if (typeof value !== 'string') continue;
      const [first, ...others] = await this.find(resourceType, path, value, signal);
      if (first !== undefined && others.length === 0) return first.id;
    }
    throw new OutcomeUnknown(`${doing} succeeded, but the target did not tell the id.`);
  }

  #isRepeated(resourceType: ResourceType, startIndex: number, page: ResourcePage): boolean {
    const firstId = page.resources[0]?.id;
    if (firstId === undefined) return false;
    const last = this.#lastPages.get(resourceType);
    this.#lastPages.set(resourceType, { startIndex, firstId });
    return last !== undefined && last.startIndex < startIndex && last.firstId === firstId;
  }
}

function nounOf(resourceType: ResourceType): string {
  return resourceType === 'User' ? 'user' : 'group';
}

/** Groups can have very many members, and nobody here reads them. */
function withoutMembers(resourceType: ResourceType): Readonly<Record<string, string>> {
  return resourceType === 'Group' ? { excludedAttributes: 'members' } : {};
}

/** A space is `%20`: not every server reads `+` as one. */
function queryOf(parameters: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(parameters).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}
