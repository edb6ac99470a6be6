import type { Assignment } from '../directory/directory-source.js';
import { KnownKeys } from './known-keys.js';

/**
 * One reading of who is assigned to an app and who is a member of the assigned groups, as far as it has got. What was adopted
 * before is only ticked off here, in memory; what is new waits in tables. It lives as long as the attempt that reads.
 */
export class AssignmentReading {
  readonly appId: string;
  /** What was adopted last. */
  readonly assignments = new KnownKeys();
  /** The members that were adopted last, by group. */
  readonly members = new Map<string, KnownKeys>();
  /** Groups that are assigned by what was read. */
  readonly groups = new Set<string>();
  /** Whether what was adopted entitles every member of each group with each of its roles, and to nothing else. */
  isEven = true;
  #newAssignments = 0;
  readonly #newMembers = new Map<string, number>();

  constructor(appId: string) {
    this.appId = appId;
  }

  /** Ticks off what is known. @returns what is new. */
  assignmentsUnknown(page: readonly Assignment[]): readonly Assignment[] {
    for (const { principalType, principalId } of page)
      if (principalType === 'Group') this.groups.add(principalId);
    return page.filter((assignment) => !this.assignments.see(keyOf(assignment)));
  }

  /** The same of members of a group. */
  membersUnknown(groupId: string, userIds: readonly string[]): readonly string[] {
    const known = this.members.get(groupId);
    return known === undefined ? userIds : userIds.filter((id) => !known.see(id));
  }

  /** Counts what was new and not told before. */
  countNewAssignments(count: number): void {
    this.#newAssignments += count;
  }

  countNewMembers(groupId: string, count: number): void {
    this.#newMembers.set(groupId, (this.#newMembers.get(groupId) ?? 0) + count);
  }

  compareAssignments(): ReadingCompared {
    const { size, seen } = this.assignments;
    return { read: seen + this.#newAssignments, lost: size - seen };
  }

  compareMembers(groupId: string): ReadingCompared {
    const { size, seen } = this.members.get(groupId) ?? { size: 0, seen: 0 };
    return { read: seen + (this.#newMembers.get(groupId) ?? 0), lost: size - seen };
  }

  counts(): { assignments: number; members: number } {
    const groups = new Set([...this.members.keys(), ...this.#newMembers.keys()]);
    const members = [...groups].reduce((sum, id) => sum + this.compareMembers(id).read, 0);
    return { assignments: this.compareAssignments().read, members };
  }

  /** Whether it says anything else than what was adopted. */
  isChanged(): boolean {
    return !this.isEven || this.countChanges() > 0;
  }

  /** How many assignments and members are new or lost. */
  countChanges(): number {
    const news = [...this.#newMembers.values()].reduce((sum, count) => sum + count, this.#newAssignments);
    const lists = [this.assignments, ...this.members.values()];
    return lists.reduce((sum, { size, seen }) => sum + size - seen, news);
  }

  lostMembers(): readonly { readonly groupId: string; readonly digest: Buffer }[] {
    return [...this.members].flatMap(([groupId, known]) =>
      known.unseen().map((digest) => ({ groupId, digest })),
    );
  }
}

/** What was read, compared with what was adopted last. */
export interface ReadingCompared {
  readonly read: number;
  /** Adopted last, and not read. */
  readonly lost: number;
}

/** @see assignmentDigest */
function keyOf({ id, principalId, principalType, appRoleId }: Assignment): string {
  return [id, principalId, principalType, appRoleId].join('\n');
}
