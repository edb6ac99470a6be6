import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CycleContext } from '../../../src/cycle/cycle-context.js';
import { planOperations } from '../../../src/cycle/plan-operations.js';
import { writeOperations } from '../../../src/cycle/write-operations.js';
import { ProvisioningFailure, type FailureType } from '../../../src/failures.js';
import type { Store } from '../../../src/store/index.js';
import { escrowCounts } from '../../support/escrow-counts.js';
import { openTestStore } from '../../support/store.js';
import { readUsers, user } from '../store/a-directory.js';
import { aCycle } from './a-cycle.js';
import { FakeTarget } from './fake-target.js';

const ids = Array.from({ length: 40 }, (_, index) => `user-${index}`);
const everything = { first: 1, last: ids.length };
const failWith = (type: FailureType) => () => Promise.reject(new ProvisioningFailure(type, 'It failed.'));

describe('a token that is refused while a cycle writes', () => {
  let opened: Awaited<ReturnType<typeof openTestStore>>;
  let store: Store;

  beforeAll(async () => {
    opened = await openTestStore();
    store = opened.store;
  });
  afterAll(async () => {
    await opened.close();
  });

  /** Users of whom those named are refused with 401. */
  async function aPlannedCycle(isRefused: (userName: unknown) => boolean) {
    const target = new FakeTarget();
    const context: CycleContext = aCycle(store, target, { concurrency: 16 });
    await readUsers(store, context, ...ids.map((id) => user(id)));
    await planOperations(context);
    const create = target.create.bind(target);
    target.create = (type, values) =>
      isRefused(values['userName']) ? failWith('CredentialsRejected')() : create(type, values);
    let probes = 0;
    const answerProbes = (answer: () => Promise<void>): void => {
      target.probe = async () => {
        probes += 1;
        await new Promise((resolve) => setTimeout(resolve, 50));
        return answer();
      };
    };
    answerProbes(() => Promise.resolve());
    return { context, target, answerProbes, probes: () => probes };
  }

  it("is that object's own failure when it is good for everything else", async () => {
    const { context, target } = await aPlannedCycle((userName) => userName === 'user-7');

    await expect(writeOperations(context, everything)).resolves.toMatchObject({ exported: 39, failed: 1 });

    expect(target.users.size).toBe(39);
    const entries = await store.log.entries({ appId: context.appId, limit: 100, status: 'failure' });
    expect(entries).toMatchObject([{ sourceId: 'user-7', errorCode: 'InsufficientRights' }]);
    expect(await escrowCounts(store, context.appId)).toEqual({ objects: 1, references: 0 });
  });

  it('fails the cycle at once when it is good for nothing, after one harmless request', async () => {
    const { context, answerProbes, probes } = await aPlannedCycle(() => true);
    answerProbes(failWith('CredentialsRejected'));

    await expect(writeOperations(context, everything)).rejects.toMatchObject({ type: 'CredentialsRejected' });

    expect(probes()).toBe(1);
    expect(await escrowCounts(store, context.appId)).toEqual({ objects: 0, references: 0 });
  });

  it('is tried once for all that were refused together', async () => {
    const { context, probes } = await aPlannedCycle(() => true);

    await expect(writeOperations(context, everything)).resolves.toMatchObject({ failed: ids.length });

    expect(probes()).toBeLessThanOrEqual(Math.ceil(ids.length / context.concurrency));
  });

  it('is not judged while the target is down', async () => {
    const { context, answerProbes } = await aPlannedCycle(() => true);
    answerProbes(failWith('TargetUnavailable'));

    await expect(writeOperations(context, everything)).rejects.toMatchObject({ type: 'TargetUnavailable' });
  });
});
