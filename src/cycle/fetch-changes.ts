import type { ChangePage, Watermark } from '../directory/directory-source.js';
import { ProvisioningFailure } from '../failures.js';
import type { FeedPosition, UserFact } from '../store/index.js';
import { askById } from './ask-by-id.js';
import type { CycleContext } from './cycle-context.js';
import { tellNothingRead, tellPassedOver } from './proof-events.js';
import { readAhead } from './read-ahead.js';
import { readRound } from './read-round.js';

const CONFIRMATION_BATCH = 200;

/**
 * Reads what changed in the source into the mirror, page by page. Each page is stored with the position after it, so an
 * interrupted round goes on where it stopped. Who is missing from a full round is asked for by id before it counts.
 */
export async function fetchChanges(
  context: CycleContext,
): Promise<{ pages: number; changed: number; removed: number }> {
  const { store, sourceKey, appId } = context;
  const progress = { pages: 0, changed: 0, removed: 0 };

  const wanted = context.rules.User.mapping.sourceAttributes;
  const round = await readRound(store.mirror, sourceKey, wanted, (opened) =>
    readPages(context, opened, progress),
  );
  await store.statistics.refresh('directory', { to: progress.changed });
  if (round.isFull) {
    await confirmMissing(context, round, progress);
    await confirmManagers(context, round);
  }
  await store.mirror.completeRound(sourceKey);

  if (context.kind === 'initial') await store.dirty.markAll(appId, sourceKey);
  await store.cycles.countImported(appId, context.number, progress.changed);
  return progress;
}

interface Progress {
  pages: number;
  changed: number;
  removed: number;
}

async function readPages(context: CycleContext, round: FeedPosition, progress: Progress): Promise<void> {
  const { store, source, sourceKey, appId, signal } = context;
  const pages = source.userChanges({
    attributes: context.rules.User.mapping.sourceAttributes,
    // The mirror gives back what the source issued.
    from: round.continueAt as Watermark | null,
    signal,
  });
  for await (const page of readAhead(pages)) {
    const facts = await toFacts(context, round, page);
    progress.changed += await store.mirror.fold(sourceKey, appId, {
      round: round.round,
      facts,
      continueAt: page.continueAt,
    });
    progress.pages += 1;
    progress.removed += facts.filter((fact) => fact.state !== 'present').length;
    context.onProgress();
    signal.throwIfAborted();
  }
}

/**
 * What a page tells of each user. A round has no order: where it says of one user both that they are there and that they
 * are gone, or does not say how they went, the user is asked for by id.
 */
async function toFacts(
  context: CycleContext,
  round: FeedPosition,
  page: ChangePage,
): Promise<readonly UserFact[]> {
  const facts = new Map<string, UserFact>();
  const doubtful = new Set<string>();
  for (const change of page.changes) {
    const id = change.type === 'present' ? change.user.id : change.id;
    const fact = factOf(change);
    const earlier = facts.get(id);
    if (fact === null || (earlier !== undefined && isPresent(earlier) !== isPresent(fact))) doubtful.add(id);
    if (fact !== null) facts.set(id, withManagerOf(fact, earlier));
  }
  const told = await context.store.mirror.toldInRound(context.sourceKey, round.round, [...facts.keys()]);
  for (const [id, fact] of facts)
    if (told.has(id) && (told.get(id) === 'present') !== isPresent(fact)) doubtful.add(id);

  for (const fact of await askById(context, [...doubtful]))
    facts.set(fact.state === 'present' ? fact.user.id : fact.id, fact);
  return [...facts.values()];
}

/** A later entry that does not tell of the manager leaves an earlier one standing. */
function withManagerOf(fact: UserFact, earlier: UserFact | undefined): UserFact {
  if (fact.state !== 'present' || fact.user.managerId !== undefined || earlier?.state !== 'present')
    return fact;
  const { managerId } = earlier.user;
  return managerId === undefined ? fact : { ...fact, user: { ...fact.user, managerId } };
}

function factOf(change: ChangePage['changes'][number]): UserFact | null {
  if (change.type === 'present') return { state: 'present', user: change.user };
  switch (change.reason) {
    case 'changed':
      return { state: 'softDeleted', id: change.id };
    case 'deleted':
      return { state: 'deleted', id: change.id };
    case 'unknown':
      return null;
  }
}

function isPresent(fact: UserFact): boolean {
  return fact.state === 'present';
}

/** A full round that mentions nobody is a broken answer, never an empty company. */
async function confirmMissing(context: CycleContext, round: FeedPosition, progress: Progress): Promise<void> {
  const { store, sourceKey, appId } = context;
  const { present, seen } = await store.mirror.countPresent(sourceKey, round.round);
  if (seen === 0 && present > 0) {
    await store.mirror.restartRound(sourceKey, 'everything', null);
    const message = `A full read of the directory returned nobody, although ${present} users are known. Nothing was changed.`;
    await tellNothingRead(context, 'users', message);
    throw new ProvisioningFailure('SourceIncompatible', message, {
      remedy: 'Check the permissions of the app registration; the next cycle reads everything again.',
    });
  }
  let passedOver = 0;
  for (let after = ''; ;) {
    const missing = await store.mirror.unseen(sourceKey, round.round, after, CONFIRMATION_BATCH);
    const last = missing.at(-1);
    if (last === undefined) break;
    const facts = await askById(context, missing);
    progress.changed += await store.mirror.correct(sourceKey, appId, facts);
    progress.removed += facts.filter((fact) => !isPresent(fact)).length;
    passedOver += facts.filter(isPresent).length;
    after = last;
  }
  await tellPassedOver(context, 'users', passedOver);
}

/** A manager is told when it changed; a full round that tells none of somebody who had one leaves it open. */
async function confirmManagers(context: CycleContext, round: FeedPosition): Promise<void> {
  const { store, sourceKey, appId } = context;
  for (let after = ''; ;) {
    const untold = await store.mirror.managersUntold(sourceKey, round.round, after, CONFIRMATION_BATCH);
    const last = untold.at(-1);
    if (last === undefined) return;
    await store.mirror.correct(sourceKey, appId, await askById(context, untold));
    after = last;
  }
}
