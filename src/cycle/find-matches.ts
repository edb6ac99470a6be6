import pMap from 'p-map';
import type { Match, MatchCriterion } from '../plan/model.js';
import type { ObjectName, TargetValues } from '../schema/model.js';
import { resourceReader } from '../schema/resource.js';
import { isSameValue } from '../schema/same-value.js';
import { canFilterBy } from '../scim/index.js';
import { ObjectRejected } from '../scim/scim-target.js';
import type { IndexHit } from '../store/index.js';
import { rulesOf, type CycleContext, type ObjectRules } from './cycle-context.js';
import { descriptionOf } from './outcomes.js';

/** What was found where the target answered. */
export type Found = Exclude<Match, { type: 'refused' }>;

/** An object without a link, and what to look for. */
export interface Seeker {
  readonly objectId: string;
  readonly criteria: readonly MatchCriterion[];
}

/**
 * Looks for accounts or groups that are already these objects: in the index where this cycle listed the target, else by asking the
 * target. The first criterion that finds something decides.
 */
export async function findMatches(
  context: CycleContext,
  objectName: ObjectName,
  seekers: readonly Seeker[],
): Promise<ReadonlyMap<string, Match>> {
  const isListed = await context.store.targetIndex.isComplete(context.appId, objectName, context.number);
  return isListed ? matchInIndex(context, objectName, seekers) : matchByAsking(context, objectName, seekers);
}

/**
 * Asks the target itself, criterion by criterion. What is found must have the value letter by letter where the attribute is
 * declared to be case-exact, of which the target's client knows nothing. What the target cannot filter by is passed over:
 * only a list shows that.
 */
export async function askTarget(
  context: Pick<CycleContext, 'target' | 'rules'>,
  objectName: ObjectName,
  criteria: readonly MatchCriterion[],
): Promise<Found> {
  const rules = rulesOf(context, objectName);
  const read = resourceReader(rules.mapping.mappings);
  const isEqual = comparison(rules);
  const askable = criteria.filter(({ path }) => canFilterBy(objectName, path, context.target.dialect));
  // With nothing that it can be asked by, the target's client says what is wrong with the configuration.
  for (const { path, value } of askable.length > 0 ? askable : criteria) {
    const found = await context.target.find(objectName, path, value);
    const match = toMatch(
      path,
      found
        .map((resource) => ({ targetId: resource.id, current: read(resource) }))
        .filter(({ current }) => typeof current[path] !== 'string' || isEqual(path, current, value)),
    );
    if (match.type !== 'none') return match;
  }
  return { type: 'none' };
}

async function matchInIndex(
  context: CycleContext,
  objectName: ObjectName,
  seekers: readonly Seeker[],
): Promise<ReadonlyMap<string, Match>> {
  const hits = await context.store.targetIndex.find(
    context.appId,
    objectName,
    seekers.flatMap((seeker) => seeker.criteria),
  );
  const isEqual = comparison(rulesOf(context, objectName));
  const byValue = new Map<string, IndexHit[]>();
  for (const hit of hits) {
    const value = hit.current[hit.path];
    if (typeof value !== 'string') continue;
    const key = indexKey(hit.path, value);
    byValue.set(key, [...(byValue.get(key) ?? []), hit]);
  }
  return new Map(
    seekers.map(({ objectId, criteria }): [string, Match] => {
      for (const { path, value } of criteria) {
        const found = (byValue.get(indexKey(path, value)) ?? []).filter(({ current }) =>
          isEqual(path, current, value),
        );
        const match = toMatch(path, found);
        if (match.type !== 'none') return [objectId, match];
      }
      return [objectId, { type: 'none' }];
    }),
  );
}

/** Whether an account's attribute has the wanted value, by the rules of that attribute. */
function comparison(rules: ObjectRules): (path: string, current: TargetValues, wanted: string) => boolean {
  const attributes = new Map(rules.mapping.mappings.map(({ path, attribute }) => [path, attribute]));
  return (path, current, wanted) => {
    const attribute = attributes.get(path);
    const value = current[path];
    return attribute !== undefined && value !== undefined && isSameValue(attribute, value, wanted);
  };
}

async function matchByAsking(
  context: CycleContext,
  objectName: ObjectName,
  seekers: readonly Seeker[],
): Promise<ReadonlyMap<string, Match>> {
  const matches = await pMap(
    seekers,
    async ({ objectId, criteria }) => {
      const match = await askTarget(context, objectName, criteria).catch(refused);
      context.onProgress();
      return [objectId, match] as const;
    },
    { concurrency: context.concurrency, signal: context.signal },
  );
  return new Map(matches);
}

/** Whoever is asked for by a value that the target does not take fails alone. */
function refused(error: unknown): Match {
  if (!(error instanceof ObjectRejected)) throw error;
  return { type: 'refused', errorCode: error.errorCode, description: descriptionOf(error) };
}

function indexKey(path: string, value: string): string {
  return `${path}\n${value.toLowerCase()}`;
}

function toMatch(
  path: string,
  found: readonly {
    readonly targetId: string;
    readonly current: Extract<Match, { type: 'one' }>['current'];
  }[],
): Found {
  const [first, ...others] = found;
  if (first === undefined) return { type: 'none' };
  if (others.length > 0) return { type: 'several', path, targetIds: found.map((hit) => hit.targetId) };
  return { type: 'one', path, targetId: first.targetId, current: first.current };
}
