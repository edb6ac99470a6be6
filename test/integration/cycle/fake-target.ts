import { ObjectRejected, OutcomeUnknown } from '../../../src/scim/index.js';
import { memberIdsOf } from '../../../src/scim/members.js';
import { standardDialect, type Dialect } from '../../../src/scim/quirks/index.js';
import type {
  CreatedResource,
  MemberChange,
  ResourceType,
  ScimResource,
  ScimTarget,
} from '../../../src/scim/scim-target.js';
import type { AttributeChange, TargetValues } from '../../../src/schema/model.js';

interface FakeGroup {
  values: TargetValues;
  members: string[];
}

/** A target in memory, in the shape of the client: it holds flat values, and remembers what was asked of it. */
export class FakeTarget implements ScimTarget {
  readonly dialect: Dialect;
  readonly users = new Map<string, TargetValues>();
  readonly groups = new Map<string, FakeGroup>();
  /** Whom it takes as member of no group, and as nobody's manager. */
  readonly refused = new Set<string>();
  /** What it answers when it refuses a member. */
  refusal = 400;
  /** What it answers when somebody is to leave who is no member; null: nothing of it. */
  absence: { readonly status: number; readonly scimType: string | null } | null = null;
  /** Whether it takes new groups without the members that come with them. */
  leavesMembersOut = false;
  /** Creates and member changes whose answer is lost after they happened. */
  answersToLose = 0;
  /** What was written, as `create`, `create +a +b`, `update t1 title`, `delete t1`, `+a +b -c`. */
  readonly writes: string[] = [];
  /** What was asked besides. */
  readonly reads: string[] = [];
  #created = 0;

  constructor(dialect: Partial<Dialect> = {}) {
    this.dialect = { ...standardDialect, ...dialect };
  }

  membersOf(groupId: string): readonly string[] {
    return [...(this.groups.get(groupId)?.members ?? [])].sort();
  }

  probe(): Promise<void> {
    return Promise.resolve();
  }

  list(): Promise<never> {
    return Promise.reject(new Error('nobody lists here'));
  }

  find(resourceType: ResourceType, path: string, value: string): Promise<readonly ScimResource[]> {
    this.reads.push(`find ${path}`);
    const held =
      resourceType === 'User'
        ? [...this.users]
        : [...this.groups].map(([id, { values }]) => [id, values] as const);
    return Promise.resolve(
      held.filter(([, values]) => values[path] === value).map(([id, values]) => ({ id, ...values })),
    );
  }

  get(resourceType: ResourceType, id: string): Promise<ScimResource | null> {
    this.reads.push(`get ${id}`);
    const values = resourceType === 'User' ? this.users.get(id) : this.groups.get(id)?.values;
    return Promise.resolve(values === undefined ? null : { id, ...values });
  }

  create(resourceType: ResourceType, values: TargetValues): Promise<CreatedResource> {
    const id = `new-${(this.#created += 1)}`;
    const sent = this.dialect.newGroups === 'empty' ? [] : (memberIdsOf({ id, ...values }) ?? []);
    this.writes.push(['create', ...sent.map((member) => `+${member}`)].join(' '));
    if (sent.some((member) => this.refused.has(member))) return Promise.reject(rejected(this.refusal));
    const members = this.leavesMembersOut ? [] : [...sent];
    if (resourceType === 'User') this.users.set(id, values);
    else this.groups.set(id, { values, members });
    if (this.answersToLose === 0) return Promise.resolve({ id, members });
    this.answersToLose -= 1;
    return Promise.reject(new OutcomeUnknown('the answer was lost'));
  }

  async update(resourceType: ResourceType, id: string, changes: readonly AttributeChange[]): Promise<void> {
    if (changes.length === 0) return;
    this.writes.push(`update ${id} ${changes.map(({ path }) => path).join(' ')}`);
    const before = resourceType === 'User' ? this.users.get(id) : this.groups.get(id)?.values;
    if (before === undefined) throw rejected(404);
    if (changes.some(({ newValue }) => typeof newValue === 'string' && this.refused.has(newValue)))
      throw rejected(this.refusal);
    const after = new Map(Object.entries(before));
    for (const { path, newValue } of changes)
      if (newValue === null) after.delete(path);
      else after.set(path, newValue);
    const values = Object.fromEntries(after);
    if (resourceType === 'User') this.users.set(id, values);
    else this.groups.set(id, { values, members: [...this.membersOf(id)] });
    return Promise.resolve();
  }

  async changeMembers(groupId: string, { add, remove, all }: MemberChange): Promise<void> {
    if (add.length + remove.length === 0) return;
    this.writes.push([...add.map((id) => `+${id}`), ...remove.map((id) => `-${id}`)].join(' '));
    const group = this.groups.get(groupId);
    if (group === undefined) throw rejected(404);
    if (add.some((id) => this.refused.has(id))) throw rejected(this.refusal);
    if (this.absence !== null && remove.some((id) => !group.members.includes(id)))
      throw rejected(this.absence.status, this.absence.scimType);
    const isDoubling = this.dialect.repeatedAdditions === 'doubled';
    const kept = group.members.filter((id) => !remove.includes(id));
    const added = isDoubling ? add : add.filter((id) => !kept.includes(id));
    group.members = this.dialect.updateGroups === 'put' ? [...(await all())] : [...kept, ...added];
    if (this.answersToLose === 0) return;
    this.answersToLose -= 1;
    throw new OutcomeUnknown('the answer was lost');
  }

  members(groupId: string): Promise<readonly string[] | null> {
    this.reads.push(`members ${groupId}`);
    const held = this.groups.get(groupId)?.members ?? [];
    return Promise.resolve(held.length === 0 ? null : [...held]);
  }

  delete(resourceType: ResourceType, id: string): Promise<void> {
    this.writes.push(`delete ${id}`);
    if (resourceType === 'User') this.users.delete(id);
    else this.groups.delete(id);
    return Promise.resolve();
  }

  discover(): Promise<null> {
    return Promise.resolve(null);
  }

  writesAtOnce(): Promise<null> {
    return Promise.resolve(null);
  }

  close(): void {
    this.users.clear();
  }
}

export function rejected(status: number, scimType: string | null = null): ObjectRejected {
  return new ObjectRejected({
    errorCode: 'UnprocessableEntity',
    status,
    scimType,
    detail: '',
    message: `The target answered ${status}.`,
  });
}
