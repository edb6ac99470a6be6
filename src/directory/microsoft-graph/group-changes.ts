import {
  MAX_GROUPS_ASKED_FOR,
  type ChangePage,
  type GroupChange,
  type GroupState,
  type Watermark,
} from '../directory-source.js';
import { selectQuery } from './attribute-readers.js';
import { deltaRound } from './delta-round.js';
import { membershipChanges, toDirectoryGroup } from './directory-group.js';
import { graphRoot, type GraphClient } from './graph-client.js';
import { groupDeltaSelect } from './group-attributes.js';
import { groupDeltaEntry, isRemoved, pageOf, type GroupDeltaEntry } from './wire.js';

/**
 * Where a full read of groups begins.
 * @param groupIds the only ones to read, at least one; null for all of the tenant.
 * @throws {RangeError} when more are named than a filter takes.
 */
export function initialGroupsUrl(
  graphUrl: URL,
  attributes: readonly string[],
  groupIds: readonly string[] | null,
): URL {
  const select = selectQuery(groupDeltaSelect(attributes));
  const filter = groupIds === null ? '' : `&${idFilter(groupIds)}`;
  return new URL(`${graphRoot(graphUrl)}/groups/delta?${select}${filter}`);
}

export interface GroupChangesRequest {
  /** `initialGroupsUrl` of the attributes and groups. */
  readonly initial: URL;
  readonly from: Watermark | null;
  readonly attributes: readonly string[];
  /** One group's state, asked by id. */
  readonly reread: (id: string) => Promise<GroupState>;
  readonly signal: AbortSignal | undefined;
}

/**
 * A delta round of groups and their direct user members.
 * @see Microsoft Graph, "group: delta" and "Get incremental changes for groups".
 */
export function groupChanges(
  graph: GraphClient,
  { initial, from, attributes, reread, signal }: GroupChangesRequest,
): AsyncIterable<ChangePage<GroupChange>> {
  const call = {
    doing: 'Reading group changes',
    permission: 'GroupMember.Read.All',
    answer: pageOf(groupDeltaEntry),
    properties: groupDeltaSelect(attributes),
  } as const;
  return deltaRound(
    graph,
    { initial, from, call, newsOf, signal },
    {
      presentIn: (entry) => {
        if (saysTooLittle(entry)) return null;
        const group = toDirectoryGroup(entry, attributes);
        return { type: 'present', group, members: membershipChanges(entry) } as const;
      },
      reread,
      combine: ({ type, group }, entry) => ({ type, group, members: membershipChanges(entry) }),
    },
  );
}

/** A large group comes a chunk of members at a time, over any number of pages: then its members are what is new. */
function newsOf(entry: GroupDeltaEntry): readonly string[] {
  const members = (entry['members@delta'] ?? []).map(
    (member) => `${entry.id} ${isRemoved(member) ? '-' : '+'}${member.id}`,
  );
  return [entry.id, ...members];
}

/** Of these two every group has a value; without them the entry is a minimal one, and absent means unchanged. */
function saysTooLittle({ displayName, securityEnabled }: GroupDeltaEntry): boolean {
  return typeof displayName !== 'string' || typeof securityEnabled !== 'boolean';
}

function idFilter(groupIds: readonly string[]): string {
  const ids = [...new Set(groupIds.map((id) => id.toLowerCase()))].sort();
  if (ids.length === 0 || ids.length > MAX_GROUPS_ASKED_FOR)
    throw new RangeError(
      `A filter of a groups feed names 1 to ${MAX_GROUPS_ASKED_FOR} groups, not ${ids.length}.`,
    );
  const terms = ids.map((id) => `id eq '${id.replaceAll("'", "''")}'`);
  return `$filter=${encodeURIComponent(terms.join(' or '))}`;
}
