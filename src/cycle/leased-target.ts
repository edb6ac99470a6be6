import type { AttributeChange, TargetValues } from '../schema/model.js';
import type {
  CreatedResource,
  ListPosition,
  MemberChange,
  ResourcePage,
  ResourceType,
  ScimResource,
  ScimTarget,
} from '../scim/scim-target.js';
import type { Lease } from './lease.js';

/**
 * A target that is written to only while a lease is held. Every write hands on the lease's signal, so that what still waits
 * for its turn when the lease is lost is not sent. Reads pass, with the lease's signal where they have none of their own.
 */
export class LeasedTarget implements ScimTarget {
  readonly #target: ScimTarget;
  readonly #lease: Pick<Lease, 'signal'>;

  constructor(target: ScimTarget, lease: Pick<Lease, 'signal'>) {
    this.#target = target;
    this.#lease = lease;
  }

  get dialect(): ScimTarget['dialect'] {
    return this.#target.dialect;
  }

  probe(resourceType: ResourceType, path: string, signal?: AbortSignal): Promise<void> {
    return this.#target.probe(resourceType, path, signal ?? this.#lease.signal);
  }

  list(
    resourceType: ResourceType,
    position: ListPosition | null,
    signal?: AbortSignal,
  ): Promise<ResourcePage> {
    return this.#target.list(resourceType, position, signal ?? this.#lease.signal);
  }

  find(
    resourceType: ResourceType,
    path: string,
    value: string,
    signal?: AbortSignal,
  ): Promise<readonly ScimResource[]> {
    return this.#target.find(resourceType, path, value, signal ?? this.#lease.signal);
  }

  get(resourceType: ResourceType, id: string, signal?: AbortSignal): Promise<ScimResource | null> {
    return this.#target.get(resourceType, id, signal ?? this.#lease.signal);
  }

  async create(
    resourceType: ResourceType,
    values: TargetValues,
    signal?: AbortSignal,
  ): Promise<CreatedResource> {
    return this.#target.create(resourceType, values, this.#held(signal));
  }

  async update(
    resourceType: ResourceType,
    id: string,
    changes: readonly AttributeChange[],
    signal?: AbortSignal,
    known?: TargetValues,
  ): Promise<void> {
    await this.#target.update(resourceType, id, changes, this.#held(signal), known);
  }

  async changeMembers(groupId: string, change: MemberChange, signal?: AbortSignal): Promise<void> {
    await this.#target.changeMembers(groupId, change, this.#held(signal));
  }

  members(groupId: string, signal?: AbortSignal): Promise<readonly string[] | null> {
    return this.#target.members(groupId, signal ?? this.#lease.signal);
  }

  async delete(resourceType: ResourceType, id: string, signal?: AbortSignal): Promise<void> {
    await this.#target.delete(resourceType, id, this.#held(signal));
  }

  discover(signal?: AbortSignal): ReturnType<ScimTarget['discover']> {
    return this.#target.discover(signal ?? this.#lease.signal);
  }

  async writesAtOnce(expected: number, signal?: AbortSignal): Promise<number | null> {
    return this.#target.writesAtOnce(expected, this.#held(signal));
  }

  close(): void {
    this.#target.close();
  }

  /** @throws the lease's loss. */
  #held(signal: AbortSignal | undefined): AbortSignal {
    this.#lease.signal.throwIfAborted();
    return signal === undefined ? this.#lease.signal : AbortSignal.any([signal, this.#lease.signal]);
  }
}
