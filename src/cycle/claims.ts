import { createHash } from 'node:crypto';
import type { Match, MatchCriterion, PlannedOperation } from '../plan/model.js';
import type { ObjectName } from '../schema/model.js';
import type { CycleContext } from './cycle-context.js';
import type { Draft } from './draft.js';

/** Judges planned operations one after the other: who comes second to an account does not get it. */
export interface Claims {
  judge(operation: PlannedOperation, match: Match | null): PlannedOperation;
}

/** Keeps two source objects from becoming one in the target: the first owner keeps it. */
export async function claimsOf(
  context: CycleContext,
  objectName: ObjectName,
  drafts: readonly Draft[],
  matches: ReadonlyMap<string, Match>,
): Promise<Claims> {
  const targetIds = [...matches.values()].flatMap((match) => (match.type === 'one' ? [match.targetId] : []));
  const owners = new Map(await context.store.links.owners(context.appId, objectName, targetIds));
  const keys = drafts.flatMap(({ evaluation }) => matchKey(objectName, evaluation.criteria) ?? []);
  const taken = new Set(await context.store.plans.takenMatchKeys(context, keys));

  return {
    judge(operation, match) {
      if (match?.type === 'one') {
        const owner = owners.get(match.targetId);
        if (owner !== undefined && owner !== operation.objectId) return duplicateOf(operation, match.path);
        owners.set(match.targetId, operation.objectId);
      }
      if (operation.action === 'create') {
        const key = matchKey(objectName, operation.criteria);
        if (key !== null && taken.has(key)) return duplicateOf(operation, operation.criteria[0]?.path ?? '');
        if (key !== null) taken.add(key);
      }
      return operation;
    },
  };
}

function duplicateOf(operation: PlannedOperation, path: string): PlannedOperation {
  return {
    action: 'fail',
    objectId: operation.objectId,
    targetId: null,
    errorCode: 'DuplicateSourceEntries',
    description: `Another object of the source has the same ${path}, which is the matching attribute.`,
    steps: operation.steps,
  };
}

/** Equal for two objects that would become the same in the target. A digest, because it stands beside values in an index. */
export function matchKey(objectName: ObjectName, criteria: readonly MatchCriterion[]): string | null {
  const [first] = criteria;
  if (first === undefined) return null;
  return createHash('sha256')
    .update(`${objectName}\n${first.path}\n${first.value.toLowerCase()}`)
    .digest('hex');
}
