import type { ProvisioningStep } from '../plan/model.js';
import type { CompiledReference } from '../schema/compile-reference.js';
import type { PlannedRow } from '../store/index.js';
import type { ReferenceDifference, ReferencePlace, ReferringObject } from '../store/references.js';
import type { CycleContext } from './cycle-context.js';
import { sourceName } from './decision-rows.js';

const BATCH_SIZE = 500;
/** Comparing takes the time of all members, and a statement of the store is bounded in time. */
const LISTS_COMPARED_AT_ONCE = 10;

/**
 * Plans, for every object whose references are marked, the one operation that brings them where the directory has them:
 * managers and members, now that the accounts and groups of this cycle are written. What names somebody without an
 * account waits; that account's link marks it again.
 */
export async function planReferences(context: CycleContext): Promise<{ planned: number; writes: number }> {
  const { store, signal } = context;
  for (;;) {
    signal.throwIfAborted();
    const ids = await store.referenceMarks.nextDirty(context, BATCH_SIZE);
    if (ids.length === 0) {
      const { planned, writes } = await store.plans.count(context);
      return { planned, writes };
    }
    await planReferencesOf(context, ids);
    context.onProgress();
  }
}

interface Due {
  readonly object: ReferringObject;
  readonly reference: CompiledReference;
  readonly place: ReferencePlace;
}

/** One statement for all that name one other, and one for every few groups, which may have very many members. */
async function differencesAt(
  context: CycleContext,
  asked: readonly Due[],
): Promise<ReadonlyMap<ReferencePlace, ReferenceDifference>> {
  const found = new Map<ReferencePlace, ReferenceDifference>();
  const compare = async (due: readonly Due[]): Promise<void> => {
    context.signal.throwIfAborted();
    const places = due.map(({ place }) => place);
    for (const [place, difference] of await context.store.references.differences(context, places))
      found.set(place, difference);
    context.onProgress();
  };
  const isList = ({ reference }: Due): boolean => reference.attribute.holds === 'list';
  await compare(asked.filter((due) => !isList(due)));
  const lists = asked.filter(isList);
  for (let next = 0; next < lists.length; next += LISTS_COMPARED_AT_ONCE)
    await compare(lists.slice(next, next + LISTS_COMPARED_AT_ONCE));
  return found;
}

/** The same for some objects, marked or not. */
export async function planReferencesOf(context: CycleContext, ids: readonly string[]): Promise<void> {
  const { store, rules } = context;
  const objects = await store.references.referringObjects(context, rules.User.scope, ids);
  const asked = objects.flatMap((object) =>
    (rules[object.objectName]?.mapping.references ?? []).map((reference): Due => {
      const place = { objectId: object.objectId, name: reference.source, path: reference.path };
      return { object, reference, place };
    }),
  );
  const differences = await differencesAt(context, asked);
  const byObject = new Map<ReferringObject, { isDue: boolean; steps: ProvisioningStep[] }>();
  for (const { object, reference, place } of asked) {
    const difference = differences.get(place);
    if (difference === undefined) continue;
    const found = byObject.get(object) ?? { isDue: false, steps: [] };
    found.isDue ||= isDue(reference, difference);
    found.steps.push(resolutionStep(reference, difference));
    byObject.set(object, found);
  }
  const rows = [...byObject].flatMap(([object, { isDue, steps }]) => rowOf(object, isDue, steps) ?? []);
  await store.referenceMarks.savePlan(context, { planned: ids, rows });
}

/** A single reference keeps what it is until what replaces it is known, and is emptied only where the mapping says so. */
export function isDue(
  { attribute, follows, clears }: CompiledReference,
  { additions, removals, unresolved }: ReferenceDifference,
): boolean {
  if (attribute.holds === 'list') return additions > 0 || (follows && removals > 0);
  if (additions > 0) return follows || removals === 0;
  return follows && clears && removals > 0 && unresolved === 0;
}

function resolutionStep({ path }: CompiledReference, difference: ReferenceDifference): ProvisioningStep {
  const { additions, removals, unresolved } = difference;
  return {
    name: 'EntryReferenceResolution',
    provisioningStepType: 'referenceResolution',
    status: unresolved > 0 ? 'warning' : 'success',
    description:
      unresolved > 0
        ? `${unresolved} of those whom ${path} names have no account in the app yet; they are written as soon as they have`
        : `Everyone whom ${path} names has an account in the app`,
    details: {
      Attribute: path,
      'To be added': String(additions),
      'To be removed': String(removals),
      Unresolved: String(unresolved),
    },
  };
}

/** Null when there is nothing to write and nothing to say. */
function rowOf(
  object: ReferringObject,
  isDue: boolean,
  steps: readonly ProvisioningStep[],
): PlannedRow | null {
  const base = {
    objectName: object.objectName,
    about: 'references' as const,
    objectId: object.objectId,
    sourceName: sourceName(object),
    targetId: object.targetId,
    errorCode: null,
    matchKey: null,
    values: {},
    changes: [],
    criteria: [],
    steps,
    linkState: 'managed' as const,
  };
  if (isDue) return { ...base, action: 'update', status: 'planned', reason: null, writes: true };
  if (!steps.some(({ status }) => status === 'warning')) return null;
  return {
    ...base,
    action: 'skip',
    status: 'skipped',
    reason: 'UnableToResolveReferenceAttributeValue',
    writes: false,
  };
}
