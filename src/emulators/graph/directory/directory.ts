import { Assignments } from './assignments.js';
import type { History } from './history.js';
import { Groups } from './groups.js';
import type {
  BystanderRecord,
  Member,
  MemberType,
  PrincipalType,
  ServicePrincipalRecord,
} from './records.js';
import { textOf } from './records.js';
import { notFound } from './refusal.js';
import { Sequence } from './sequence.js';
import { Users } from './users.js';

const principalTypes: { readonly [Type in MemberType]?: PrincipalType } = {
  user: 'User',
  group: 'Group',
  servicePrincipal: 'ServicePrincipal',
};

const recycleBinMs = 30 * 86_400_000;

/** One tenant's directory: what it holds now and every change that led there. Knows nothing of HTTP. */
export class Directory {
  readonly tenantId: string;
  readonly sequence = new Sequence();
  readonly users: Users;
  readonly groups: Groups;
  readonly #timestamp: () => string;
  readonly #servicePrincipals = new Map<string, ServicePrincipalRecord>();
  readonly #bystanders = new Map<string, BystanderRecord>();
  readonly #assignments = new Map<string, Assignments>();

  constructor(tenantId: string, timestamp: () => string) {
    this.tenantId = tenantId;
    this.#timestamp = timestamp;
    this.users = new Users(this.sequence, timestamp);
    this.groups = new Groups(this.sequence, timestamp);
  }

  get servicePrincipals(): readonly ServicePrincipalRecord[] {
    return [...this.#servicePrincipals.values()];
  }

  addServicePrincipal(record: ServicePrincipalRecord): void {
    this.#servicePrincipals.set(record.id, record);
    this.#assignments.set(record.id, new Assignments(record.id, this.sequence, this.#timestamp));
  }

  get bystanders(): readonly BystanderRecord[] {
    return [...this.#bystanders.values()];
  }

  addBystander(record: BystanderRecord): void {
    this.#bystanders.set(record.id, record);
  }

  findServicePrincipal(id: string): ServicePrincipalRecord | undefined {
    return this.#servicePrincipals.get(id.toLowerCase());
  }

  findServicePrincipalByAppId(appId: string): ServicePrincipalRecord | undefined {
    return this.servicePrincipals.find((app) => app.appId === appId.toLowerCase());
  }

  /** @throws {DirectoryRefusal} when there is no such service principal. */
  assignmentsOf(servicePrincipalId: string): Assignments {
    const assignments = this.#assignments.get(servicePrincipalId.toLowerCase());
    if (assignments === undefined) throw notFound(servicePrincipalId);
    return assignments;
  }

  /** What a live object is, and its name: anything that can be in a group. */
  object(id: string): { readonly member: Member; readonly displayName: string | null } | undefined {
    const user = this.users.find(id);
    if (user !== undefined)
      return { member: { id: user.id, type: 'user' }, displayName: textOf(user.properties, 'displayName') };
    const group = this.groups.find(id);
    if (group !== undefined)
      return {
        member: { id: group.id, type: 'group' },
        displayName: textOf(group.properties, 'displayName'),
      };
    const app = this.findServicePrincipal(id);
    if (app !== undefined)
      return { member: { id: app.id, type: 'servicePrincipal' }, displayName: app.displayName };
    const bystander = this.#bystanders.get(id.toLowerCase());
    if (bystander === undefined) return undefined;
    return { member: { id: bystander.id, type: bystander.type }, displayName: bystander.displayName };
  }

  /** What a live object is, and its name: anything that can be assigned to an app. */
  principal(
    id: string,
  ):
    | { readonly member: Member; readonly type: PrincipalType; readonly displayName: string | null }
    | undefined {
    const object = this.object(id);
    const type = object === undefined ? undefined : principalTypes[object.member.type];
    return object === undefined || type === undefined ? undefined : { ...object, type };
  }

  /** What kind of object a manager's id names, one in the recycle bin included; `null` when it is gone for good. */
  managerType(id: string): 'user' | 'orgContact' | null {
    const user = this.users.history.latest(id);
    if (user !== undefined && user.status !== 'purged') return 'user';
    return this.#bystanders.get(id)?.type === 'orgContact' ? 'orgContact' : null;
  }

  /** @throws {DirectoryRefusal} when there is no user or contact of this id or user principal name. */
  managerId(key: string): string {
    const member = this.object(key)?.member;
    if (member === undefined || this.managerType(member.id) === null) throw notFound(key);
    return member.id;
  }

  /** Ends a soft-deleted user for good, and with them their memberships and their being somebody's manager. */
  purgeUser(id: string, options: { readonly reportMemberships: boolean }): void {
    const user = this.users.purge(id);
    this.groups.forgetMember(user.id, options.reportMemberships);
    for (const report of [...this.users.history.objects()].filter((one) => one.managerId === user.id))
      if (report.status === 'live') this.users.update(report.id, { managerId: null });
  }

  /** Ends what has been in the recycle bin for 30 days. */
  purgeExpired(now: number, options: { readonly reportMemberships: boolean }): void {
    for (const user of this.users.deleted()) {
      const deletedAt = Date.parse(textOf(user.properties, 'deletedDateTime') ?? '');
      if (now - deletedAt > recycleBinMs) this.purgeUser(user.id, options);
    }
    for (const group of this.groups.deleted()) {
      const deletedAt = Date.parse(textOf(group.properties, 'deletedDateTime') ?? '');
      if (now - deletedAt > recycleBinMs) this.groups.purge(group.id);
    }
  }

  /** Everything there is, for comparing and debugging. Equal histories give equal JSON, byte for byte. */
  state(): object {
    return {
      tenantId: this.tenantId,
      seq: this.sequence.current,
      users: [...this.users.history.objects()].filter((user) => user.status !== 'purged'),
      groups: [...this.groups.history.objects()]
        .filter((group) => group.status !== 'purged')
        .map(({ id }) => this.groups.state(id)),
      servicePrincipals: this.servicePrincipals,
      bystanders: this.bystanders,
      assignments: this.servicePrincipals.flatMap((app) => this.assignmentsOf(app.id).active()),
    };
  }

  /** What happened after change number `since`, oldest first, at most `limit` entries. */
  changesSince(since: number, limit: number): object[] {
    return [
      ...objectChanges('user', this.users.history, since, limit),
      ...objectChanges('group', this.groups.history, since, limit),
      ...this.servicePrincipals.flatMap((app) =>
        [...this.assignmentsOf(app.id).events()]
          .filter(([seq]) => seq > since)
          .map(([seq, event, { id, principalId }]) => ({
            seq,
            kind: 'assignment',
            event,
            id,
            principalId,
            app: app.displayName,
          })),
      ),
    ]
      .sort((a, b) => a.seq - b.seq)
      .slice(0, limit);
  }
}

function objectChanges<T extends { readonly id: string }>(
  kind: string,
  history: History<T>,
  since: number,
  limit: number,
): { readonly seq: number; readonly [detail: string]: unknown }[] {
  const changes = [];
  const first = history.indexAfter(since);
  for (let index = first; index < Math.min(history.length, first + limit); index += 1) {
    const version = history.at(index);
    if (version === undefined) break;
    const { seq, event, changed, record } = version;
    const membership = 'membership' in record ? { membership: record.membership } : {};
    changes.push({ seq, kind, event, id: record.id, changed, ...membership });
  }
  return changes;
}
