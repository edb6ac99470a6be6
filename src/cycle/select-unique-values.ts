import pMap from 'p-map';
import { errorStep } from '../plan/steps.js';
import type { ObjectErrorCode, PlannedOperation, UniqueValue } from '../plan/model.js';
import type { ObjectName } from '../schema/model.js';
import type { CycleContext } from './cycle-context.js';
import { ObjectRejected } from '../scim/scim-target.js';
import type { Decision } from './draft.js';
import { descriptionOf } from './outcomes.js';

type Creation = Extract<PlannedOperation, { action: 'create' }>;

/**
 * Gives each new account the first of its candidates that no account has, neither in the target nor among those that this
 * cycle creates. One request a candidate that is tried.
 */
export async function selectUniqueValues(
  context: CycleContext,
  objectName: ObjectName,
  decided: readonly Decision[],
): Promise<readonly Decision[]> {
  const wanted = decided.flatMap(({ operation }) =>
    operation.action === 'create' ? operation.uniqueValues : [],
  );
  if (wanted.length === 0) return decided;
  const claims = new Claims(await context.store.plans.plannedValues(context, wanted));
  return pMap(
    decided,
    async (decision) => {
      const { operation } = decision;
      if (operation.action !== 'create' || operation.uniqueValues.length === 0) return decision;
      return { ...decision, operation: await settle(context, objectName, operation, claims) };
    },
    { concurrency: context.concurrency, signal: context.signal },
  );
}

async function settle(
  context: CycleContext,
  objectName: ObjectName,
  operation: Creation,
  claims: Claims,
): Promise<PlannedOperation> {
  const values = { ...operation.values };
  try {
    for (const unique of operation.uniqueValues) {
      const chosen = await firstFree(context, objectName, unique, claims);
      if (chosen === null) return allTaken(operation, unique);
      values[unique.path] = chosen;
    }
  } catch (error) {
    if (error instanceof ObjectRejected) return failure(operation, error.errorCode, descriptionOf(error));
    throw error;
  }
  const changes = operation.changes.map((change) => ({ ...change, newValue: values[change.path] ?? null }));
  return { ...operation, values, changes };
}

async function firstFree(
  context: CycleContext,
  objectName: ObjectName,
  { path, candidates }: UniqueValue,
  claims: Claims,
): Promise<string | null> {
  for (const candidate of candidates) {
    if (!claims.claim(path, candidate)) continue;
    const found = await context.target.find(objectName, path, candidate, context.signal);
    context.onProgress();
    if (found.length === 0) return candidate;
  }
  return null;
}

/** Claimed before the target is asked, so that two who are asked about at the same time do not both get the value. */
class Claims {
  readonly #taken: Set<string>;

  constructor(planned: readonly { readonly path: string; readonly value: string }[]) {
    this.#taken = new Set(planned.map(({ path, value }) => keyOf(path, value)));
  }

  claim(path: string, value: string): boolean {
    const key = keyOf(path, value);
    if (this.#taken.has(key)) return false;
    this.#taken.add(key);
    return true;
  }
}

function keyOf(path: string, value: string): string {
  return `${path}\n${value.toLowerCase()}`;
}

function allTaken(operation: Creation, { path, candidates }: UniqueValue): PlannedOperation {
  return failure(
    operation,
    'EntryConflict',
    `Each of the ${candidates.length} values that SelectUniqueValue offers for ${path} is taken. Add a rule to the mapping.`,
  );
}

function failure(operation: Creation, errorCode: ObjectErrorCode, description: string): PlannedOperation {
  return {
    action: 'fail',
    objectId: operation.objectId,
    targetId: null,
    errorCode,
    description,
    steps: [...operation.steps, errorStep(errorCode, description)],
  };
}
