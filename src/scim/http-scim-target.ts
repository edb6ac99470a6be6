import { randomUUID } from 'node:crypto';
import { ProvisioningFailure } from '../failures.js';
import type { AttributeChange, TargetValues } from '../schema/model.js';
import type { BulkExchange } from './bulk/bulk-exchange.js';
import { Conversation, type Call } from './conversation.js';
import { canFilterBy, equalityFilter, hasValue, mayDifferInCase } from './filter.js';
import { scimResource } from './list-response.js';
import { Lister } from './lister.js';
import { changeMembers, memberIdsOf, membersTaken, withoutMemberValues } from './members.js';
import { expectFilterable, query, queryText, withoutMembers } from './queries.js';
import type { Dialect } from './quirks/index.js';
import { notScim, statusOf } from './refusal.js';
import { endpointOf, idFromLocation, resourcePath } from './resource-path.js';
import { writeResource } from './resource/write-resource.js';
import type { RetryingExchange } from './retrying-exchange.js';
import {
  OutcomeUnknown,
  type CreatedResource,
  type ListPosition,
  type MemberChange,
  type ResourcePage,
  type ResourceType,
  type ScimResource,
  type ScimTarget,
} from './scim-target.js';
import { parseServiceProviderConfig, type ServiceProviderConfig } from './service-provider-config.js';
import { isUnknown, readResource, unknownId } from './single-resource.js';
import { carryOutUpdate } from './updates.js';

/** Fewer writes are not worth asking the target what it offers. */
const WORTH_ASKING = 20;

export class HttpScimTarget implements ScimTarget {
  readonly #conversation: Conversation;
  readonly #lister: Lister;
  readonly #bulk: BulkExchange | undefined;
  readonly #close: () => void;
  #discovery: Promise<ServiceProviderConfig | null> | undefined;

  constructor(parts: {
    exchange: RetryingExchange;
    bulk: BulkExchange | undefined;
    host: string;
    token: string;
    pageSize: number;
    dialect: Dialect;
    close: () => void;
  }) {
    this.#conversation = new Conversation(parts);
    this.#lister = new Lister(this.#conversation, parts.pageSize);
    this.#bulk = parts.bulk;
    this.#close = parts.close;
  }

  get dialect(): Dialect {
    return this.#conversation.dialect;
  }

  async probe(resourceType: ResourceType, path: string, signal?: AbortSignal): Promise<void> {
    expectFilterable(resourceType, path, this.dialect);
    const doing = `Asking ${this.#host} for a ${nounOf(resourceType)} that cannot exist`;
    const filter = equalityFilter(path, randomUUID());
    const about = { doing, signal, values: [] };
    const list = await query(this.#conversation, resourceType, { filter }, about);
    if (list.resources.length === 0 && (list.totalResults ?? 0) === 0) return;
    throw new ProvisioningFailure('TargetNotScim', `${doing} found one: the server ignores the filter.`, {
      remedy:
        'The app must answer filter queries on the matching attribute; ask its vendor, or match by another.',
    });
  }

  async list(
    resourceType: ResourceType,
    position: ListPosition | null,
    signal?: AbortSignal,
  ): Promise<ResourcePage> {
    return this.#lister.page(resourceType, position, signal);
  }

  async find(
    resourceType: ResourceType,
    path: string,
    value: string,
    signal?: AbortSignal,
  ): Promise<readonly ScimResource[]> {
    expectFilterable(resourceType, path, this.dialect);
    const found = await this.#findSpelled(resourceType, path, value, signal);
    const lower = value.toLowerCase();
    // Some servers compare letter by letter what SCIM compares without regard to case.
    if (found.length > 0 || lower === value || !mayDifferInCase(path)) return found;
    return this.#findSpelled(resourceType, path, lower, signal);
  }

  async get(resourceType: ResourceType, id: string, signal?: AbortSignal): Promise<ScimResource | null> {
    const doing = `Reading ${nounOf(resourceType)} ${id} of ${this.#host}`;
    const parameters = queryText(withoutMembers(resourceType, this.dialect));
    return readResource(this.#conversation, { resourceType, id }, { doing, signal }, parameters);
  }

  async create(
    resourceType: ResourceType,
    given: TargetValues,
    signal?: AbortSignal,
  ): Promise<CreatedResource> {
    const doing = `Creating a ${nounOf(resourceType)} in ${this.#host}`;
    const { newGroups } = this.dialect;
    const values = resourceType === 'Group' && newGroups === 'empty' ? withoutMemberValues(given) : given;
    const body = writeResource(values, resourceType, this.dialect);
    const path = `/${endpointOf(resourceType)}`;
    const call: Call = { method: 'POST', path, body, doing, signal, values: Object.values(values) };
    const answer = await this.#conversation.send(call);
    if (statusOf(answer) === 404) throw notScim(answer, doing, 'a SCIM resource');
    this.#conversation.expectSuccess(answer, call);
    const resource = scimResource.safeParse(answer.json);
    const id = resource.success ? resource.data.id : idFromLocation(resourceType, answer.location);
    return {
      id: id ?? (await this.#idOfCreated(resourceType, values, doing, signal)),
      members: resourceType === 'Group' ? membersTaken(body, answer.json, newGroups) : [],
    };
  }

  async update(
    resourceType: ResourceType,
    id: string,
    changes: readonly AttributeChange[],
    signal?: AbortSignal,
    known: TargetValues = {},
  ): Promise<void> {
    await carryOutUpdate(this.#conversation, { resourceType, id, changes, known, signal });
  }

  async changeMembers(groupId: string, change: MemberChange, signal?: AbortSignal): Promise<void> {
    await changeMembers(this.#conversation, groupId, change, signal);
  }

  async members(groupId: string, signal?: AbortSignal): Promise<readonly string[] | null> {
    const doing = `Reading members of group ${groupId} of ${this.#host}`;
    const group = { resourceType: 'Group', id: groupId } as const;
    const resource = await readResource(this.#conversation, group, { doing, signal });
    if (resource === null) throw unknownId(`${doing} found that the target does not know the id.`);
    return memberIdsOf(resource);
  }

  async delete(resourceType: ResourceType, id: string, signal?: AbortSignal): Promise<void> {
    const path = resourcePath(resourceType, id);
    const doing = `Deleting ${nounOf(resourceType)} ${id} of ${this.#host}`;
    const call = { method: 'DELETE', path, doing, signal, values: [] } as const;
    const answer = await this.#conversation.send(call);
    if (await isUnknown(this.#conversation, { resourceType, id }, answer, call)) return;
    this.#conversation.expectSuccess(answer, call);
  }

  async discover(signal?: AbortSignal): Promise<ServiceProviderConfig | null> {
    const doing = `Reading the service provider configuration of ${this.#host}`;
    const call = { method: 'GET', path: '/ServiceProviderConfig', doing, signal, values: [] } as const;
    try {
      const answer = await this.#conversation.send(call);
      return answer.status === 200 ? parseServiceProviderConfig(answer.json) : null;
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof ProvisioningFailure) return null;
      throw error;
    }
  }

  async writesAtOnce(expected: number, signal?: AbortSignal): Promise<number | null> {
    if (this.#bulk === undefined || expected < WORTH_ASKING) return null;
    this.#discovery ??= this.discover(signal);
    try {
      const offer = await this.#discovery;
      return this.#bulk.open(offer?.bulk ?? null, signal);
    } catch {
      // Whoever asked first was told to stop; the next one asks anew.
      this.#discovery = undefined;
      signal?.throwIfAborted();
      return null;
    }
  }

  close(): void {
    this.#close();
  }

  get #host(): string {
    return this.#conversation.host;
  }

  async #findSpelled(
    resourceType: ResourceType,
    path: string,
    value: string,
    signal: AbortSignal | undefined,
  ): Promise<readonly ScimResource[]> {
    const doing = `Looking for a ${nounOf(resourceType)} in ${this.#host} by ${path}`;
    const parameters = { filter: equalityFilter(path, value) };
    const about = { doing, signal, values: [value] };
    const list = await query(this.#conversation, resourceType, parameters, about, 'object');
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

  /** The target took the resource but did not say its id. */
  async #idOfCreated(
    resourceType: ResourceType,
    values: TargetValues,
    doing: string,
    signal: AbortSignal | undefined,
  ): Promise<string> {
    for (const path of ['userName', 'externalId', 'displayName']) {
      const value = values[path];
      if (typeof value !== 'string' || !canFilterBy(resourceType, path, this.dialect)) continue;
      const [first, ...others] = await this.find(resourceType, path, value, signal);
      if (first !== undefined && others.length === 0) return first.id;
    }
    throw new OutcomeUnknown(`${doing} succeeded, but the target did not tell the id.`);
  }
}

function nounOf(resourceType: ResourceType): string {
  return resourceType === 'User' ? 'user' : 'group';
}
