import type { TargetValues } from '../schema/model.js';
import { memberIdsOf } from '../scim/members.js';
import type {
  CreatedResource,
  ListPosition,
  ResourcePage,
  ResourceType,
  ScimResource,
  ScimTarget,
} from '../scim/scim-target.js';

/** Requests by what they do. A change that reads the resource before it writes it is two. */
export interface RequestCounts {
  read: number;
  create: number;
  update: number;
  delete: number;
}

const STAND_IN = 'new:';

/** Whether the id stands for what is not made yet. */
export function isStandIn(targetId: string): boolean {
  return targetId.startsWith(STAND_IN);
}

/**
 * A target that is asked and never changed: reads reach the real one, writes are taken for done and counted. What would be
 * created gets an id that stands for it.
 */
export class RehearsedTarget implements ScimTarget {
  readonly requests: RequestCounts = { read: 0, create: 0, update: 0, delete: 0 };
  readonly #target: ScimTarget;

  constructor(target: ScimTarget) {
    this.#target = target;
  }

  get dialect(): ScimTarget['dialect'] {
    return this.#target.dialect;
  }

  probe(resourceType: ResourceType, path: string, signal?: AbortSignal): Promise<void> {
    return this.#target.probe(resourceType, path, signal);
  }

  list(
    resourceType: ResourceType,
    position: ListPosition | null,
    signal?: AbortSignal,
  ): Promise<ResourcePage> {
    this.requests.read += 1;
    return this.#target.list(resourceType, position, signal);
  }

  find(
    resourceType: ResourceType,
    path: string,
    value: string,
    signal?: AbortSignal,
  ): Promise<readonly ScimResource[]> {
    this.requests.read += 1;
    return this.#target.find(resourceType, path, value, signal);
  }

  get(resourceType: ResourceType, id: string, signal?: AbortSignal): Promise<ScimResource | null> {
    this.requests.read += 1;
    return this.#target.get(resourceType, id, signal);
  }

  create(resourceType: ResourceType, values: TargetValues): Promise<CreatedResource> {
    this.requests.create += 1;
    const name = values['userName'] ?? values['displayName'];
    const called = typeof name === 'string' ? name : `${resourceType} ${this.requests.create}`;
    const id = `${STAND_IN}${this.requests.create} ${called}`;
    const { newGroups } = this.dialect;
    const takesMembers = resourceType === 'Group' && newGroups !== 'empty';
    return Promise.resolve({ id, members: takesMembers ? (memberIdsOf({ id, ...values }) ?? []) : [] });
  }

  update(...[resourceType, , changes]: Parameters<ScimTarget['update']>): Promise<void> {
    const { updateUsers, updateGroups } = this.dialect;
    const way = resourceType === 'User' ? updateUsers : updateGroups;
    const isActiveOnly = changes.every(({ path }) => path === 'active');
    const isReplaced = way === 'put' || (way === 'putExceptActive' && !isActiveOnly);
    return this.#updated(changes.length > 0, isReplaced);
  }

  changeMembers(...[, { add, remove }]: Parameters<ScimTarget['changeMembers']>): Promise<void> {
    return this.#updated(add.length + remove.length > 0, this.dialect.updateGroups === 'put');
  }

  members(groupId: string, signal?: AbortSignal): Promise<readonly string[] | null> {
    this.requests.read += 1;
    return isStandIn(groupId) ? Promise.resolve(null) : this.#target.members(groupId, signal);
  }

  delete(): Promise<void> {
    this.requests.delete += 1;
    return Promise.resolve();
  }

  discover(signal?: AbortSignal): ReturnType<ScimTarget['discover']> {
    return this.#target.discover(signal);
  }

  /** Nothing is sent. */
  writesAtOnce(): Promise<null> {
    return Promise.resolve(null);
  }

  close(): void {
    this.#target.close();
  }

  #updated(isSent: boolean, isReplaced: boolean): Promise<void> {
    if (isSent) this.requests.update += 1;
    if (isSent && isReplaced) this.requests.read += 1;
    return Promise.resolve();
  }
}
