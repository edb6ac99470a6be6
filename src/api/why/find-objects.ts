import type { JobConfiguration } from '../../config/configuration.js';
import { sourceKey } from '../../cycle/source-key.js';
import { homeUserPrincipalName } from '../../directory/microsoft-graph/user-attributes.js';
import type { KnownObject, Store } from '../../store/index.js';
import type { Candidate, ObjectsAnswer } from '../../why/index.js';
import { wordOfSource, type AskSource } from './ask-source.js';

/** How many may be meant before somebody is to be more exact. */
export const MOST_CANDIDATES = 20;
/** A shorter part of a name is part of nearly all of them. */
const SHORTEST_PART = 2;

/** Where people are looked for. */
export interface Search {
  readonly store: Store;
  readonly askSource: AskSource | null;
  readonly configuration: JobConfiguration;
}

/**
 * Who is meant by an object id, an id in the app, a user principal name, a mail address, a display name or a part of one: the
 * first of these by which somebody is found decides. Nobody of whom a cycle has read is asked for in the directory itself.
 * @param options `isExact`: a part of a name means nobody.
 */
export async function findObjects(
  search: Search,
  who: string,
  { isExact = false }: { readonly isExact?: boolean } = {},
): Promise<ObjectsAnswer> {
  const { known, isComplete } = await findKnown(search, who.trim(), isExact);
  if (known.length > 0)
    return {
      objects: known.slice(0, MOST_CANDIDATES).map((object) => candidateOf(object)),
      isComplete: isComplete && known.length <= MOST_CANDIDATES,
      sourceProblem: null,
    };
  const { store, askSource, configuration } = search;
  const { found, problem } = await wordOfSource(askSource, configuration, who.trim());
  if (found === null) return { objects: [], isComplete, sourceProblem: problem };
  const scope = { sourceKey: sourceKey(configuration) };
  const read = await store.knownObjects.byIds(
    scope,
    found.map(({ id }) => id),
  );
  const isKnown = new Set(read.map(({ id }) => id));
  return {
    objects: found
      .slice(0, MOST_CANDIDATES)
      .map((object): Candidate => ({ ...object, isKnown: isKnown.has(object.id) })),
    isComplete: isComplete && found.length <= MOST_CANDIDATES,
    sourceProblem: null,
  };
}

async function findKnown(
  { store, configuration }: Search,
  who: string,
  isExact: boolean,
): Promise<{ readonly known: readonly KnownObject[]; readonly isComplete: boolean }> {
  const scope = { appId: configuration.app.id, sourceKey: sourceKey(configuration) };
  const limit = MOST_CANDIDATES + 1;
  const forms = [...new Set([who, homeUserPrincipalName(who)])];
  const identified = await store.knownObjects.byIdentifier(scope, forms, limit);
  if (identified.length > 0) return { known: thoseThere(identified), isComplete: true };
  const named = await store.knownObjects.byName(scope, who, limit);
  if (named.length > 0) return { known: thoseThere(named), isComplete: true };
  if (isExact || who.length < SHORTEST_PART) return { known: [], isComplete: true };
  const parts = await store.knownObjects.byPart(scope, who, limit);
  return { known: thoseThere(parts ?? []), isComplete: parts !== null };
}

/** Who is gone is meant only where nobody of that name is there. */
function thoseThere(objects: readonly KnownObject[]): readonly KnownObject[] {
  const present = objects.filter(({ state }) => state === 'present');
  return present.length > 0 ? present : objects;
}

function candidateOf({ id, objectName, displayName, userPrincipalName }: KnownObject): Candidate {
  return { id, objectName, displayName, userPrincipalName, isKnown: true };
}
