import { afterEach, describe, expect, it } from '@jest/globals';
import { dialectOf, quirks, standardDialect, type QuirkName } from '../../../../src/scim/quirks/index.js';
import { aTalk, operationsOf, type Talk } from '../target-at.js';
import { askingCases } from './asking-cases.js';
import { entraCases } from './entra-cases.js';
import { formCases } from './form-cases.js';
import type { QuirkCase } from './quirk-case.js';
import { updateCases } from './update-cases.js';

const cases = [...formCases, ...updateCases, ...askingCases, ...entraCases];

let talk: Talk | undefined;

afterEach(async () => {
  await talk?.stop();
});

describe('a quirk changes what is said, or how an answer is understood', () => {
  it.each(cases.map((one) => ({ ...one, title: [one.name, one.case].filter(Boolean).join(' ') })))(
    '$title',
    async (one) => {
      expect(await outcomeOf(one, [])).toEqual(one.standard);
      expect(await outcomeOf(one, [one.name])).toEqual(one.quirk);
    },
  );
});

describe('the table of quirks', () => {
  it('is tested quirk by quirk', () => {
    expect([...new Set(cases.map(({ name }) => name))].sort()).toEqual(Object.keys(quirks).sort());
  });

  it('can set every field of the dialect, but those that each connector states for itself', () => {
    const perConnector = ['membersPerRequest', 'bulk', 'filterableUsers', 'filterableGroups'];
    const settable = Object.values(quirks).flatMap(({ dialect }) => Object.keys(dialect));

    expect([...new Set([...settable, ...perConnector])].sort()).toEqual(Object.keys(standardDialect).sort());
  });

  it.each(Object.entries(quirks))('%s changes something and is described by a sentence', (name, quirk) => {
    expect(dialectOf([name as QuirkName])).not.toEqual(standardDialect);
    expect(quirk.description).toMatch(/^[A-Z].{20,120}\.$/);
  });
});

describe('the dialect of an app', () => {
  it('is the standard one without quirks', () => {
    expect(dialectOf([])).toEqual(standardDialect);
  });

  it('joins the lists of its quirks, in their order, and takes its own fields as they are', () => {
    const names = [
      'unknownIdIsBadRequest',
      'untypedRoles',
      'unknownIdIsForbidden',
      'untypedAddresses',
    ] as const;

    expect(dialectOf(names)).toMatchObject({
      unknownIdStatuses: [404, 410, 400, 403],
      untypedAttributes: ['roles', 'addresses'],
    });
    expect(dialectOf(names, { untypedAttributes: ['ims'] }).untypedAttributes).toEqual(['ims']);
  });

  it('has the later of two quirks that contradict each other', () => {
    expect(dialectOf(['entraLegacyDialect', 'entraCompliantDialect'])).toEqual(
      dialectOf(['entraCompliantDialect']),
    );
  });
});

async function outcomeOf(one: QuirkCase, names: readonly QuirkName[]): Promise<unknown> {
  await talk?.stop();
  const steps = one.steps ?? [{ status: 200, body: { id: 'a', Resources: [] } }];
  talk = await aTalk(steps, dialectOf(names), { retryBudgetMs: 5_000 });
  const result = await one.act(talk.target);
  const look = one.look ?? ((seen) => operationsOf(seen[0]));
  return look(talk.seen, result, talk.target);
}
