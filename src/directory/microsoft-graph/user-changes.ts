import type { ChangePage, UserState, Watermark } from '../directory-source.js';
import { selectQuery } from './attribute-readers.js';
import { deltaRound } from './delta-round.js';
import { toDirectoryUser } from './directory-user.js';
import { graphRoot, type GraphClient } from './graph-client.js';
import { managerToldOf } from './managers.js';
import { asksForManager, userDeltaSelect } from './user-attributes.js';
import { pageOf, userDeltaEntry, type UserDeltaEntry } from './wire.js';

/** Where a full read of all users begins. */
export function initialUsersUrl(graphUrl: URL, attributes: readonly string[]): URL {
  return new URL(`${graphRoot(graphUrl)}/users/delta?${selectQuery(userDeltaSelect(attributes))}`);
}

export interface UserChangesRequest {
  /** `initialUsersUrl` of the attributes. */
  readonly initial: URL;
  readonly from: Watermark | null;
  readonly attributes: readonly string[];
  /** One user's state, asked by id. */
  readonly reread: (id: string) => Promise<UserState>;
  readonly signal: AbortSignal | undefined;
}

/**
 * A delta round of users.
 * @see Microsoft Graph, "user: delta".
 */
export function userChanges(
  graph: GraphClient,
  { initial, from, attributes, reread, signal }: UserChangesRequest,
): AsyncIterable<ChangePage> {
  const call = {
    doing: 'Reading user changes',
    permission: 'User.Read.All',
    answer: pageOf(userDeltaEntry),
    properties: userDeltaSelect(attributes),
  } as const;
  const readsManager = asksForManager(attributes);
  return deltaRound(
    graph,
    { initial, from, call, signal },
    {
      presentIn: (entry) => {
        if (saysTooLittle(entry)) return null;
        const managerId = readsManager ? managerToldOf(entry) : undefined;
        return { type: 'present', user: toDirectoryUser(entry, attributes, managerId) } as const;
      },
      reread,
      combine: (state) => state,
    },
  );
}

/** Of these two every user has a value; without them the entry is a minimal one, and absent means unchanged. */
function saysTooLittle({ userPrincipalName, accountEnabled }: UserDeltaEntry): boolean {
  return typeof userPrincipalName !== 'string' || typeof accountEnabled !== 'boolean';
}
