import { describe, expect, it } from '@jest/globals';
import { connectorFor } from '../../../src/config/app-connector.js';
import { connectors } from '../../../src/gallery/index.js';
import { quirks } from '../../../src/scim/quirks/index.js';
import { deprovisioningRows } from './harness/deprovisioning-rows.js';
import type { Scenario } from './harness/scenario.js';
import { scenarios } from './tables/index.js';

const played = scenarios.filter(({ todo }) => todo === undefined);

const quirksOf = ({ app = {} }: Scenario): readonly string[] =>
  connectorFor({ connector: 'generic-scim', ...app }).quirks;

describe('the table of scenarios', () => {
  it('has at least sixty, each with a name of its own', () => {
    expect(new Set(played.map(({ name }) => name)).size).toBe(played.length);
    expect(played.length).toBeGreaterThanOrEqual(60);
  });

  it('is played on each target as far as it says, and nowhere says that it is played on none', () => {
    const on = (target: 'scimmy' | 'strict') => played.filter(({ notOn }) => notOn?.[target] === undefined);

    expect(on('strict').length).toBeGreaterThanOrEqual(60);
    expect(on('scimmy').length).toBeGreaterThanOrEqual(60);
    expect(played.filter(({ isGeneric }) => isGeneric === true).length).toBeGreaterThanOrEqual(15);
    expect(played.filter(({ notOn = {} }) => 'scimmy' in notOn && 'strict' in notOn)).toEqual([]);
  });

  it.each(deprovisioningRows)('proves of deprovisioning: %s', (row) => {
    expect(played.filter(({ proves }) => proves?.deprovisioning?.includes(row) === true)).not.toEqual([]);
  });

  it.each(
    Object.values(connectors).flatMap(({ id, quirks: named }) => named.map((quirk) => ({ id, quirk }))),
  )('proves the quirk $quirk with $id, which names it', ({ id, quirk }) => {
    const proofs = played.filter(
      ({ app, proves }) => app?.connector === id && proves?.quirks?.includes(quirk) === true,
    );

    expect(proofs).not.toEqual([]);
  });

  it.each(Object.keys(quirks))('proves the quirk %s', (quirk) => {
    const proofs = played.filter(({ proves }) => proves?.quirks?.some((each) => each === quirk));

    expect(proofs).not.toEqual([]);
  });

  it('proves no quirk with an app that has not got it', () => {
    const mistaken = scenarios.filter((scenario) =>
      scenario.proves?.quirks?.some((quirk) => !quirksOf(scenario).includes(quirk)),
    );

    expect(mistaken.map(({ name }) => name)).toEqual([]);
  });

  it('has a scenario of every connector', () => {
    const without = Object.keys(connectors).filter(
      (id) => !played.some(({ app }) => (app?.connector ?? 'generic-scim') === id),
    );

    expect(without).toEqual([]);
  });
});
