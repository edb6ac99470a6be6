import { describe, expect, it } from '@jest/globals';
import { MANAGER } from '../../chaos/company.js';
import { judges } from '../../chaos/judges/index.js';
import { aGoodWorld, created, patched } from './a-world.js';
import { plants } from './plants.js';
import { withRequests } from './spoil.js';

describe('the judges of the chaos suite', () => {
  it.each(Object.keys(judges))('%s finds nothing in a world where all is well', (name) => {
    expect(judges[name]?.(aGoodWorld())).toEqual([]);
  });

  it.each(plants.map((plant) => [plant.judge, plant.violation, plant] as const))(
    '%s sees it when %s',
    (name, _violation, { spoil, finds }) => {
      expect(judges[name]?.(spoil(aGoodWorld()))).toContainEqual(expect.stringMatching(finds));
    },
  );

  it('are each shown a violation', () => {
    expect([...new Set(plants.map(({ judge }) => judge))].sort()).toEqual(Object.keys(judges).sort());
  });

  it('do not take a request that never took effect for a write', () => {
    const world = aGoodWorld();
    const lost = { ...created('fay', null), result: null };

    expect(judges['logTellsEverything']?.(withRequests(lost)(world))).toEqual([]);
  });

  it('know the manager by both of its paths', () => {
    const world = withRequests(
      patched('Users', 'bob-id', { op: 'replace', path: MANAGER, value: { value: 'ada-id' } }),
    )(aGoodWorld());

    expect(judges['logTellsEverything']?.(world)).toEqual([]);
  });
});
