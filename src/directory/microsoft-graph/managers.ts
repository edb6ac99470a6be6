import { isRemoved, isUserReference, type Reference, type UserDeltaEntry } from './wire.js';

/**
 * The manager as an entry of a delta query tells it: an object id, `null` when it was cleared, `undefined` when the entry
 * does not speak of it. Graph tells the relation only when it changed, and of several entries the last live one counts. An
 * organisational contact is nobody's manager here: no mapping could refer to its account.
 * @see Microsoft Graph, "Use delta query to track changes in Microsoft Graph data": relationships.
 */
export function managerToldOf(entry: UserDeltaEntry): string | null | undefined {
  const told = entry['manager@delta'];
  if (told === undefined || told === null) return undefined;
  const live = told.filter((reference) => !isRemoved(reference));
  return userIdOf(live.at(-1));
}

/** The manager of a user who was read with `$expand=manager`: without one, Graph leaves it out. */
export function expandedManager({ manager }: { readonly manager?: Reference | null | undefined }) {
  return userIdOf(manager ?? undefined);
}

function userIdOf(reference: Reference | undefined): string | null {
  return reference !== undefined && isUserReference(reference) ? reference.id.toLowerCase() : null;
}
