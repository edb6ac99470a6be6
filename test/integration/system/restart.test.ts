import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { generate } from '../../../src/emulators/graph/index.js';
import * as contract from '../../../workflows/contract.js';
import { startTestSystem, type TestSystem } from '../../support/system.js';

const USERS = 5;
const seed = generate({ users: USERS, seed: 8 });
const first = seed.users[0]?.userPrincipalName ?? '';

describe('a restart', () => {
  let system: TestSystem;
  beforeAll(async () => {
    system = await startTestSystem({ seed });
  });
  afterAll(async () => {
    await system.stop();
  });

  it('with Full lifts a quarantine, forgets failures and links, and finds every account again', async () => {
    const configuration = system.configuration();
    await system.withJob(configuration, async (job) => {
      await job.cycleEnded(1);
      system.target.faults.add({ method: 'PATCH', status: 400 });
      await system.administer('patch', `/users/${first}`, { jobTitle: 'One' });
      await job.sync();
      await job.handle.signal(contract.quarantine);
      expect(await job.status()).toMatchObject({
        code: 'Quarantine',
        quarantine: { reason: 'QuarantinedOnDemand' },
        escrows: { objects: 1, references: 0 },
      });
      system.target.clearRequests();

      await job.handle.signal(contract.restart, { resetScope: 'Full' });
      const restarted = await job.cycleEnded(3);

      expect(restarted).toMatchObject({
        kind: 'initial',
        state: 'Succeeded',
        counts: { created: 0, deleted: 0, disabled: 0, failed: 0 },
      });
      expect(await job.status()).toMatchObject({
        code: 'Active',
        quarantine: null,
        escrows: { objects: 0, references: 0 },
        synchronizedEntryCountByType: [{ key: 'User', value: USERS }],
      });
      expect(system.target.users()).toHaveLength(USERS);
      // Managers, too: what was written of them is forgotten.
      const writes = system.target.requests().filter(({ method }) => method !== 'GET');
      expect(new Set(writes.map(({ method }) => method))).toEqual(new Set(['PATCH']));
    });
  });

  it('with Escrows tries no more what failed, until it changes', async () => {
    await system.withJob(system.configuration(), async (job) => {
      await job.cycleEnded(1);
      system.target.faults.add({ method: 'PATCH', status: 400 });
      await system.administer('patch', `/users/${first}`, { jobTitle: 'Two' });
      await job.sync();
      system.target.clearRequests();

      await job.handle.signal(contract.restart, { resetScope: 'Escrows' });
      const restarted = await job.cycleEnded(3);

      expect(restarted).toMatchObject({ kind: 'incremental', counts: { planned: 0 } });
      expect(system.target.requests()).toEqual([]);
      await system.administer('patch', `/users/${first}`, { jobTitle: 'Three' });
      expect(await job.sync()).toMatchObject({ state: 'Succeeded', counts: { updated: 1 } });
    });
  });
});
