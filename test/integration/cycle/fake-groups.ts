import {
  WatermarkExpired,
  type DirectoryGroup,
  type DirectorySource,
  type GroupChange,
  type Watermark,
} from '../../../src/directory/directory-source.js';
import { noSource } from './a-cycle.js';

/** Groups by id with their members: what is asked for by id is answered from here, the feed is told by the test. */
export class FakeGroups {
  readonly groups = new Map<string, readonly string[]>();
  /** What each reading of the feed tells: pages of changes, or that the position is forgotten. */
  readonly rounds: (readonly (readonly GroupChange[])[] | WatermarkExpired)[] = [];
  readonly asked: { readonly from: Watermark | null; readonly groupIds: readonly string[] | null }[] = [];
  readonly membersRead: string[] = [];
  /** What the source counts, where that is not how many there are. */
  readonly counts = new Map<string, number>();

  asSource(): DirectorySource {
    const source: DirectorySource = {
      ...noSource,
      groupChanges: ({ from, groupIds }) => this.#read(from, groupIds),
      group: (id) =>
        Promise.resolve(this.groups.has(id) ? { type: 'present', group: named(id) } : { type: 'deleted' }),
      directUserMembers: (id) => {
        this.membersRead.push(id);
        const members = this.groups.get(id);
        return Promise.resolve(members === undefined ? null : pagesOf(members));
      },
      directUserMemberCount: (id) =>
        Promise.resolve(this.counts.get(id) ?? this.groups.get(id)?.length ?? null),
    };
    return source;
  }

  async *#read(from: Watermark | null, groupIds: readonly string[] | null) {
    this.asked.push({ from, groupIds });
    const pages = this.rounds.shift() ?? [];
    if (pages instanceof WatermarkExpired) throw pages;
    await Promise.resolve();
    for (const [index, changes] of pages.entries()) {
      // Any text is a position here.
      const continueAt = `after-${this.asked.length}-${index}` as Watermark;
      yield { changes, continueAt, isLast: index === pages.length - 1 };
    }
  }
}

export function named(id: string): DirectoryGroup {
  return { id, isSecurityEnabled: true, attributes: { displayName: [id] } };
}

export function present(id: string, ...members: readonly string[]): GroupChange {
  return {
    type: 'present',
    group: named(id),
    members: members.map((userId) => ({ userId, joined: true })),
  };
}

export function removed(id: string, reason: 'changed' | 'deleted' | 'unknown'): GroupChange {
  return { type: 'removed', id, reason };
}

async function* pagesOf(members: readonly string[]) {
  await Promise.resolve();
  for (const member of members) yield [member];
}
