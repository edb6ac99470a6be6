import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sharedArena, type Arena } from '../../chaos/arena.js';
import { hasPassed } from '../../chaos/combination.js';
import { selection } from '../../chaos/combinations.js';
import { play } from '../../chaos/play.js';
import { failuresOf } from '../../chaos/table.js';

/** Another seed is another selection; `npm run chaos` plays everything. */
const SEED = Number(process.env['CHAOS_SEED'] ?? 1);

describe(`a selection of the chaos suite (seed ${SEED})`, () => {
  let arena: Arena;

  beforeAll(async () => {
    arena = await sharedArena();
  });
  afterAll(async () => {
    await arena.close();
  });

  it('converges, whatever happens', async () => {
    const told: string[] = [];
    const played = await Promise.all(
      selection(SEED).map((plan) => play(plan, arena, (line) => told.push(`[${plan.name}] ${line}`))),
    );
    const results = played.flat();

    const failures = failuresOf(results);
    if (failures.length > 0)
      throw new Error([`with CHAOS_SEED=${SEED}:`, ...failures, 'As it went:', ...told].join('\n'));
    expect(results.length).toBeGreaterThan(6);
    expect(results.every(hasPassed)).toBe(true);
  }, 300_000);
});
