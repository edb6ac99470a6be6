import { uuidOf } from '../uuid.js';
import { History, type ChangeEvent } from './history.js';
import type { GroupRecord, Member, MembershipChange, Properties } from './records.js';
import { DirectoryRefusal, notFound } from './refusal.js';
import { Roll } from './roll.js';
import type { Sequence } from './sequence.js';

/** The groups of a directory, their direct members and everything that ever happened to them. */
export class Groups {
  readonly history = new History<GroupRecord>();
  readonly #sequence: Sequence;
  readonly #timestamp: () => string;
  readonly #members = new Map<string, Roll<Member>>();
  readonly #groupsOf = new Map<string, Set<string>>();

  constructor(sequence: Sequence, timestamp: () => string) {
    this.#sequence = sequence;
    this.#timestamp = timestamp;
  }

  find(id: string): GroupRecord | undefined {
    const group = this.history.latest(id.toLowerCase());
    return group?.status === 'live' ? group : undefined;
  }

  /** @throws {DirectoryRefusal} when there is no such live group. */
  get(id: string): GroupRecord {
    const group = this.find(id);
    if (group === undefined) throw notFound(id);
    return group;
  }

  /** A soft-deleted group. Only Microsoft 365 groups are ever that. */
  findDeleted(id: string): GroupRecord | undefined {
    const group = this.history.latest(id.toLowerCase());
    return group?.status === 'deleted' ? group : undefined;
  }

  /** The recycle bin, in the order of creation. */
  deleted(): readonly GroupRecord[] {
    return [...this.history.objects()].filter(({ status }) => status === 'deleted');
  }

  /** A group with all its direct members, to look at. */
  state(id: string): object {
    const { status, properties } = this.history.latest(id) ?? this.get(id);
    return { id, status, properties, members: this.membersOf(id).items() };
  }

  /** Direct members, soft-deleted people included: a restore brings their memberships back. */
  membersOf(id: string): Roll<Member> {
    return this.#members.get(id) ?? new Roll<Member>();
  }

  /** Ids of the groups that hold this member directly. */
  groupsOf(memberId: string): readonly string[] {
    return [...(this.#groupsOf.get(memberId) ?? [])];
  }

  create(group: {
    readonly id?: string | undefined;
    readonly properties: Properties;
    readonly members: readonly Member[];
  }): GroupRecord {
    const id = (group.id ?? uuidOf(`group ${this.#sequence.current + 1}`)).toLowerCase();
    const properties = { createdDateTime: this.#timestamp(), ...group.properties };
    this.#members.set(id, new Roll<Member>());
    const membership = group.members.map((member) => this.#join(id, member));
    return this.#append('created', [], { id, status: 'live', properties, membership });
  }

  update(id: string, properties: Properties): GroupRecord {
    const group = this.get(id);
    const changed = Object.keys(properties).filter(
      (name) => JSON.stringify(properties[name]) !== JSON.stringify(group.properties[name]),
    );
    if (changed.length === 0) return group;
    return this.#append('changed', changed, {
      ...group,
      properties: { ...group.properties, ...properties },
      membership: [],
    });
  }

  /** All or none. */
  addMembers(id: string, members: readonly Member[]): void {
    const group = this.get(id);
    const ids = new Set(members.map((member) => member.id));
    if (ids.size < members.length || members.some((member) => this.membersOf(group.id).has(member.id))) {
      throw new DirectoryRefusal(
        'conflict',
        "One or more added object references already exist for the following modified properties: 'members'.",
      );
    }
    const membership = members.map((member) => this.#join(group.id, member));
    if (membership.length > 0) this.#append('changed', ['members'], { ...group, membership });
  }

  /** All or none. */
  removeMembers(id: string, memberIds: readonly string[]): void {
    const group = this.get(id);
    const ids = [...new Set(memberIds.map((memberId) => memberId.toLowerCase()))];
    const missing = ids.find((memberId) => !this.membersOf(group.id).has(memberId));
    if (missing !== undefined) throw notFound(missing);
    const membership = ids.flatMap((memberId) => this.#leave(group.id, memberId) ?? []);
    if (membership.length > 0) this.#append('changed', ['members'], { ...group, membership });
  }

  /** Takes a member out of every group; `report` says whether groups' histories tell of it. */
  forgetMember(memberId: string, report: boolean): void {
    for (const id of this.groupsOf(memberId)) {
      const group = this.find(id);
      const left = this.#leave(id, memberId);
      if (report && group !== undefined && left !== null) {
        this.#append('changed', ['members'], { ...group, membership: [left] });
      }
    }
  }

  /** Microsoft 365 groups go to the recycle bin, all others are gone at once. */
  remove(id: string): GroupRecord {
    const group = this.get(id);
    const types = group.properties['groupTypes'];
    if (!Array.isArray(types) || !types.includes('Unified')) return this.#purge(group);
    const properties = { ...group.properties, deletedDateTime: this.#timestamp() };
    return this.#append('deleted', ['deletedDateTime'], {
      ...group,
      status: 'deleted',
      properties,
      membership: [],
    });
  }

  restore(id: string): GroupRecord {
    const group = this.#deletedGroup(id);
    const properties = { ...group.properties, deletedDateTime: null };
    return this.#append('restored', ['deletedDateTime'], {
      ...group,
      status: 'live',
      properties,
      membership: [],
    });
  }

  purge(id: string): GroupRecord {
    return this.#purge(this.#deletedGroup(id));
  }

  #deletedGroup(id: string): GroupRecord {
    const group = this.findDeleted(id);
    if (group === undefined) throw notFound(id);
    return group;
  }

  #purge({ id }: GroupRecord): GroupRecord {
    for (const member of this.membersOf(id).items()) this.#leave(id, member.id);
    this.forgetMember(id, true);
    return this.#append('purged', [], { id, status: 'purged', properties: {}, membership: [] });
  }

  #join(id: string, member: Member): MembershipChange {
    this.#members.get(id)?.add(member);
    const groups = this.#groupsOf.get(member.id) ?? new Set<string>();
    this.#groupsOf.set(member.id, groups.add(id));
    return { ...member, joined: true };
  }

  #leave(id: string, memberId: string): MembershipChange | null {
    const member = this.#members.get(id)?.remove(memberId);
    this.#groupsOf.get(memberId)?.delete(id);
    return member === undefined ? null : { ...member, joined: false };
  }

  #append(event: ChangeEvent, changed: readonly string[], record: GroupRecord): GroupRecord {
    this.history.append(this.#sequence.next(), event, changed, record);
    return record;
  }
}
