import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { generate } from '../../../src/emulators/graph/index.js';
import { startTestSystem, TARGET_TOKEN, type TestSystem } from '../../support/system.js';
import { cycleWorkflowId } from '../../../workflows/contract.js';

const USERS = 1_010;
const CYCLE_TIMEOUT_MS = 120_000;
const seed = generate({ users: USERS, seed: 5 });

describe("Temporal's history of an initial cycle of 1,010 users, which is more than one batch", () => {
  let system: TestSystem;

  beforeAll(async () => {
    system = await startTestSystem({ seed });
  });
  afterAll(async () => {
    await system.stop();
  });

  it('stays under 60 events and names nobody', async () => {
    const configuration = system.configuration();
    await system.withJob(configuration, async (job) => {
      const initial = await job.cycleEnded(1, CYCLE_TIMEOUT_MS);
      const cycle = await system.env.client.workflow
        .getHandle(cycleWorkflowId(configuration.app.id, 1))
        .fetchHistory();
      const jobHistory = await job.handle.fetchHistory();

      expect(initial).toMatchObject({ state: 'Succeeded', counts: { created: USERS, failed: 0 } });
      expect(cycle.events?.length).toBeLessThan(60);
      const text = readable(cycle) + readable(jobHistory);
      expect(text).toContain(configuration.app.id);
      // The configuration passed by here, so the search does see what payloads hold.
      expect(text).toContain('generic-scim');
      expect(text.match(/[\w.+-]+@contoso\.example/g)).toBeNull();
      for (const secret of [TARGET_TOKEN, system.graph.clients[0]?.clientSecret ?? ''])
        expect(text).not.toContain(secret);
      const named = seed.users.filter(({ userPrincipalName, displayName }) =>
        [userPrincipalName, displayName].some((name) => typeof name === 'string' && text.includes(name)),
      );
      expect(named).toEqual([]);
    });
  }, 150_000);
});

/** The whole history as text, payloads decoded: what a person with access to Temporal could read. */
function readable(history: Parameters<typeof historyToJSON>[0]): string {
  const json = historyToJSON(history);
  const decoded = [...json.matchAll(/"data": "([A-Za-z0-9+/=]+)"/g)].map(([, data]) =>
    Buffer.from(data ?? '', 'base64').toString('utf8'),
  );
  return json + decoded.join('\n');
}
