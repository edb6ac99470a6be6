import { uuidOf } from '../uuid.js';
import { History, type ChangeEvent } from './history.js';
import type { Properties, UserRecord } from './records.js';
import { textOf } from './records.js';
import { DirectoryRefusal, notFound, taken } from './refusal.js';
import type { Sequence } from './sequence.js';

export interface NewUser {
  readonly id?: string | undefined;
  readonly properties: Properties;
  readonly managerId?: string | null | undefined;
}

export interface UserUpdate {
  readonly properties?: Properties;
  /** `null` clears the manager; absent leaves it. */
  readonly managerId?: string | null;
}

/** The people of a directory and everything that ever happened to them. */
export class Users {
  readonly history = new History<UserRecord>();
  readonly #sequence: Sequence;
  readonly #timestamp: () => string;
  readonly #liveByName = new Map<string, string>();
  readonly #deleted = new Set<string>();

  constructor(sequence: Sequence, timestamp: () => string) {
    this.#sequence = sequence;
    this.#timestamp = timestamp;
  }

  get liveCount(): number {
    return this.#liveByName.size;
  }

  /** A live user by object id or user principal name, whatever the case. */
  find(key: string): UserRecord | undefined {
    const name = key.toLowerCase();
    const user = this.history.latest(this.#liveByName.get(name) ?? name);
    return user?.status === 'live' ? user : undefined;
  }

  /** @throws {DirectoryRefusal} when there is no such live user. */
  get(key: string): UserRecord {
    const user = this.find(key);
    if (user === undefined) throw notFound(key);
    return user;
  }

  /** A soft-deleted user by object id. */
  findDeleted(id: string): UserRecord | undefined {
    const user = this.history.latest(id.toLowerCase());
    return user?.status === 'deleted' ? user : undefined;
  }

  /** The recycle bin, oldest deletion first. */
  deleted(): readonly UserRecord[] {
    return [...this.#deleted].flatMap((id) => this.findDeleted(id) ?? []);
  }

  create({ id, properties, managerId }: NewUser): UserRecord {
    const name = nameOf(properties);
    if (this.#liveByName.has(name)) throw taken('userPrincipalName');
    const record: UserRecord = {
      id: (id ?? uuidOf(`user ${name} ${this.#sequence.current + 1}`)).toLowerCase(),
      status: 'live',
      properties: { createdDateTime: this.#timestamp(), ...properties },
      managerId: managerId ?? null,
    };
    if (this.history.latest(record.id) !== undefined) throw taken('id');
    this.#liveByName.set(name, record.id);
    return this.#append('created', [], record);
  }

  /** Applies an update. One that changes nothing leaves no trace. */
  update(key: string, update: UserUpdate): UserRecord {
    const user = this.get(key);
    const properties = update.properties ?? {};
    const changed = Object.keys(properties).filter(
      (name) => JSON.stringify(properties[name]) !== JSON.stringify(user.properties[name]),
    );
    const managerId = update.managerId === undefined ? user.managerId : update.managerId;
    if (managerId === user.id) throw new DirectoryRefusal('invalid', 'A user cannot be their own manager.');
    if (managerId !== user.managerId) changed.push('manager');
    if (changed.length === 0) return user;
    const after: UserRecord = { ...user, properties: { ...user.properties, ...properties }, managerId };
    if (changed.includes('userPrincipalName')) this.#rename(user, after);
    return this.#append('changed', changed, after);
  }

  softDelete(key: string): UserRecord {
    const user = this.get(key);
    this.#liveByName.delete(nameOf(user.properties));
    this.#deleted.add(user.id);
    const properties = { ...user.properties, deletedDateTime: this.#timestamp() };
    return this.#append('deleted', ['deletedDateTime'], { ...user, status: 'deleted', properties });
  }

  restore(id: string): UserRecord {
    const user = this.findDeleted(id);
    if (user === undefined) throw notFound(id);
    const name = nameOf(user.properties);
    if (this.#liveByName.has(name)) throw taken('userPrincipalName');
    this.#deleted.delete(user.id);
    this.#liveByName.set(name, user.id);
    const properties = { ...user.properties, deletedDateTime: null };
    return this.#append('restored', ['deletedDateTime'], { ...user, status: 'live', properties });
  }

  /** Ends a soft-deleted user for good. */
  purge(id: string): UserRecord {
    const user = this.findDeleted(id);
    if (user === undefined) throw notFound(id);
    this.#deleted.delete(user.id);
    return this.#append('purged', [], { id: user.id, status: 'purged', properties: {}, managerId: null });
  }

  #rename(before: UserRecord, after: UserRecord): void {
    const name = nameOf(after.properties);
    const holder = this.#liveByName.get(name);
    if (holder !== undefined && holder !== before.id) throw taken('userPrincipalName');
    this.#liveByName.delete(nameOf(before.properties));
    this.#liveByName.set(name, after.id);
  }

  #append(event: ChangeEvent, changed: readonly string[], record: UserRecord): UserRecord {
    this.history.append(this.#sequence.next(), event, changed, record);
    return record;
  }
}

function nameOf(properties: Properties): string {
  const name = textOf(properties, 'userPrincipalName');
  if (name === null || name === '') {
    throw new DirectoryRefusal(
      'invalid',
      "A value is required for property 'userPrincipalName' of resource 'User'.",
    );
  }
  return name.toLowerCase();
}
