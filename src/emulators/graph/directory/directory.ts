import { Assignments } from './assignments.js';
import type { History } from './history.js';
import { Groups } from './groups.js';
import type { Member, PrincipalType, ServicePrincipalRecord } from './records.js';
import { textOf } from './records.js';
import { notFound } from './refusal.js';
import { Sequence } from './sequence.js';
import { Users } from './users.js';

const recycleBinMs = 30 * 86_400_000;

/** One tenant's directory: what it holds now and every change that led there. Knows nothing of HTTP. */
export class Directory {
  readonly tenantId: string;
  readonly sequence = new Sequence();
  readonly users: Users;
  readonly groups: Groups;
  readonly #timestamp: () => string;
  readonly #servicePrincipals = new Map<string, ServicePrincipalRecord>();
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

  /** What a live object is, and its name: anything that can be a member or a principal. */
  principal(
    id: string,
  ):
    | { readonly member: Member; readonly type: PrincipalType; readonly displayName: string | null }
    | undefined {
    const user = this.users.find(id);
    if (user !== undefined) {
      const displayName = textOf(user.properties, 'displayName');
      return { member: { id: user.id, type: 'user' }, type: 'User', displayName };
    }
    const group = this.groups.find(id);
    if (group !== undefined) {
      const displayName = textOf(group.properties, 'displayName');
      return { member: { id: group.id, type: 'group' }, type: 'Group', displayName };
    }
    const app = this.findServicePrincipal(id);
    if (app === undefined) return undefined;
    const member = { id: app.id, type: 'servicePrincipal' } as const;
    return { member, type: 'ServicePrincipal', displayName: app.displayName };
  }

  /** Ends a soft-deleted user for good, and their memberships with them. */
  purgeUser(id: string, options: { readonly reportMemberships: boolean }): void {
    const user = this.users.purge(id);
    this.groups.forgetMember(user.id, options.reportMemberships);
  }

  /** Ends what has been in the recycle bin for 30 days. */
  purgeExpired(now: number, options: { readonly reportMemberships: boolean }): void {
    for (const user of this.users.deleted()) {
      const deletedAt = Date.parse(textOf(user.properties, 'deletedDateTime') ?? '');
      if (now - deletedAt > recycleBinMs) this.purgeUser(user.id, options);
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
        .map(({ id, status, properties }) => ({
          id,
          status,
          properties,
          members: this.groups.membersOf(id).items(),
        })),
      servicePrincipals: this.servicePrincipals,
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
