import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { generate } from '../../../src/emulators/graph/index.js';
import { startTestSystem, type TestSystem } from '../../support/system.js';

const seed = generate({ users: 3 });

describe("a mapping that reads the manager's id as text", () => {
  let system: TestSystem;

  beforeAll(async () => {
    system = await startTestSystem({ seed });
  });
  afterAll(async () => {
    await system.stop();
  });

  it('follows when the manager changes', async () => {
    const [first, second, third] = seed.users.map((user) => user.userPrincipalName);
    const titleOf = (userName: string | undefined): unknown =>
      system.target.users().find((user) => user['userName'] === userName)?.['title'];
    const configuration = system.configuration({
      mappings: [
        { target: 'userName', source: 'userPrincipalName', matching: 1, apply: 'always' },
        { target: 'title', expression: 'CStr([manager])', apply: 'always' },
      ],
    });
    await system.withJob(configuration, async (job) => {
      await job.cycleEnded(1);
      const before = titleOf(third);
      expect(before).toBe(titleOf(second));

      await system.administer('patch', `/users/${third ?? ''}`, { manager: second });
      const { counts } = await job.sync();

      expect(counts).toMatchObject({ updated: 1, failed: 0 });
      expect(titleOf(third)).not.toBe(before);
      expect(titleOf(first)).toBeUndefined();

      system.target.clearRequests();
      expect((await job.sync()).counts).toMatchObject({ updated: 0, failed: 0 });
      expect(system.target.requests()).toEqual([]);
    });
  });
});
