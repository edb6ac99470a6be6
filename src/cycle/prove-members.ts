import pMap from 'p-map';
import { ProvisioningFailure } from '../failures.js';
import type { FeedPosition, GroupFact } from '../store/index.js';
import type { CycleContext } from './cycle-context.js';
import { tellMirroredProof, tellNoMembersList } from './proof-events.js';
import { proveRemovals } from './prove-removals.js';

const BATCH = 200;
const IN_FLIGHT = 4;

type AskForGroup = (groupId: string) => Promise<readonly GroupFact[]>;

/**
 * The end of a full round forgets the members whom it did not tell. A page that was passed over would empty groups, so the
 * members of each group that would shrink, or of which the assignments say otherwise, are read as a list; whoever the list
 * does not prove to be gone stays, in doubt. Whoever is in doubt is looked at again in each round: a feed tells nothing twice.
 * @param groupIds the groups that the round read; null for all.
 */
export async function proveMembers(
  context: CycleContext,
  { round, isFull }: FeedPosition,
  groupIds: readonly string[] | null,
  ask: AskForGroup,
): Promise<void> {
  const { store, sourceKey: source, appId, signal } = context;
  if (isFull) await store.groups.members.doubtUnentitled(source, appId);
  for (let after = ''; ;) {
    const doubtful = isFull
      ? await store.groups.members.untold({ source, appId, round }, groupIds, after, BATCH)
      : await store.groups.members.inDoubt(source, after, BATCH);
    const last = doubtful.at(-1);
    if (last === undefined) return;
    // Where a round told changes only, all but those in doubt are members because of an earlier one.
    const since = isFull ? round : 1;
    await pMap(doubtful, (groupId) => proveMembersOf(context, { groupId, round, since }, ask), {
      concurrency: IN_FLIGHT,
      signal,
    });
    after = last;
  }
}

/** Reads the members of one group anew, and lets go of those whom the list proves to be gone. */
export async function refreshMembers(
  context: CycleContext,
  groupId: string,
  ask: AskForGroup,
): Promise<void> {
  const { store, sourceKey } = context;
  const round = await store.groups.currentRound(sourceKey);
  await store.groups.members.doubt(sourceKey, groupId, round + 1);
  await proveMembersOf(context, { groupId, round, since: 1 }, ask);
}

/** A group of whose members those who were not told since a round are perhaps gone. */
interface Doubtful {
  readonly groupId: string;
  readonly round: number;
  readonly since: number;
}

async function proveMembersOf(context: CycleContext, doubtful: Doubtful, ask: AskForGroup): Promise<void> {
  const { store, source, sourceKey, appId, signal } = context;
  const { groupId, round, since } = doubtful;
  await store.groups.members.keepDeleted({ source: sourceKey, appId, round }, groupId);
  if (!(await readList(context, doubtful))) {
    const facts = await ask(groupId);
    await store.groups.correct(sourceKey, appId, facts);
    if (facts.some(({ state }) => state === 'present')) await keepWithoutList(context, doubtful);
    return;
  }
  const proof = await proveRemovals({
    compare: () => store.groups.members.compare(sourceKey, groupId, since),
    count: () => source.directUserMemberCount(groupId, signal),
    readAgain: async () => {
      if (!(await readList(context, doubtful))) throw listWithdrawn(groupId);
    },
  });
  await tellMirroredProof(context, groupId, proof);
  if (proof.verdict === 'proven')
    await store.groups.members.drop({ source: sourceKey, appId }, groupId, since);
  else await store.groups.members.doubt(sourceKey, groupId, since);
}

/** @returns whether there is such a list. */
async function readList(context: CycleContext, { groupId, round }: Doubtful): Promise<boolean> {
  const { store, source, sourceKey, appId, signal } = context;
  const pages = await source.directUserMembers(groupId, signal);
  if (pages === null) return false;
  for await (const userIds of pages) {
    await store.groups.members.tell({ source: sourceKey, appId, round }, groupId, userIds);
    context.onProgress();
    signal.throwIfAborted();
  }
  return true;
}

async function keepWithoutList(context: CycleContext, { groupId, since }: Doubtful): Promise<void> {
  const { store, sourceKey } = context;
  const { lost } = await store.groups.members.compare(sourceKey, groupId, since);
  if (lost === 0) return;
  await store.groups.members.doubt(sourceKey, groupId, since);
  await tellNoMembersList(context, groupId, lost);
}

function listWithdrawn(groupId: string): ProvisioningFailure {
  return new ProvisioningFailure(
    'SourceUnavailable',
    `Group ${groupId} had a list of members and has none; it is read again later.`,
  );
}
