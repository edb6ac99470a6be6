import type { DeltaEntry, Round } from './user-delta.js';
import type { Groups } from './groups.js';
import type { Version } from './history.js';
import type { GroupRecord, MembershipChange, PropertyValue } from './records.js';

/** What a groups delta without `$select` speaks of. `members` turns on the tracking of memberships. */
export const defaultGroupProperties: readonly string[] = [
  'createdDateTime',
  'description',
  'displayName',
  'groupTypes',
  'mail',
  'mailEnabled',
  'mailNickname',
  'members',
  'securityEnabled',
];

/** Where a round goes on: at a version, and within it after some of its membership changes. */
export interface GroupPosition {
  readonly index: number;
  readonly member: number;
}

export interface GroupDeltaRules {
  /** Groups deleted before an initial round are told of, too. */
  readonly removedInInitialRound: boolean;
}

export interface GroupDeltaPage {
  readonly items: readonly DeltaEntry[];
  readonly next: GroupPosition | null;
}

/**
 * A page of a groups delta round. Membership changes come in the order they happened, a chunk at a time, so a large group
 * comes again and again, other groups between; what stands last for a member is true.
 */
export function groupDeltaPage(
  groups: Groups,
  round: Round,
  range: { readonly position: GroupPosition; readonly limit: number; readonly membersPerEntry: number },
  rules: GroupDeltaRules,
): GroupDeltaPage {
  const end = groups.history.indexAfter(round.until);
  const items: DeltaEntry[] = [];
  let { index, member } = range.position;
  while (index < end) {
    const version = groups.history.at(index);
    const chunk =
      version === undefined
        ? null
        : chunkOf(groups, version, round, { member, size: range.membersPerEntry, rules });
    if (chunk !== null) {
      if (items.length === range.limit) return { items, next: { index, member } };
      items.push(chunk.entry);
    }
    member = chunk?.nextMember ?? 0;
    if (member === 0) index += 1;
  }
  return { items, next: null };
}

function chunkOf(
  groups: Groups,
  version: Version<GroupRecord>,
  round: Round,
  {
    member,
    size,
    rules,
  }: { readonly member: number; readonly size: number; readonly rules: GroupDeltaRules },
): { readonly entry: DeltaEntry; readonly nextMember: number } | null {
  const { id, membership } = version.record;
  if (round.ids !== null && !round.ids.includes(id)) return null;
  const now = groups.history.asOf(id, round.until)?.record;
  if (now === undefined) return null;
  if (now.status !== 'live') return removedEntry(version, now, round, rules);

  const select = round.select ?? defaultGroupProperties;
  const tracksMembers = select.includes('members');
  const isNews =
    version.event !== 'changed' ||
    version.changed.some((name) => select.includes(name) && (name !== 'members' || tracksMembers));
  if (!isNews) return null;

  const entry: Record<string, PropertyValue> = { id };
  for (const name of select) {
    const value = now.properties[name];
    if (value !== undefined) entry[name] = value;
  }
  const chunk = tracksMembers ? membership.slice(member, member + size) : [];
  if (chunk.length > 0) entry['members@delta'] = chunk.map(memberEntry);
  const next = member + chunk.length;
  return { entry, nextMember: tracksMembers && next < membership.length ? next : 0 };
}

/** Told once, at the version that removed it. */
function removedEntry(
  version: Version<GroupRecord>,
  now: GroupRecord,
  round: Round,
  rules: GroupDeltaRules,
): { readonly entry: DeltaEntry; readonly nextMember: number } | null {
  if (version.record !== now || (round.since === 0 && !rules.removedInInitialRound)) return null;
  const reason = now.status === 'deleted' ? 'changed' : 'deleted';
  return { entry: { id: now.id, '@removed': { reason } }, nextMember: 0 };
}

function memberEntry({ id, type, joined }: MembershipChange): PropertyValue {
  const member = { '@odata.type': `#microsoft.graph.${type}`, id };
  return joined ? member : { ...member, '@removed': { reason: 'deleted' } };
}
