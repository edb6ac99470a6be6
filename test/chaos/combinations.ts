import { randomFrom } from '../../src/emulators/strict-scim/faults/random.js';
import type { Plan } from './combination.js';
import { graphFailures } from './graph-failures.js';
import { killsOfOperations, killsOfPhases } from './kills.js';
import { outages } from './outages.js';
import { targetFailures } from './target-failures.js';

/** All of them. The longest stories first, so that none is left alone at the end. */
export function everything(): readonly Plan[] {
  return [...killsOfPhases(), ...killsOfOperations(), ...targetFailures(), ...outages(), ...graphFailures()];
}

/** The plans with those combinations only that are named in `texts`, or whose names hold one of them. */
export function only(plans: readonly Plan[], texts: readonly string[]): readonly Plan[] {
  const names = new Set(plans.flatMap(({ combinations }) => combinations.map(({ id }) => id)));
  const isWanted = (id: string): boolean =>
    texts.some((text) => (names.has(text) ? id === text : id.includes(text)));
  return plans
    .map((plan) => ({ ...plan, combinations: plan.combinations.filter(({ id }) => isWanted(id)) }))
    .filter(({ combinations }) => combinations.length > 0);
}

/** A few combinations of each sort, the same ones for the same seed: two kills, the rest quick. */
export function selection(seed: number): readonly Plan[] {
  const random = randomFrom(seed);
  const some = <T>(list: readonly T[], count: number): readonly T[] =>
    list
      .map((each) => ({ each, order: random() }))
      .sort((left, right) => left.order - right.order)
      .slice(0, count)
      .map(({ each }) => each);
  const of = (name: string, plans: readonly Plan[], count: number): Plan => {
    const chosen = some(
      plans.flatMap(({ combinations }) => combinations),
      count * 4,
    );
    // One to a chapter: whom to blame is clear then.
    const byChapter = [...new Map(chosen.map((each) => [each.chapter, each])).values()];
    return { name, arena: 'shared', isWholeStory: false, combinations: byChapter.slice(0, count) };
  };
  return [
    of('some kill of an operation', killsOfOperations(), 1),
    of(
      'some kill of a phase',
      killsOfPhases().filter(({ name }) => !name.includes('end is stored')),
      1,
    ),
    of('some failures of the target', targetFailures(), 4),
    // A first cycle reads everything once.
    ...some(graphFailures(), 1).map((plan) => ({ ...plan, isWholeStory: false })),
  ];
}
