import type { Version } from './history.js';
import { pageOf, type Page } from './paging.js';
import type { PropertyValue, UserRecord } from './records.js';
import { defaultUserProperties } from './user-properties.js';
import type { Users } from './users.js';

/** One round of a delta query: what changed after `since`, as things stood at `until`. 0 means from the beginning. */
export interface Round {
  readonly since: number;
  readonly until: number;
  /** The properties asked for; `null` when the caller named none. */
  readonly select: readonly string[] | null;
  /** The only objects of interest; `null` for all. */
  readonly ids: readonly string[] | null;
}

export interface UserDeltaRules {
  /** Only properties that changed (`Prefer: return=minimal`). */
  readonly minimal: boolean;
  /** Each change on its own, so that one object may come on many pages. */
  readonly duplicates: boolean;
  /** A restore alone is no news (a known trap with narrow selections). */
  readonly restoreInvisible: boolean;
  /** Objects deleted before an initial round are told of, too. */
  readonly removedInInitialRound: boolean;
  /** What kind of object a manager is; `null` when there is none of this id (any more). */
  readonly managerType: (id: string) => string | null;
}

export type DeltaEntry = Readonly<Record<string, PropertyValue>>;

/** A page of a users delta round. Each version is looked at once in a round, whatever the size of the directory. */
export function userDeltaPage(
  users: Users,
  round: Round,
  range: { readonly position: number; readonly limit: number },
  rules: UserDeltaRules,
): Page<DeltaEntry> {
  const wanted = round.ids === null ? null : new Set(round.ids);
  const end = users.history.indexAfter(round.until);
  return pageOf(users.history, { ...range, end }, (version) => {
    if (wanted !== null && !wanted.has(version.record.id)) return null;
    if (!isNews(version, round, rules)) return null;
    if (!rules.duplicates && hasNewsBefore(version, round, rules)) return null;
    const now = users.history.asOf(version.record.id, round.until);
    return now === null ? null : entryOf(now, round, rules);
  });
}

function isNews(version: Version<UserRecord>, round: Round, rules: UserDeltaRules): boolean {
  switch (version.event) {
    case 'created':
    case 'deleted':
    case 'purged':
      return true;
    case 'restored':
      return !rules.restoreInvisible;
    case 'changed': {
      const tracked = round.select ?? defaultUserProperties;
      return version.changed.some((name) => tracked.includes(name));
    }
  }
}

function hasNewsBefore(version: Version<UserRecord>, round: Round, rules: UserDeltaRules): boolean {
  for (let before = version.previous; before !== null && before.seq > round.since; before = before.previous) {
    if (isNews(before, round, rules)) return true;
  }
  return false;
}

function entryOf(now: Version<UserRecord>, round: Round, rules: UserDeltaRules): DeltaEntry | null {
  const user = now.record;
  if (user.status !== 'live') {
    if (round.since === 0 && !rules.removedInInitialRound) return null;
    return { id: user.id, '@removed': { reason: user.status === 'deleted' ? 'changed' : 'deleted' } };
  }
  const entry: Record<string, PropertyValue> = { id: user.id };
  const changed = changedIn(now, round.since);
  for (const name of round.select ?? defaultUserProperties) {
    const value = user.properties[name];
    if (value === undefined || (rules.minimal && changed !== null && !changed.names.has(name))) continue;
    if (value === null && round.select === null) continue;
    entry[name] = value;
  }
  if (round.select?.includes('manager') === true) {
    const managers = managerEntries(changed, user.managerId, rules.managerType);
    if (managers.length > 0) entry['manager@delta'] = managers;
  }
  return entry;
}

interface Changed {
  readonly names: ReadonlySet<string>;
  readonly managerBefore: string | null;
}

/** What differs from the object as the caller last knew it; `null` when it is new to the caller. */
function changedIn(now: Version<UserRecord>, since: number): Changed | null {
  const names = new Set<string>();
  let version: Version<UserRecord> | null = now;
  for (; version !== null && version.seq > since; version = version.previous) {
    for (const name of version.changed) names.add(name);
  }
  return version === null ? null : { names, managerBefore: version.record.managerId };
}

/** The relation as Graph tells it: the one before as removed, the one now as plain; nothing at all when it did not change. */
function managerEntries(
  changed: Changed | null,
  now: string | null,
  typeOf: UserDeltaRules['managerType'],
): PropertyValue[] {
  if (changed !== null && !changed.names.has('manager')) return [];
  const before = changed?.managerBefore ?? null;
  const reference = (id: string) => ({ '@odata.type': `#microsoft.graph.${typeOf(id) ?? 'user'}`, id });
  const removed =
    before !== null && before !== now ? [{ ...reference(before), '@removed': { reason: 'deleted' } }] : [];
  return now === null || typeOf(now) === null ? removed : [...removed, reference(now)];
}
