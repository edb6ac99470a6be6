import { afterEach, describe, expect, it } from '@jest/globals';
import { createScimTarget } from '../../../src/scim/index.js';
import {
  startStrictScimTarget,
  type RunningStrictScimTarget,
} from '../../../src/emulators/strict-scim/index.js';

const TOKEN = 'token';
let server: RunningStrictScimTarget | undefined;
afterEach(() => server?.stop());

async function given(switches: object) {
  server = await startStrictScimTarget({ token: TOKEN, switches });
  const target = createScimTarget({
    baseUrl: server.url,
    token: TOKEN,
    requestsPerSecond: 1_000,
    concurrency: 1,
    pageSize: 10,
  });
  return { target, server };
}

describe('a server that turns out to have no PATCH', () => {
  it('of users, is sent whole users from then on', async () => {
    const { target, server: strict } = await given({ userPatch: 'refused' });
    const { id } = await target.create('User', { userName: 'ann@x.example', displayName: 'Ann' });
    const rename = (oldValue: string, newValue: string) =>
      target.update('User', id, [{ path: 'displayName', oldValue, newValue }]);

    strict.clearRequests();
    await rename('Ann', 'Anna');
    await rename('Anna', 'Anne');

    expect(strict.requests().map(({ method }) => method)).toEqual(['PATCH', 'GET', 'PUT', 'GET', 'PUT']);
    expect(strict.users()).toMatchObject([{ userName: 'ann@x.example', displayName: 'Anne' }]);
  });

  it('of groups, is sent whole groups with their members', async () => {
    const { target, server: strict } = await given({ groupPatch: 'refused', missingMethodStatus: 501 });
    const { id: user } = await target.create('User', { userName: 'ann@x.example' });
    const { id: group } = await target.create('Group', { displayName: 'Sales' });

    await target.changeMembers(group, { add: [user], remove: [], all: () => Promise.resolve([user]) });
    await target.changeMembers(group, { add: [], remove: [user], all: () => Promise.resolve([]) });

    expect(strict.requests().filter(({ method }) => method === 'PATCH')).toHaveLength(1);
    expect(strict.groups()).toMatchObject([{ displayName: 'Sales' }]);
    expect(strict.violations()).toEqual([]);
  });
});
