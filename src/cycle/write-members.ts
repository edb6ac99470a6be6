import type { CompiledReference } from '../schema/compile-reference.js';
import { ProvisioningFailure } from '../failures.js';
import { ObjectRejected, OutcomeUnknown } from '../scim/scim-target.js';
import type { PendingOperation } from '../store/index.js';
import type { ExportedReference, LedgerState, ReferencePlace } from '../store/references.js';
import type { CycleContext } from './cycle-context.js';
import { forgetVanished, isAboutTheContent } from './forget-vanished.js';
import { logged, type WrittenReferences } from './written-references.js';

/** Where the target takes whole groups, everything that is due goes at once. */
const WHOLE_GROUP = 100_000;

interface Group {
  readonly place: ReferencePlace;
  readonly targetId: string;
}

/** A group, with the operation and the mapping by which it is written. */
interface WrittenGroup extends Group {
  readonly operation: PendingOperation;
  readonly reference: CompiledReference;
}

interface Chunk {
  readonly add: readonly ExportedReference[];
  readonly remove: readonly ExportedReference[];
  /** What the ledger had of them before it was stored that this is sent. */
  readonly before: readonly LedgerState[];
}

/**
 * Adds the members whom the target lacks and removes those whom the directory has no more, as many a request as the target
 * takes, one request after the other: a group is no place for races. What a request is about to change is stored before it
 * is sent: whoever it adds and leaves the group before its outcome is known is taken out of the group again.
 */
export async function writeMembers(
  context: CycleContext,
  operation: PendingOperation,
  reference: CompiledReference,
  { place, targetId }: Group,
): Promise<WrittenReferences> {
  const { store, target } = context;
  const { follows } = reference;
  const group = { place, targetId, operation, reference };
  const { updateGroups, membersPerRequest, repeatedAdditions } = target.dialect;
  const limit = updateGroups === 'put' ? WHOLE_GROUP : membersPerRequest;
  const written: Mutable<WrittenReferences> = { added: [], removed: [], refused: [] };
  if (repeatedAdditions === 'doubled' && (await mayHoldThem(context, operation, group)))
    await recordPresent(context, group);

  for (let addedTo = '', removedTo = ''; ;) {
    context.signal.throwIfAborted();
    const add = await store.references.missing(context, place, { after: addedTo, limit });
    const room = limit - add.length;
    const surplus =
      follows && room > 0
        ? await store.references.surplus(context, place, { after: removedTo, limit: room })
        : [];
    if (add.length + surplus.length === 0) return written;
    addedTo = add.at(-1)?.referencedId ?? addedTo;
    removedTo = surplus.at(-1)?.referencedId ?? removedTo;
    const joining = new Set(add.map(({ referencedId }) => referencedId));
    // The directory may be read anew by another app's cycle between the two questions.
    const remove = surplus.filter(({ referencedId }) => !joining.has(referencedId));
    const before = await store.references.intend(context.appId, place, [...add, ...remove]);
    await writeChunk(context, group, { add, remove, before }, written);
    context.onProgress();
  }
}

type Mutable<T> = { -readonly [key in keyof T]: T[key] extends readonly (infer U)[] ? U[] : T[key] };

/** One request; where the target does not take it, halves of it, down to the one member that it refuses. */
async function writeChunk(
  context: CycleContext,
  group: WrittenGroup,
  chunk: Chunk,
  written: Mutable<WrittenReferences>,
): Promise<void> {
  try {
    await send(context, group, chunk);
  } catch (error) {
    if (error instanceof OutcomeUnknown) {
      await sendWhatIsMissing(context, group, chunk, written);
      return;
    }
    if (!isAboutTheContent(error)) {
      if (error instanceof ObjectRejected) await withdraw(context, group, chunk);
      throw error;
    }
    if (await isGroupGone(context, group, error)) throw error;
    const [first, second] = halves(chunk);
    if (second === null && (isNoMember(chunk, error) || (await hasNeverJoined(context, group, chunk)))) {
      await record(context, group, chunk, written);
      return;
    }
    if (second === null) {
      await withdraw(context, group, chunk);
      await forgetVanished(context, chunk.add);
      written.refused.push(...chunk.add, ...chunk.remove);
      return;
    }
    await writeChunk(context, group, first, written);
    await writeChunk(context, group, second, written);
    return;
  }
  await record(context, group, chunk, written);
}

/** Who is no member needs no removal. @see RFC 7644, section 3.5.2, `noTarget`: strict servers answer so. */
function isNoMember({ add }: Chunk, { scimType, status }: ObjectRejected): boolean {
  return add.length === 0 && (scimType === 'noTarget' || status === 404);
}

/** Whoever was perhaps added once, and whom the target does not show among its members, needs no removal either. */
async function hasNeverJoined(
  { target, signal }: CycleContext,
  { targetId }: Group,
  { remove, before }: Chunk,
): Promise<boolean> {
  const [leaving] = remove;
  const entry = before.find(({ referencedId }) => referencedId === leaving?.referencedId);
  if (leaving === undefined || entry?.isConfirmed !== false) return false;
  const present = await target.members(targetId, signal);
  return present !== null && !present.includes(leaving.targetId);
}

/** The target surely did nothing of it. */
async function withdraw(
  { store, appId }: CycleContext,
  { place }: Group,
  { add, remove, before }: Chunk,
): Promise<void> {
  await store.references.withdraw(appId, place, { changed: [...add, ...remove], before });
}

async function record(
  { store, appId }: CycleContext,
  { place, operation, reference }: WrittenGroup,
  { add, remove }: Chunk,
  written: Mutable<WrittenReferences>,
): Promise<void> {
  const now = { added: add, removed: remove, refused: [] };
  await store.references.record(appId, place, now, logged(operation, reference, now));
  written.added.push(...add);
  written.removed.push(...remove);
}

/** After a lost answer, where adding again could add twice: only those whom the target does not hold by now. */
async function sendWhatIsMissing(
  context: CycleContext,
  group: WrittenGroup,
  chunk: Chunk,
  written: Mutable<WrittenReferences>,
): Promise<void> {
  const present = new Set(await context.target.members(group.targetId, context.signal));
  const add = chunk.add.filter((member) => !present.has(member.targetId));
  await send(context, group, { ...chunk, add }).catch((error: unknown) => {
    if (!(error instanceof OutcomeUnknown)) throw error;
    throw new ProvisioningFailure(
      'TargetUnavailable',
      'The target did not answer a change of members, twice.',
    );
  });
  await record(context, group, chunk, written);
}

/** One request, which ends what it began: broken off, it might have happened. */
async function send(context: CycleContext, { place, targetId }: Group, chunk: Chunk): Promise<void> {
  const { store, target } = context;
  const removed = new Set(chunk.remove.map((member) => member.targetId));
  await target.changeMembers(targetId, {
    add: chunk.add.map((member) => member.targetId),
    remove: [...removed],
    all: async () => {
      const held = await store.references.exported(context, place);
      const lasting = held.filter(({ isConfirmed }) => isConfirmed);
      const ids = [...lasting, ...chunk.add].map((member) => member.targetId);
      return [...new Set(ids)].filter((id) => !removed.has(id));
    },
  });
}

async function isGroupGone(
  { target, signal }: CycleContext,
  { targetId }: Group,
  { status }: ObjectRejected,
): Promise<boolean> {
  if (!target.dialect.unknownIdStatuses.includes(status)) return false;
  return (await target.get('Group', targetId, signal)) === null;
}

function halves(chunk: Chunk): readonly [Chunk, Chunk | null] {
  const { add, remove } = chunk;
  if (add.length + remove.length < 2) return [chunk, null];
  if (add.length > 0 && remove.length > 0)
    return [
      { ...chunk, remove: [] },
      { ...chunk, add: [] },
    ];
  const middle = (list: readonly ExportedReference[]): number => Math.ceil(list.length / 2);
  return [
    { ...chunk, add: add.slice(0, middle(add)), remove: remove.slice(0, middle(remove)) },
    { ...chunk, add: add.slice(middle(add)), remove: remove.slice(middle(remove)) },
  ];
}

/** A group that we never wrote to, or may have written to, may hold some of those whom we are about to add. */
async function mayHoldThem(
  context: CycleContext,
  { mayHaveHappened }: PendingOperation,
  { place }: Group,
): Promise<boolean> {
  if (mayHaveHappened) return true;
  const held = await context.store.references.exported(context, place);
  return held.length === 0 || held.some(({ isConfirmed }) => !isConfirmed);
}

async function recordPresent(context: CycleContext, { place, targetId }: Group): Promise<void> {
  const { store, target, appId, signal } = context;
  const present = new Set(await target.members(targetId, signal));
  if (present.size === 0) return;
  const due = await store.references.missing(context, place, { after: '', limit: WHOLE_GROUP });
  const added = due.filter((member) => present.has(member.targetId));
  await store.references.record(appId, place, { added, removed: [] });
}
