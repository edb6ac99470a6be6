import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { generate } from '../../../src/emulators/graph/index.js';
import type { LogEntry } from '../../../src/store/log-entry.js';
import * as contract from '../../../workflows/contract.js';
import { startTestSystem, type TestJob, type TestSystem } from '../../support/system.js';

const seed = generate({ users: 40, seed: 5 });
const names = seed.users.map(({ userPrincipalName }) => userPrincipalName);
const MANAGER = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager';
const [boss = '', renamed = '', left = '', blocked = ''] = names;

let system: TestSystem;

beforeAll(async () => {
  const users = seed.users.map((user, index) => Object.assign({}, user, index > 0 && { manager: boss }));
  system = await startTestSystem({ seed: { ...seed, users } });
});
afterAll(async () => {
  await system.stop();
});

const writes = () => system.target.requests().filter(({ method }) => method !== 'GET');
const planned = (job: TestJob): Promise<contract.PlanResult> => job.handle.executeUpdate(contract.plan);

async function rowsOf(result: contract.PlanResult): Promise<readonly LogEntry[]> {
  const rows = await system.store.reports.entries(result.reportId, { after: 0, limit: 1_000 });
  return rows.map(({ entry }) => entry as LogEntry);
}

/** What an entry says, but for what only the doing makes: ids of the log, times, and ids that the target gives. */
function essence({ action, objectName, about, sourceId, sourceName, changes }: LogEntry): object {
  const known = changes.map(({ path, oldValue, newValue }) => ({
    path,
    ...(path === MANAGER ? {} : { oldValue, newValue }),
  }));
  return { action, objectName, about, sourceId, sourceName, changes: known };
}

async function loggedBy(appId: string, number: number): Promise<readonly object[]> {
  const logged = await system.store.log.ofCycle({ appId, number }, { after: '0', limit: 1_000 });
  return logged.filter(({ action }) => action !== 'skip').map(essence);
}

/** The requests by method, as the forecast has them. What the target offers is asked once a connection, for nobody's sake. */
function made(
  requests: readonly { readonly method: string; readonly path: string }[],
): contract.RequestForecast {
  const count = (...methods: readonly string[]): number =>
    requests.filter(({ method, path }) => methods.includes(method) && path !== '/ServiceProviderConfig')
      .length;
  return {
    read: count('GET'),
    create: count('POST'),
    update: count('PATCH', 'PUT'),
    delete: count('DELETE'),
  };
}

describe('a plan of the next cycle', () => {
  it('is what the cycle then does, request by request, and changes nothing', async () => {
    const configuration = system.configuration({ provisioningStatus: 'off' });
    const appId = configuration.app.id;
    await system.withJob(configuration, async (job) => {
      const first = await planned(job);

      expect(writes()).toEqual([]);
      expect(first).toMatchObject({ kind: 'initial', counts: { created: 40, failed: 0 } });
      expect(await system.store.cycles.lastNumber(appId)).toBe(0);
      expect(await system.store.log.ofCycle({ appId, number: 1 }, { after: '0', limit: 10 })).toEqual([]);
      expect(await system.store.links.count(appId, 'User')).toBe(0);

      const before = system.target.requests().length;
      await job.handle.signal(contract.start);
      const initial = await job.cycleEnded(1);
      expect(initial.counts).toEqual(first.counts);
      expect((await rowsOf(first)).map(essence)).toEqual(await loggedBy(appId, 1));
      expect(made(system.target.requests().slice(before))).toEqual(first.requests);

      await system.administer('patch', `/users/${renamed}`, { displayName: 'Renamed Person' });
      await system.administer('patch', `/users/${blocked}`, { accountEnabled: false });
      await system.administer('delete', '/assignments', { app: 'Generated App', principal: left });
      await system.administer('post', '/users', {
        userPrincipalName: 'newcomer@contoso.example',
        displayName: 'New Comer',
        mailNickname: 'newcomer',
        manager: boss,
        assign: ['Generated App'],
      });
      const written = writes().length;
      const next = await planned(job);
      const again = await planned(job);

      expect(next).toMatchObject({ kind: 'incremental', counts: { created: 1, updated: 1, disabled: 2 } });
      expect({ ...again, reportId: '' }).toEqual({ ...next, reportId: '' });
      expect(writes()).toHaveLength(written);

      const asked = system.target.requests().length;
      const cycle = await job.sync();
      expect(cycle.counts).toEqual(next.counts);
      expect((await rowsOf(next)).map(essence)).toEqual(await loggedBy(appId, 2));
      expect(made(system.target.requests().slice(asked))).toEqual(next.requests);

      const quiet = await planned(job);
      expect(quiet).toMatchObject({ counts: { planned: 0 }, requests: { create: 0, update: 0, delete: 0 } });
    });
  }, 90_000);
});
