import { randomUUID } from 'node:crypto';
import { isEqual, isObject, without, withValue, type Json, type JsonObject } from '../json.js';
import type { ResourceType, ResourceTypes } from '../schema/resource-type.js';
import { badRequest, ScimError } from '../scim-error.js';
import type { Switches } from '../switches.js';
import { checkValues } from './check-values.js';
import { emailsOf, groupKeys, key, memberKey, userKeys } from './keys.js';
import { ResourceStore } from './resource-store.js';
import { memberIds, type StoredResource } from './stored-resource.js';
import { transformed, withAssignedPhone } from './transformations.js';

/** All users and groups of a target, and what must hold between them. */
export class Resources {
  readonly #switches: Switches;
  readonly #stores = { User: new ResourceStore(userKeys), Group: new ResourceStore(groupKeys) };
  readonly #seeded = new Set<string>();
  #version = 0;

  constructor(switches: Switches) {
    this.#switches = switches;
  }

  store(type: ResourceType | 'User' | 'Group'): ResourceStore {
    return this.#stores[typeof type === 'string' ? type : type.name];
  }

  /** Whether nobody created the resource over SCIM. */
  isSeeded(id: string): boolean {
    return this.#seeded.has(id);
  }

  /** @throws {ScimError} 400 or 409. */
  create(type: ResourceType, attributes: JsonObject): StoredResource {
    const assigned = type.name === 'User' ? withAssignedPhone(attributes, this.#switches) : attributes;
    return this.#put(type, this.#newId(), new Date().toISOString(), this.#checked(type, null, assigned));
  }

  /** Puts a resource there without asking whether the app would take it. */
  seed(type: ResourceType, attributes: JsonObject, id: string | null): StoredResource {
    const seeded = this.#put(
      type,
      id ?? this.#newId(),
      new Date().toISOString(),
      this.#linked(type, id, attributes, false),
    );
    this.#seeded.add(seeded.id);
    return seeded;
  }

  /** The resource with these attributes; as it was where they are no others. @throws {ScimError} 400 or 409. */
  replace(type: ResourceType, existing: StoredResource, attributes: JsonObject): StoredResource {
    const checked = this.#checked(type, existing.id, attributes);
    if (isEqual(checked, attributesOf(existing))) return existing;
    return this.#put(type, existing.id, existing.meta.created, checked);
  }

  /** Deletes it, and its memberships unless those are to dangle. */
  delete(type: ResourceType, id: string, types: ResourceTypes): void {
    this.store(type).delete(id);
    this.#seeded.delete(id);
    if (this.#switches.leavesDanglingMembers) return;
    for (const group of this.groupsOf(id)) {
      const members = (group['members'] as readonly Json[]).filter(
        (member) => !isObject(member) || member['value'] !== id,
      );
      const left = withValue(attributesOf(group), 'members', members.length === 0 ? undefined : members);
      this.#put(types.Group, group.id, group.meta.created, left);
    }
  }

  /** Groups of which it is a direct member. */
  groupsOf(id: string): readonly StoredResource[] {
    return this.#stores.Group.withKey(memberKey(id));
  }

  find(id: string): StoredResource | undefined {
    return this.#stores.User.get(id) ?? this.#stores.Group.get(id);
  }

  /** The user who has that userName, without regard to case. */
  userNamed(userName: string): StoredResource | undefined {
    return this.#stores.User.withKey(key('userName', userName))[0];
  }

  #checked(type: ResourceType, id: string | null, attributes: JsonObject): JsonObject {
    checkValues(attributes, type, this.#switches);
    const changed = transformed(attributes, type, this.#switches);
    const named = this.#switches.numbersTakenUserNames ? this.#numbered(changed, id) : changed;
    this.#checkUniqueness(type, id, named);
    return this.#linked(type, id, named, true);
  }

  #checkUniqueness(type: ResourceType, id: string | null, attributes: JsonObject): void {
    const keys: [name: string, value: Json | undefined][] =
      type.name === 'User'
        ? [
            ['userName', attributes['userName']],
            ...(this.#switches.uniqueEmails ? emailsOf(attributes) : []).map((address): [string, Json] => [
              'emails',
              address,
            ]),
          ]
        : this.#switches.uniqueGroupNames
          ? [['displayName', attributes['displayName']]]
          : [];
    for (const [name, value] of keys) {
      if (typeof value !== 'string') continue;
      const holders = this.store(type).withKey(key(name, value));
      if (holders.some((holder) => holder.id !== id)) {
        throw new ScimError(409, 'uniqueness', `Another ${type.name} has this value of ${name}.`);
      }
    }
  }

  #numbered(attributes: JsonObject, id: string | null): JsonObject {
    const wanted = attributes['userName'];
    if (typeof wanted !== 'string') return attributes;
    const isTaken = (userName: string): boolean => {
      const holder = this.userNamed(userName);
      return holder !== undefined && holder.id !== id;
    };
    let userName = wanted;
    for (let number = 1; isTaken(userName); number += 1) userName = `${wanted}${number}`;
    return { ...attributes, userName };
  }

  /** Members with their types, once each. @throws {ScimError} for members whom nobody knows, where they are refused. */
  #linked(type: ResourceType, id: string | null, attributes: JsonObject, isStrict: boolean): JsonObject {
    const members = attributes['members'];
    if (type.name !== 'Group' || !Array.isArray(members)) return attributes;
    const { unknownMembers, doublesMembers } = this.#switches;
    const linked = (members as readonly Json[]).map((member) => {
      const value = isObject(member) ? member['value'] : undefined;
      if (!isObject(member) || typeof value !== 'string') {
        throw badRequest('invalidValue', 'A member must have a value, which is an id.');
      }
      const known = this.find(value)?.meta.resourceType;
      if (known === undefined && isStrict && unknownMembers !== 'accepted' && !this.#isHeld(id, value)) {
        const status = unknownMembers === 'notFound' ? 404 : 400;
        throw new ScimError(status, status === 400 ? 'invalidValue' : null, `Nobody has the id ${value}.`);
      }
      return { value, type: known ?? member['type'] ?? 'User' };
    });
    if (doublesMembers || !isStrict) return { ...attributes, members: linked };
    return { ...attributes, members: [...new Map(linked.map((member) => [member.value, member])).values()] };
  }

  /** Whether a member dangles already: such a one does not keep the group from being changed. */
  #isHeld(groupId: string | null, memberId: string): boolean {
    const group = groupId === null ? undefined : this.#stores.Group.get(groupId);
    return group !== undefined && memberIds(group).includes(memberId);
  }

  #put(type: ResourceType, id: string, created: string, attributes: JsonObject): StoredResource {
    this.#version += 1;
    const stored: StoredResource = {
      ...attributes,
      id,
      meta: {
        resourceType: type.name,
        created,
        lastModified: new Date().toISOString(),
        version: `W/"${this.#version}"`,
      },
    };
    this.store(type).put(stored);
    return stored;
  }

  #newId(): string {
    return this.#switches.ids === 'uuid' ? randomUUID() : `id/${randomUUID()} & more@here`;
  }
}

/** What a client may have set. */
export function attributesOf(resource: StoredResource): JsonObject {
  return without(resource, 'id', 'meta');
}
