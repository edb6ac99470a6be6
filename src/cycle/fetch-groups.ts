import pMap from 'p-map';
import {
  MAX_GROUPS_ASKED_FOR,
  type ChangePage,
  type GroupChange,
  type GroupState,
  type Watermark,
} from '../directory/directory-source.js';
import { ProvisioningFailure } from '../failures.js';
import type { FeedPosition, GroupFact } from '../store/index.js';
import { rulesOf, type CycleContext } from './cycle-context.js';
import { tellNothingRead, tellPassedOver } from './proof-events.js';
import { proveMembers } from './prove-members.js';
import { readAhead } from './read-ahead.js';
import { readRound } from './read-round.js';

const CONFIRMATION_BATCH = 200;
const IN_FLIGHT = 8;

/**
 * Reads what changed in groups and their members into the mirror, page by page, as users are read. Where few groups are
 * assigned only those are asked for; when others come to be assigned, all of them are read anew.
 * @param assigned the ids of the groups that matter; null for every group.
 */
export async function fetchGroups(context: CycleContext, assigned: readonly string[] | null): Promise<void> {
  const { store, sourceKey, appId } = context;
  if (context.rules.Group === null || assigned?.length === 0) return;
  const groupIds = assigned !== null && assigned.length <= MAX_GROUPS_ASKED_FOR ? assigned : null;
  const wanted = [...attributesOf(context), ...(groupIds ?? [])];
  let read = 0;
  const round = await readRound(store.groups, sourceKey, wanted, async (opened) => {
    read = await readPages(context, opened, groupIds);
  });
  await store.statistics.refresh('directory', { to: read });
  if (round.isFull) await confirmMissing(context, round, groupIds);
  await proveMembers(context, round, groupIds, (id) => askForGroups(context, [id]));
  await store.groups.completeRound(sourceKey, appId, round, groupIds);
}

/** @returns how many groups and members were told. */
async function readPages(
  context: CycleContext,
  round: FeedPosition,
  groupIds: readonly string[] | null,
): Promise<number> {
  const { store, source, sourceKey, appId, signal } = context;
  let read = 0;
  const pages = source.groupChanges({
    attributes: attributesOf(context),
    groupIds,
    // The mirror gives back what the source issued.
    from: round.continueAt as Watermark | null,
    signal,
  });
  for await (const page of readAhead(pages)) {
    const facts = await toFacts(context, round, page);
    await store.groups.fold(sourceKey, appId, { round: round.round, facts, continueAt: page.continueAt });
    for (const fact of facts) read += 1 + (fact.state === 'present' ? fact.members.length : 0);
    context.onProgress();
    signal.throwIfAborted();
  }
  return read;
}

/**
 * What a page tells. A group of which it does not say how it went, or of which it and the round's pages before it say that
 * it is there and gone, is asked for. One that comes back may come without its members, so they are read as a whole.
 */
async function toFacts(
  context: CycleContext,
  round: FeedPosition,
  { changes }: ChangePage<GroupChange>,
): Promise<readonly GroupFact[]> {
  const present = new Set(changes.flatMap((each) => (each.type === 'present' ? [each.group.id] : [])));
  const contradicted = await contradictedBefore(context, round, changes);
  const facts = changes.flatMap((change): readonly GroupFact[] => {
    if (change.type === 'present')
      return [{ state: 'present', group: change.group, members: change.members }];
    if (change.reason === 'unknown' || present.has(change.id)) contradicted.add(change.id);
    if (contradicted.has(change.id)) return [];
    return [{ state: change.reason === 'changed' ? 'softDeleted' : 'deleted', id: change.id }];
  });
  const settled = [...facts, ...(await askForGroups(context, [...contradicted]))];
  const returned = await context.store.groups.goneBefore(context.sourceKey, [...present]);
  return withAllMembers(context, settled, new Set([...returned, ...contradicted]));
}

/** Groups of which this round already told the contrary, perhaps before it was interrupted. */
async function contradictedBefore(
  { store, sourceKey }: CycleContext,
  { round }: FeedPosition,
  changes: readonly GroupChange[],
): Promise<Set<string>> {
  const isPresent = new Map(
    changes.map((each) => [each.type === 'present' ? each.group.id : each.id, each.type === 'present']),
  );
  const told = await store.groups.toldInRound(sourceKey, round, [...isPresent.keys()]);
  return new Set(
    [...told].flatMap(([id, state]) => ((state === 'present') === isPresent.get(id) ? [] : [id])),
  );
}

/** With the members of `groupIds`, each read whole. A group without a list of members proves nothing about who is in it. */
async function withAllMembers(
  context: CycleContext,
  facts: readonly GroupFact[],
  groupIds: ReadonlySet<string>,
): Promise<readonly GroupFact[]> {
  const { source, signal } = context;
  const whole: GroupFact[] = [];
  for (const fact of facts) {
    if (fact.state !== 'present' || !groupIds.has(fact.group.id)) continue;
    const pages = await source.directUserMembers(fact.group.id, signal);
    if (pages === null) {
      whole.push(await goneMeanwhile(context, fact.group.id));
      continue;
    }
    for await (const userIds of pages) {
      whole.push({ ...fact, members: userIds.map((userId) => ({ userId, joined: true })) });
      context.onProgress();
    }
  }
  return [...facts, ...whole];
}

/** @throws {ProvisioningFailure} `SourceUnavailable` when the group is still there. */
async function goneMeanwhile(context: CycleContext, id: string): Promise<GroupFact> {
  const [asked] = await askForGroups(context, [id]);
  if (asked !== undefined && asked.state !== 'present') return asked;
  throw new ProvisioningFailure(
    'SourceUnavailable',
    `Group ${id} is there, and the directory has no list of its members; it is read again later.`,
  );
}

/**
 * Who is missing from a full round is asked for by id before it counts, and for its members: the end of the round forgets
 * those that nobody told of. A round without any group proves nothing as long as one of them is there.
 */
async function confirmMissing(
  context: CycleContext,
  round: FeedPosition,
  groupIds: readonly string[] | null,
): Promise<void> {
  const { store, sourceKey, appId } = context;
  const { present, seen } = await store.groups.countPresent(sourceKey, round.round);
  const foundNone = groupIds === null && seen === 0;
  let passedOver = 0;
  for (let after = ''; ;) {
    const missing = await store.groups.unseen(sourceKey, round.round, groupIds, after, CONFIRMATION_BATCH);
    const last = missing.at(-1);
    if (last === undefined) break;
    const found = await askForGroups(context, missing);
    const there = found.filter(({ state }) => state === 'present');
    if (foundNone && there.length > 0) {
      await store.groups.restartRound(sourceKey, 'everything', null);
      const message = `A full read of the groups returned none, although some of the ${present} that are known are there. They stay as they are.`;
      await tellNothingRead(context, 'groups', message);
      throw new ProvisioningFailure('SourceIncompatible', message, {
        remedy: 'Check the permissions of the app registration; the next cycle reads everything again.',
      });
    }
    await store.groups.correct(sourceKey, appId, await withAllMembers(context, found, new Set(missing)));
    passedOver += there.length;
    after = last;
  }
  await tellPassedOver(context, 'groups', passedOver);
}

/** The newest state of groups, each asked for by id. Their members are not told. */
export async function askForGroups(
  context: CycleContext,
  ids: readonly string[],
): Promise<readonly GroupFact[]> {
  const { source, signal } = context;
  return pMap(
    ids,
    async (id) => {
      const state = await source.group(id, attributesOf(context), signal);
      context.onProgress();
      return toFact(id, state);
    },
    { concurrency: IN_FLIGHT, signal },
  );
}

function toFact(id: string, state: GroupState): GroupFact {
  return state.type === 'present'
    ? { state: 'present', group: state.group, members: [] }
    : { state: state.type, id };
}

function attributesOf(context: CycleContext): readonly string[] {
  return rulesOf(context, 'Group').mapping.sourceAttributes;
}
