import type { CompiledReference } from '../schema/compile-reference.js';
import type { AttributeChange } from '../schema/model.js';
import { ObjectRejected } from '../scim/scim-target.js';
import type { Outcome, PendingOperation } from '../store/index.js';
import type { ExportedReference, ReferencePlace } from '../store/references.js';
import { rulesOf, type CycleContext } from './cycle-context.js';
import { forgetVanished, isAboutTheContent } from './forget-vanished.js';
import { exported, failed, outcomeOf } from './outcomes.js';
import { maySet, replacedBy, replacement } from './single-reference.js';
import { writeMembers } from './write-members.js';
import { changesOf, logged, type WrittenReferences } from './written-references.js';

/**
 * Brings the references of one object where the directory has them, and writes down in the ledger what was written, request
 * by request: an interrupted operation goes on where it stopped. What to write is decided now, by what is linked now.
 */
export async function writeReferences(context: CycleContext, operation: PendingOperation): Promise<Outcome> {
  const { objectId, objectName, targetId } = operation;
  if (targetId === null)
    throw new Error(`Operation ${operation.id} changes nothing that is known in the target`);
  // An attempt that was interrupted has written down what it changed.
  const changes: AttributeChange[] = [...operation.changes];
  let refused = 0;
  for (const reference of rulesOf(context, objectName).mapping.references) {
    const place = { objectId, name: reference.source, path: reference.path };
    const written =
      reference.attribute.holds === 'list'
        ? await writeMembers(context, operation, reference, { place, targetId })
        : await writeOne(context, operation, reference, { place, targetId });
    refused += written.refused.length;
    changes.push(...changesOf(reference, written));
  }
  if (refused > 0)
    return {
      ...failed(operation, 'UnprocessableEntity', `The target refused ${refused} of the references.`),
      changes,
    };
  return {
    ...outcomeOf(operation),
    changes,
    steps: [exported('EntryExportUpdate', 'References updated in the target')],
  };
}

/**
 * A manager: one reference, replaced when the new one has an account, removed only where the mapping clears. While a request
 * is under way nobody knows which one the target has: so each of them is written anew, or taken away, if it stays so.
 */
async function writeOne(
  context: CycleContext,
  operation: PendingOperation,
  reference: CompiledReference,
  { place, targetId }: { readonly place: ReferencePlace; readonly targetId: string },
): Promise<WrittenReferences> {
  const { path, follows, clears } = reference;
  const { store, appId, target } = context;
  const [wanted = null] = await store.references.missing(context, place, { after: '', limit: 1 });
  const held = await store.references.exported(context, place);
  const isDue =
    wanted === null
      ? follows && clears && (await areAllSurplus(context, place, held))
      : maySet(reference, held);
  if (!isDue) return { added: [], removed: [], refused: [] };

  const removed = replacedBy(wanted?.referencedId, held);
  const added = wanted === null ? [] : [wanted];
  const changed = [...added, ...removed];
  const before = await store.references.intend(appId, place, changed);
  try {
    await target.update('User', targetId, [replacement(path, held, wanted?.targetId ?? null)]);
  } catch (error) {
    if (!(error instanceof ObjectRejected)) throw error;
    // Who has no manager needs no removal. @see RFC 7644, section 3.5.2, `noTarget`.
    if (wanted !== null || error.scimType !== 'noTarget') {
      await store.references.withdraw(appId, place, { changed, before });
      if (isAboutTheContent(error)) await forgetVanished(context, added);
      throw error;
    }
  }
  const written = { added, removed, refused: [] };
  await store.references.record(appId, place, written, logged(operation, reference, written));
  return written;
}

/** Whether the directory has none of those who were written, or sent. */
async function areAllSurplus(
  context: CycleContext,
  place: ReferencePlace,
  held: readonly ExportedReference[],
): Promise<boolean> {
  if (held.length === 0) return false;
  const limit = held.length;
  return (await context.store.references.surplus(context, place, { after: '', limit })).length === limit;
}
