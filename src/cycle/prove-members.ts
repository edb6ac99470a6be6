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
 * members of each group that would shrink are read as a list, and whoever the list does not prove to be gone stays.
 * @param groupIds the groups that the round read; null for all.
 */
export async function proveMembers(
  context: CycleContext,
  { round }: FeedPosition,
  groupIds: readonly string[] | null,
  ask: AskForGroup,
): Promise<void> {
  const { store, sourceKey, signal } = context;
  for (let after = ''; ;) {
    const shrinking = await store.groups.membersUntold(sourceKey, round, groupIds, after, BATCH);
    const last = shrinking.at(-1);
    if (last === undefined) return;
    await pMap(shrinking, (groupId) => proveMembersOf(context, round, groupId, ask), {
      concurrency: IN_FLIGHT,
      signal,
    });
    after = last;
  }
}

async function proveMembersOf(
  context: CycleContext,
  round: number,
  groupId: string,
  ask: AskForGroup,
): Promise<void> {
  const { store, source, sourceKey, appId, signal } = context;
  await store.groups.keepMembers(sourceKey, round, groupId, 'softDeleted');
  if (!(await readList(context, round, groupId))) {
    const facts = await ask(groupId);
    await store.groups.correct(sourceKey, appId, facts);
    if (facts.some(({ state }) => state === 'present')) await keepWithoutList(context, round, groupId);
    return;
  }
  const proof = await proveRemovals({
    compare: () => store.groups.compareMembers(sourceKey, round, groupId),
    count: () => source.directUserMemberCount(groupId, signal),
    readAgain: async () => {
      if (!(await readList(context, round, groupId))) throw listWithdrawn(groupId);
    },
  });
  await tellMirroredProof(context, groupId, proof);
  if (proof.verdict === 'contradicted' || proof.verdict === 'unproven')
    await store.groups.keepMembers(sourceKey, round, groupId, 'all');
}

/** @returns whether there is such a list. */
async function readList(context: CycleContext, round: number, groupId: string): Promise<boolean> {
  const { store, source, sourceKey, appId, signal } = context;
  const pages = await source.directUserMembers(groupId, signal);
  if (pages === null) return false;
  for await (const userIds of pages) {
    await store.groups.tellMembers({ source: sourceKey, appId, round }, groupId, userIds);
    context.onProgress();
    signal.throwIfAborted();
  }
  return true;
}

async function keepWithoutList(context: CycleContext, round: number, groupId: string): Promise<void> {
  const { store, sourceKey } = context;
  const { lost } = await store.groups.compareMembers(sourceKey, round, groupId);
  await store.groups.keepMembers(sourceKey, round, groupId, 'all');
  await tellNoMembersList(context, groupId, lost);
}

function listWithdrawn(groupId: string): ProvisioningFailure {
  return new ProvisioningFailure(
    'SourceUnavailable',
    `Group ${groupId} had a list of members and has none; it is read again later.`,
  );
}
