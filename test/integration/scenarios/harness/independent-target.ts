import got from 'got';
import { startRecordingProxy } from '../../../support/recording-proxy.js';
import { startScim2Server } from '../../../support/scim2-server.js';
import type { RecordedRequest, ScenarioTarget } from './targets.js';

/** A target that several scenarios are played on, one after the other. */
export interface SharedTarget extends ScenarioTarget {
  /** Removes everything that it holds. */
  empty(): Promise<void>;
}

/** A SCIM server that somebody else wrote, seen through a proxy that remembers what it was asked. */
export async function startIndependentTarget(
  tools: Parameters<typeof startScim2Server>[0],
): Promise<SharedTarget> {
  const server = await startScim2Server(tools);
  const proxy = await startRecordingProxy(server.url);
  let recorded: RecordedRequest[] = [];
  const requests = (): readonly RecordedRequest[] => {
    recorded.push(...proxy.take());
    return recorded;
  };
  const clearRequests = (): void => {
    proxy.take();
    recorded = [];
  };
  return {
    url: proxy.url,
    token: server.token,
    remembersBodies: true,
    seed: null,
    users: server.users,
    groups: server.groups,
    requests,
    clearRequests,
    fail: () => {
      throw new Error('An independent server does not fail when it is told to');
    },
    violations: () => [],
    async empty() {
      for (const group of await server.groups()) await remove(`/Groups/${group.id}`);
      for (const user of await server.users()) await remove(`/Users/${user.id}`);
    },
    async stop() {
      await proxy.stop();
      await server.stop();
    },
  };

  async function remove(path: string): Promise<void> {
    await got.delete(`${server.url}${path}`, { headers: { authorization: `Bearer ${server.token}` } });
  }
}
