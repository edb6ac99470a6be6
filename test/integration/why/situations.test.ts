import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Store } from '../../../src/store/index.js';
import { openTestStore } from '../../support/store.js';
import { aCompany, type Company } from './a-company.js';
import { meant } from './meant.js';
import { notMeant } from './not-meant.js';

describe('why', () => {
  let opened: Awaited<ReturnType<typeof openTestStore>>;
  let store: Store;
  const companies: Company[] = [];

  beforeAll(async () => {
    opened = await openTestStore();
    store = opened.store;
  });
  afterAll(async () => {
    await Promise.all(companies.map((company) => company.close()));
    await opened.close();
  });

  it.each(Object.entries({ ...notMeant, ...meant }))(
    '%s',
    async (_name, { app = {}, given, who = 'ann', answer, also }) => {
      const company = await aCompany(store, app);
      companies.push(company);
      await given(company);

      const explanation = await company.why(who);

      const { cause, standing, because, remedy, next, logCode } = explanation;
      expect({ cause, next: next.action }).toEqual({ cause: answer.cause, next: answer.next });
      for (const words of answer.says) expect(`${standing}: ${because}`).toContain(words);
      if (answer.remedy === null) expect(remedy).toBeNull();
      else expect(remedy).toContain(answer.remedy);
      expect(next.sentence).toContain(answer.then ?? '');
      if (answer.logCode !== undefined) expect(logCode).toBe(answer.logCode);
      also?.(explanation);
    },
  );

  it.each([
    ['nobody of that name', [], /Nobody is called "yan"/],
    ['a directory that cannot be asked', null, /could not be asked. SecretMissing: The variable/],
  ] as const)('refuses %s', async (_name, findable, message) => {
    const company = await aCompany(store);
    companies.push(company);
    await company.tell('ann');
    await company.cycle();
    company.findable = findable;

    await expect(company.why('yan')).rejects.toThrow(message);
  });

  it('refuses a name that several have, and tells their ids', async () => {
    const company = await aCompany(store);
    companies.push(company);
    await company.tell('ann');
    await company.tell('anna');
    await company.cycle();

    await expect(company.why('ann')).resolves.toMatchObject({ object: { id: 'ann' } });
    await expect(company.why('Lee')).rejects.toThrow(/Ann Lee \(ann@contoso.example\) {2}user {2}ann\n/);
  });
});
