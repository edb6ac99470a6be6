import type { CompiledReference } from '../schema/compile-reference.js';
import { ProvisioningFailure } from '../failures.js';
import { OutcomeUnknown, type ObjectRejected } from '../scim/scim-target.js';
import type { PendingOperation } from '../store/index.js';
import type { ExportedReference, ReferencePlace } from '../store/references.js';
import type { CycleContext } from './cycle-context.js';
import { forgetVanished, isAboutTheContent } from './forget-vanished.js';
import type { WrittenReferences } from './written-references.js';

/** Where the target takes whole groups, everything that is due goes at once. */
const WHOLE_GROUP = 100_000;

interface Group {
  readonly place: ReferencePlace;
  readonly targetId: string;
}

interface Chunk {
  readonly add: readonly ExportedReference[];
  readonly remove: readonly ExportedReference[];
}

/**
 * Adds the members whom the target lacks and removes those whom the directory has no more, as many a request as the target
 * takes, one request after the other: a group is no place for races.
 */
export async function writeMembers(
  context: CycleContext,
  operation: PendingOperation,
  { follows }: CompiledReference,
  group: Group,
): Promise<WrittenReferences> {
  const { store, target } = context;
  const { updateGroups, membersPerRequest, repeatedAdditions } = target.dialect;
  const limit = updateGroups === 'put' ? WHOLE_GROUP : membersPerRequest;
  const written: Mutable<WrittenReferences> = { added: [], removed: [], refused: [] };
  if (repeatedAdditions === 'doubled' && (await mayHoldThem(context, operation, group)))
    await recordPresent(context, group);

  const { place } = group;
  for (let addedTo = '', removedTo = ''; ;) {
    context.signal.throwIfAborted();
    const add = await store.references.missing(context, place, { after: addedTo, limit });
    const room = limit - add.length;
    const remove =
      follows && room > 0
        ? await store.references.surplus(context, place, { after: removedTo, limit: room })
        : [];
    if (add.length + remove.length === 0) return written;
    await writeChunk(context, group, { add, remove }, written);
    addedTo = add.at(-1)?.referencedId ?? addedTo;
    removedTo = remove.at(-1)?.referencedId ?? removedTo;
    context.onProgress();
  }
}

type Mutable<T> = { -readonly [key in keyof T]: T[key] extends readonly (infer U)[] ? U[] : T[key] };

/** One request; where the target does not take it, halves of it, down to the one member that it refuses. */
async function writeChunk(
  context: CycleContext,
  group: Group,
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
    if (!isAboutTheContent(error)) throw error;
    if (await isGroupGone(context, group, error)) throw error;
    const [first, second] = halves(chunk);
    if (second === null && isNoMember(chunk, error)) {
      await record(context, group, chunk, written);
      return;
    }
    if (second === null) {
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

async function record(
  { store, appId }: CycleContext,
  { place }: Group,
  { add, remove }: Chunk,
  written: Mutable<WrittenReferences>,
): Promise<void> {
  await store.references.record(appId, place, { added: add, removed: remove });
  written.added.push(...add);
  written.removed.push(...remove);
}

/** After a lost answer, where adding again could add twice: only those whom the target does not hold by now. */
async function sendWhatIsMissing(
  context: CycleContext,
  group: Group,
  chunk: Chunk,
  written: Mutable<WrittenReferences>,
): Promise<void> {
  const present = new Set(await context.target.members(group.targetId, context.signal));
  const add = chunk.add.filter((member) => !present.has(member.targetId));
  await send(context, group, { add, remove: chunk.remove }).catch((error: unknown) => {
    if (!(error instanceof OutcomeUnknown)) throw error;
    throw new ProvisioningFailure(
      'TargetUnavailable',
      'The target did not answer a change of members, twice.',
    );
  });
  await record(context, group, chunk, written);
}

/** What is under way ends: broken off, it might have happened, and the ledger would not know. */
async function send(context: CycleContext, { place, targetId }: Group, chunk: Chunk): Promise<void> {
  const { store, target } = context;
  const removed = new Set(chunk.remove.map((member) => member.targetId));
  await target.changeMembers(targetId, {
    add: chunk.add.map((member) => member.targetId),
    remove: [...removed],
    all: async () => {
      const held = await store.references.exported(context, place);
      const ids = [...held, ...chunk.add].map((member) => member.targetId);
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

function halves({ add, remove }: Chunk): readonly [Chunk, Chunk | null] {
  if (add.length + remove.length < 2) return [{ add, remove }, null];
  if (add.length > 0 && remove.length > 0)
    return [
      { add, remove: [] },
      { add: [], remove },
    ];
  const middle = (list: readonly ExportedReference[]): number => Math.ceil(list.length / 2);
  return [
    { add: add.slice(0, middle(add)), remove: remove.slice(0, middle(remove)) },
    { add: add.slice(middle(add)), remove: remove.slice(middle(remove)) },
  ];
}

/** A group that we never wrote to, or may have written to, may hold some of those whom we are about to add. */
async function mayHoldThem(
  context: CycleContext,
  { mayHaveHappened }: PendingOperation,
  { place }: Group,
): Promise<boolean> {
  if (mayHaveHappened) return true;
  return (await context.store.references.exported(context, place)).length === 0;
}

async function recordPresent(context: CycleContext, { place, targetId }: Group): Promise<void> {
  const { store, target, appId, signal } = context;
  const present = new Set(await target.members(targetId, signal));
  if (present.size === 0) return;
  const due = await store.references.missing(context, place, { after: '', limit: WHOLE_GROUP });
  const added = due.filter((member) => present.has(member.targetId));
  await store.references.record(appId, place, { added, removed: [] });
}
